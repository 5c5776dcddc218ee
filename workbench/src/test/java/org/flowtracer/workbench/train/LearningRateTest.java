package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.flowtracer.workbench.train.LearningRate.Decay;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void risesThenFallsAlongALine() {
        LearningRate rate = new LearningRate(1, 0.2, 4, 9, Decay.LINEAR);
        double[] expected = {0.25, 0.5, 0.75, 1, 1, 0.8, 0.6, 0.4, 0.2, 0.2};
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], rate.at(step), 1e-12, "step " + step);
        }
    }

    @Test
    void fallsAlongHalfACosine() {
        LearningRate rate = new LearningRate(2, 0, 0, 5, Decay.COSINE);
        double[] expected = {2, 1 + Math.sqrt(0.5), 1, 1 - Math.sqrt(0.5), 0, 0};
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], rate.at(step), 1e-12, "step " + step);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new LearningRate(1, 2, 0, 5, Decay.LINEAR));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate(Double.NaN, 0, 0, 5, Decay.LINEAR));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate(1, 0, 6, 5, Decay.LINEAR));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate(1, 0, 0, 0, Decay.LINEAR));
    }
}
