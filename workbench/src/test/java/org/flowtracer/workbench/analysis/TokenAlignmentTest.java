package org.flowtracer.workbench.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.flowtracer.workbench.analysis.TokenAlignment.Column;
import org.junit.jupiter.api.Test;

class TokenAlignmentTest {
    private static TokenAlignment align(String first, String second) {
        return TokenAlignment.of(List.of(first.split("")), List.of(second.split("")));
    }

    @Test
    void commonTokensShareAColumn() {
        // a b c x d against a c y d: b and x only in the first, y only in the second.
        assertEquals(
                List.of(
                        new Column(0, 0),
                        new Column(1, -1),
                        new Column(2, 1),
                        new Column(3, -1),
                        new Column(-1, 2),
                        new Column(4, 3)),
                align("abcxd", "acyd").columns());
        assertEquals(
                List.of(new Column(0, -1), new Column(-1, 0)), align("a", "b").columns());
        assertEquals(3, align("aaaa", "aaa").common());
        assertEquals(List.of(), TokenAlignment.of(List.of(), List.of()).columns());
        assertEquals(
                List.of(new Column(-1, 0)),
                TokenAlignment.of(List.of(), List.of("a")).columns());
    }

    /** Against the plain recursion, on words of few letters. */
    @Test
    void noAlignmentHasMoreInCommon() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            List<String> first = word(random);
            List<String> second = word(random);
            TokenAlignment alignment = TokenAlignment.of(first, second);
            assertEquals(longest(first, second), alignment.common());
            List<Integer> firsts = new ArrayList<>();
            List<Integer> seconds = new ArrayList<>();
            for (Column column : alignment.columns()) {
                if (column.first() >= 0) {
                    firsts.add(column.first());
                }
                if (column.second() >= 0) {
                    seconds.add(column.second());
                }
                if (column.isCommon()) {
                    assertEquals(first.get(column.first()), second.get(column.second()));
                }
            }
            assertEquals(IntStream.range(0, first.size()).boxed().toList(), firsts);
            assertEquals(IntStream.range(0, second.size()).boxed().toList(), seconds);
        }
    }

    private static List<String> word(Random random) {
        return random.ints(random.nextInt(8), 0, 3).mapToObj(Integer::toString).toList();
    }

    private static int longest(List<String> first, List<String> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        List<String> rest = first.subList(1, first.size());
        List<String> otherRest = second.subList(1, second.size());
        return first.get(0).equals(second.get(0))
                ? 1 + longest(rest, otherRest)
                : Math.max(longest(rest, second), longest(first, otherRest));
    }
}
