package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplerTest {
    /** Probabilities 0.5, 0.25, 0.125, 0.125 of the ids 2, 0, 1, 3. */
    private static final float[] LOGITS = {
        (float) Math.log(0.25), (float) Math.log(0.125), (float) Math.log(0.5), (float) Math.log(0.125)
    };

    private static int[] counts(SamplingOptions options, int draws) {
        Sampler sampler = new Sampler(options, new SplittableRandom(11));
        int[] counts = new int[LOGITS.length];
        for (int draw = 0; draw < draws; draw++) {
            counts[sampler.next(LOGITS)]++;
        }
        return counts;
    }

    @Test
    void greedyTakesTheMostLikelyAndTheFirstOfEquals() {
        assertArrayEquals(new int[] {0, 0, 5, 0}, counts(SamplingOptions.GREEDY, 5));
        assertEquals(1, new Sampler(SamplingOptions.GREEDY, new SplittableRandom(0)).next(new float[] {-3, 2, 2}));
    }

    @Test
    void drawsInProportion() {
        int[] counts = counts(new SamplingOptions(1, 0, 1, 1), 40_000);
        // Standard deviation of the first is 100; five of them.
        assertEquals(20_000, counts[2], 500);
        assertEquals(10_000, counts[0], 500);
        assertEquals(5_000, counts[1], 500);
        assertEquals(5_000, counts[3], 500);
    }

    @Test
    void temperatureSharpens() {
        // At 1/2 the weights are squared: 1/4, 1/16, 1/64, 1/64 of a sum of 22/64.
        int[] counts = counts(new SamplingOptions(0.5, 0, 1, 1), 22_000);
        assertEquals(16_000, counts[2], 500);
        assertEquals(4_000, counts[0], 500);
    }

    @Test
    void topKLeavesTheMostLikelyAlone() {
        int[] counts = counts(new SamplingOptions(1, 3, 1, 1), 7_000);
        assertEquals(0, counts[3], "of equals the smaller id is kept");
        assertEquals(4_000, counts[2], 300);
        assertEquals(1_000, counts[1], 300);
    }

    @Test
    void topPLeavesTheFewestThatReachIt() {
        int[] two = counts(new SamplingOptions(1, 0, 0.7, 1), 3_000);
        assertEquals(3_000, two[2] + two[0]);
        assertEquals(2_000, two[2], 200);
        assertEquals(100, counts(new SamplingOptions(1, 0, 0.3, 1), 100)[2]);
        // Of the three that top-k leaves, 0.9 of their sum of 0.875 takes all three.
        int[] both = counts(new SamplingOptions(1, 3, 0.9, 1), 3_000);
        assertTrue(both[1] > 0 && both[3] == 0, Arrays.toString(both));
    }

    @Test
    void refusesOptionsOutOfRange() {
        for (Runnable options : new Runnable[] {
            () -> new SamplingOptions(-1, 0, 1, 1),
            () -> new SamplingOptions(Double.NaN, 0, 1, 1),
            () -> new SamplingOptions(1, -1, 1, 1),
            () -> new SamplingOptions(1, 0, 0, 1),
            () -> new SamplingOptions(1, 0, 1.5, 1),
            () -> new SamplingOptions(1, 0, 1, 0)
        }) {
            var refusal = assertThrows(IllegalArgumentException.class, options::run);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("expected"));
        }
    }
}
