package org.flowtracer.workbench.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;

/**
 * What is scored: a token, or a piece of text made of several.
 *
 * @param text as people read it; empty for a token of a graph that came alone
 * @param region the name of its region ({@link Regions#nameAt}); {@code answer} for a piece that holds a token of the answer
 * @param from the first token
 * @param to past the last token
 */
public record Unit(String text, String region, int from, int to) {
    /**
     * Tokens as units.
     *
     * @param texts readable, one a token
     */
    static List<Unit> tokens(List<String> texts, Regions regions) {
        return IntStream.range(0, texts.size())
                .mapToObj(k -> new Unit(texts.get(k), regions.nameAt(k), k, k + 1))
                .toList();
    }

    /** Groups of tokens as units. */
    static List<Unit> pieces(List<Unit> tokens, ScoreContraction groups) {
        return groups.groups().stream().map(group -> piece(tokens, group)).toList();
    }

    private static Unit piece(List<Unit> tokens, Positions group) {
        StringBuilder text = new StringBuilder();
        String region = tokens.get(group.first()).region;
        for (int k : group.toArray()) {
            text.append(tokens.get(k).text);
            region = tokens.get(k).region.equals(Regions.ANSWER) ? Regions.ANSWER : region;
        }
        return new Unit(text.toString(), region, group.first(), group.last() + 1);
    }

    /** Whether the unit belongs to the response, the answer included. */
    public boolean isOfResponse() {
        return region.equals(Regions.RESPONSE) || region.equals(Regions.ANSWER);
    }
}
