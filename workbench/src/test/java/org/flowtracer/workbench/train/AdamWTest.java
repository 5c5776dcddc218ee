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
    private static INDArray moved(double factor, double rate) {
        ParameterVector parameters = ParameterVector.random(TrainBench.QWEN3_1M, 1);
        INDArray start = parameters.values().dup();
        try (AdamW optimiser = new AdamW(parameters, new AdamW.Settings(0.9, 0.95, 1e-8, 0))) {
            for (int step = 0; step < STEPS; step++) {
                float[] gradient = new float[Math.toIntExact(start.length())];
                SplittableRandom random = new SplittableRandom(step);
                for (int j = 0; j < gradient.length; j++) {
                    gradient[j] = (float) (factor * (random.nextDouble() - 0.4));
                }
                optimiser.step(Nd4j.createFromArray(gradient), rate);
            }
        }
        return parameters.values().sub(start);
    }

    private static double distance(INDArray one, INDArray other) {
        return one.distance2(other) / one.norm2Number().doubleValue();
    }

    /** So that weights of 1.2 at every token are weights of 1: only what differs from token to token moves the model elsewhere. */
    @Test
    void aFactorCommonToAllGradientsCancels() {
        INDArray plain = moved(1, RATE);
        double scaled = distance(plain, moved(1.2, RATE));
        assertTrue(scaled < 1e-4, "gradients times 1.2: " + scaled);
        double faster = distance(plain, moved(1, 1.2 * RATE));
        assertTrue(Math.abs(faster - 0.2) < 1e-3, "rate times 1.2: " + faster);
    }
}
