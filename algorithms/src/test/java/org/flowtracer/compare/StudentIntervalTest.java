package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class StudentIntervalTest {
    @Test
    void isTheTableOfStudentsT() {
        // 1, 2, 3: mean 2, deviation 1, standard error 1 / sqrt(3); t of 2 degrees at 97.5 % is 4.302653.
        Interval interval = StudentInterval.DEFAULT.ofMean(new double[] {3, 1, 2});
        assertEquals(2, interval.mean());
        assertEquals(2 - 4.302653 / Math.sqrt(3), interval.low(), 1e-6);
        assertEquals(2 + 4.302653 / Math.sqrt(3), interval.high(), 1e-6);
        assertEquals(3, interval.count());
        assertFalse(interval.excludesZero());
    }

    @Test
    void equalsScipy() {
        for (JsonNode sample : StatisticsFixture.entries("samples")) {
            double[] first = StatisticsFixture.numbers(sample, "first");
            double[] second = StatisticsFixture.numbers(sample, "second");
            assertEnds(StatisticsFixture.numbers(sample, "interval95"), StudentInterval.DEFAULT.ofMean(first));
            assertEnds(
                    StatisticsFixture.numbers(sample, "paired_interval90"),
                    new StudentInterval(0.9).ofDifference(first, second));
        }
    }

    private static void assertEnds(double[] expected, Interval found) {
        assertArrayEquals(expected, new double[] {found.low(), found.high()}, 1e-7);
    }

    @Test
    void alikeObservationsLeaveNoDoubt() {
        Interval interval = StudentInterval.DEFAULT.ofMean(new double[] {0.25, 0.25, 0.25});
        assertEquals(new Interval(0.25, 0.25, 0.25, 3), interval);
        assertTrue(interval.excludesZero());
    }

    @Test
    void aSingleObservationSaysNothingOfChance() {
        Interval interval = StudentInterval.DEFAULT.ofMean(new double[] {0.7});
        assertEquals(new Interval(0.7, Double.NaN, Double.NaN, 1), interval);
        assertFalse(interval.excludesZero());
    }

    @Test
    void nothingToAverageIsRefused() {
        StudentInterval interval = StudentInterval.DEFAULT;
        assertThrows(IllegalArgumentException.class, () -> interval.ofMean(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> interval.ofMean(new double[] {1, Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> interval.ofMean(new double[] {1, Double.POSITIVE_INFINITY}));
        assertThrows(IllegalArgumentException.class, () -> interval.ofDifference(new double[1], new double[2]));
        assertThrows(IllegalArgumentException.class, () -> new StudentInterval(1));
        assertThrows(IllegalArgumentException.class, () -> new StudentInterval(Double.NaN));
    }
}
