package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.flowtracer.workbench.bench.TrainBench;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdamWTest {
    private static final double RATE = 1e-3;
    private static final int STEPS = 10;

    /** Where ten gradients, the same for all, lead when each is multiplied by a factor. */
    private static float[] moved(double factor, double rate) {
        ParameterVector parameters = ParameterVector.random(TrainBench.QWEN3_1M, 1);
        float[] moved = parameters.values().toFloatVector();
        try (AdamW optimiser = new AdamW(parameters, new AdamW.Settings(0.9, 0.95, 1e-8, 0))) {
            for (int step = 0; step < STEPS; step++) {
                float[] gradient = new float[moved.length];
                SplittableRandom random = new SplittableRandom(step);
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] = (float) (factor * (random.nextDouble() - 0.4));
                }
                try (INDArray array = Nd4j.createFromArray(gradient)) {
                    optimiser.step(array, rate);
                }
            }
        }
        float[] end = parameters.values().toFloatVector();
        for (int j = 0; j < end.length; j++) {
            moved[j] = end[j] - moved[j];
        }
        return moved;
    }

    /** How far two ends lie apart, over the way to the first. */
    private static double distance(float[] one, float[] other) {
        double apart = 0;
        double way = 0;
        for (int j = 0; j < one.length; j++) {
            apart += Math.pow(one[j] - other[j], 2);
            way += Math.pow(one[j], 2);
        }
        return Math.sqrt(apart / way);
    }

    /** So that weights of 1.2 at every token are weights of 1: only what differs from token to token moves the model elsewhere. */
    @Test
    void aFactorCommonToAllGradientsCancels() {
        float[] plain = moved(1, RATE);
        double scaled = distance(plain, moved(1.2, RATE));
        assertTrue(scaled < 1e-4, "gradients times 1.2: " + scaled);
        double faster = distance(plain, moved(1, 1.2 * RATE));
        assertTrue(Math.abs(faster - 0.2) < 1e-3, "rate times 1.2: " + faster);
    }
}
