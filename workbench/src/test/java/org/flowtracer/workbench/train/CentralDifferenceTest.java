package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.flowtracer.workbench.model.HostCopy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is the slope of a loss computed in plain loops of doubles. */
class CentralDifferenceTest {
    private static final double STEP = 1e-5;
    private static final int ENTRIES_OF_EACH_TENSOR = 12;

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void gradientsAreSlopes(TrainingFixture fixture, KernelChoice choice) {
        ParameterVector parameters = fixture.parameters();
        Batch batch = new Batch(new int[][] {{3, 1, 4, 1, 5}, {9, 2, 6, 0, 0}}, new int[][] {
            {1, 4, 1, 5, Batch.NO_LABEL}, {2, 6, Batch.NO_LABEL, Batch.NO_LABEL, Batch.NO_LABEL}
        });
        TrainingStep training = new TrainingStep(parameters, AdamW.Settings.DEFAULT, 1, 5, choice);
        ReferenceLoss reference = new ReferenceLoss(parameters);
        assertEquals(reference.loss(batch), training.lossAndGradient(batch), 1e-5);

        Random random = new Random(7);
        training.gradient().tensors().forEach((name, tensor) -> {
            float[] gradient = HostCopy.of(tensor);
            for (int j = 0; j < ENTRIES_OF_EACH_TENSOR; j++) {
                int entry = random.nextInt(gradient.length);
                double slope = reference.slope(batch, name, entry, STEP);
                assertEquals(slope, gradient[entry], 1e-5 + 1e-4 * Math.abs(slope), name + " " + entry);
            }
        });
    }
}
