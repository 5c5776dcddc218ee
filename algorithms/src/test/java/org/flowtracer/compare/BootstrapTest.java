package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static double[] normal(long seed, int size, double mean) {
        return new Random(seed).doubles(size).map(u -> u - 0.5 + mean).toArray();
    }

    @Test
    void spansTheMiddleOfTheResampledMeans() {
        // A coin: means of two draws are 0, 1/2 and 1 with chances 1/4, 1/2 and 1/4.
        double[] coin = {0, 1};
        Interval all = new Bootstrap(2000, 0.95, 1).ofMean(coin);
        assertEquals(new Interval(0.5, 0, 1, 2), all);
        Interval half = new Bootstrap(2000, 0.4, 1).ofMean(coin);
        assertEquals(new Interval(0.5, 0.5, 0.5, 2), half);
    }

    @Test
    void isAsWideAsTheNormalIntervalOnALargeSample() {
        double[] sample = normal(1, 4000, 0);
        Interval interval = Bootstrap.DEFAULT.ofMean(sample);
        double standardError = Math.sqrt(1 / 12.0 / sample.length);
        assertEquals(interval.mean() - 1.96 * standardError, interval.low(), 0.15 * standardError);
        assertEquals(interval.mean() + 1.96 * standardError, interval.high(), 0.15 * standardError);
    }

    @Test
    void coversTheMeanAboutAsOftenAsItsLevelSays() {
        int covered = 0;
        for (int seed = 0; seed < 300; seed++) {
            Interval interval = Bootstrap.DEFAULT.ofMean(normal(seed, 40, 0.2));
            covered += interval.low() <= 0.2 && 0.2 <= interval.high() ? 1 : 0;
        }
        assertEquals(0.95, covered / 300.0, 0.04);
    }

    @Test
    void pairsRemoveWhatBothShare() {
        double[] first = normal(1, 200, 0.02);
        double[] second = first.clone();
        for (int j = 0; j < second.length; j++) {
            second[j] -= 0.02 + 0.001 * (j % 3);
        }
        assertTrue(Bootstrap.DEFAULT.ofDifference(first, second).excludesZero());
        assertFalse(Bootstrap.DEFAULT.ofMean(normal(1, 200, 0)).excludesZero());
    }

    @Test
    void followsItsSeed() {
        double[] sample = normal(1, 50, 0);
        assertEquals(Bootstrap.DEFAULT.ofMean(sample), Bootstrap.DEFAULT.ofMean(sample));
        assertNotEquals(Bootstrap.DEFAULT.ofMean(sample), new Bootstrap(1000, 0.95, 2).ofMean(sample));
    }

    @Test
    void nothingToAverageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.DEFAULT.ofMean(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.DEFAULT.ofMean(new double[] {1, Double.NaN}));
        assertThrows(
                IllegalArgumentException.class, () -> Bootstrap.DEFAULT.ofDifference(new double[1], new double[2]));
        assertThrows(IllegalArgumentException.class, () -> new Bootstrap(0, 0.95, 1));
        assertThrows(IllegalArgumentException.class, () -> new Bootstrap(10, 1, 1));
    }
}
