package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    private static double area(double[] steps, double[] values) {
        return new LearningCurve(steps, values).area();
    }

    @Test
    void areaByHand() {
        // Trapezoids of 10 x 0.3 and 30 x 0.5, over 40 steps.
        assertEquals(18 / 40.0, area(new double[] {0, 10, 40}, new double[] {0.2, 0.4, 0.6}), 1e-15);
        assertEquals(0.7, area(new double[] {3, 5, 11}, new double[] {0.7, 0.7, 0.7}), 1e-15);
        assertEquals(0.7, area(new double[] {3}, new double[] {0.7}));
    }

    @Test
    void areaEqualsScipy() {
        for (JsonNode curve : StatisticsFixture.entries("curves")) {
            assertEquals(
                    curve.get("area").doubleValue(),
                    area(StatisticsFixture.numbers(curve, "steps"), StatisticsFixture.numbers(curve, "values")),
                    1e-12);
        }
    }

    @Test
    void whatIsNoCurveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(new double[0], new double[0]));
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(new double[2], new double[1]));
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(new double[] {1, 1}, new double[2]));
        assertThrows(
                IllegalArgumentException.class, () -> new LearningCurve(new double[] {1}, new double[] {Double.NaN}));
    }
}
