package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class HolmTest {
    @Test
    void stepsDownByHand() {
        // Ascending: 0.01 x 4, 0.03 x 3 = 0.09, 0.035 x 2 = 0.07 but at least the one before, 0.5 x 1.
        double[] given = {0.5, 0.01, 0.035, 0.03};
        assertArrayEquals(new double[] {0.5, 0.04, 0.09, 0.09}, Holm.adjust(given), 1e-15);
        assertArrayEquals(new double[] {0.5, 0.01, 0.035, 0.03}, given);
        assertArrayEquals(new double[] {1, 1}, Holm.adjust(new double[] {0.6, 0.9}));
        assertArrayEquals(new double[0], Holm.adjust(new double[0]));
    }

    @Test
    void equalsStatsmodels() {
        for (JsonNode family : StatisticsFixture.entries("families")) {
            assertArrayEquals(
                    StatisticsFixture.numbers(family, "holm"),
                    Holm.adjust(StatisticsFixture.numbers(family, "p_values")),
                    1e-12);
        }
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Holm.adjust(new double[] {0.1, 1.1}));
        assertThrows(IllegalArgumentException.class, () -> Holm.adjust(new double[] {Double.NaN}));
    }
}
