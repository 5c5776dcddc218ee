package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void withTiesByHand() {
        double[] scores = {0.9, 0.5, 0.5, 0.1};
        boolean[] positive = {true, true, false, false};
        // Four pairs: three won, one drawn.
        assertEquals(3.5 / 4, Detection.areaUnderRoc(scores, positive), TOLERANCE);
        // Recall 1/2 at precision 1, then the other half at precision 2/3.
        assertEquals(0.5 + 0.5 * 2 / 3, Detection.averagePrecision(scores, positive), TOLERANCE);
        assertEquals(0.75, Detection.recallAt(2, scores, positive), TOLERANCE);
        assertEquals(0, Detection.recallAt(0, scores, positive), TOLERANCE);
        assertEquals(1, Detection.recallAt(4, scores, positive), TOLERANCE);
    }

    @Test
    void constantScoresKnowNothing() {
        double[] scores = new double[5];
        boolean[] positive = {true, false, true, false, false};
        assertEquals(0.5, Detection.areaUnderRoc(scores, positive), TOLERANCE);
        assertEquals(0.4, Detection.averagePrecision(scores, positive), TOLERANCE);
        assertEquals(0.6, Detection.recallAt(3, scores, positive), TOLERANCE);
    }

    @Test
    void zeroHasNoSign() {
        assertEquals(0.5, Detection.areaUnderRoc(new double[] {0.0, -0.0}, new boolean[] {true, false}), TOLERANCE);
        assertEquals(0.5, Detection.averagePrecision(new double[] {-0.0, 0.0}, new boolean[] {true, false}), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void equalsItsDefinition(long seed) {
        Random random = new Random(seed);
        double[] scores = new double[40];
        boolean[] positive = new boolean[40];
        for (int j = 0; j < scores.length; j++) {
            positive[j] = random.nextInt(3) == 0;
            scores[j] = random.nextInt(8) + (positive[j] ? 1 : 0);
        }
        double pairs = 0;
        double won = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertEquals(won / pairs, Detection.areaUnderRoc(scores, positive), TOLERANCE);

        double precisionSum = 0;
        double recallBefore = 0;
        double[] thresholds = Arrays.stream(scores).distinct().sorted().toArray();
        for (int t = thresholds.length - 1; t >= 0; t--) {
            double threshold = thresholds[t];
            double retrieved = Arrays.stream(scores).filter(s -> s >= threshold).count();
            double hits = IntStream.range(0, scores.length)
                    .filter(j -> positive[j] && scores[j] >= threshold)
                    .count();
            double recall = hits
                    / IntStream.range(0, positive.length)
                            .filter(j -> positive[j])
                            .count();
            precisionSum += (recall - recallBefore) * hits / retrieved;
            recallBefore = recall;
        }
        assertEquals(precisionSum, Detection.averagePrecision(scores, positive), TOLERANCE);
    }

    @Test
    void recallIsThatOfARandomOrderOfTies() {
        double[] scores = {3, 2, 2, 2, 2, 1};
        boolean[] positive = {false, true, false, false, true, true};
        Random random = new Random(1);
        List<Integer> items = IntStream.range(0, 6).boxed().collect(Collectors.toList());
        int draws = 20_000;
        double found = 0;
        for (int draw = 0; draw < draws; draw++) {
            Collections.shuffle(items, random);
            items.sort((a, b) -> Double.compare(scores[b], scores[a]));
            found += items.subList(0, 3).stream().filter(j -> positive[j]).count() / 3.0;
        }
        assertEquals(1 / 3.0, Detection.recallAt(3, scores, positive), TOLERANCE);
        assertEquals(found / draws, Detection.recallAt(3, scores, positive), 0.01);
    }

    @Test
    void oneClassAloneIsRefused() {
        double[] scores = {1, 2};
        boolean[] both = {true, true};
        assertThrows(IllegalArgumentException.class, () -> Detection.areaUnderRoc(scores, both));
        assertThrows(IllegalArgumentException.class, () -> Detection.averagePrecision(scores, new boolean[2]));
        assertThrows(IllegalArgumentException.class, () -> Detection.recallAt(3, scores, new boolean[] {true, false}));
        assertThrows(IllegalArgumentException.class, () -> Detection.areaUnderRoc(scores, new boolean[3]));
        double[] withNaN = {1, Double.NaN};
        assertThrows(
                IllegalArgumentException.class, () -> Detection.averagePrecision(withNaN, new boolean[] {true, false}));
    }
}
