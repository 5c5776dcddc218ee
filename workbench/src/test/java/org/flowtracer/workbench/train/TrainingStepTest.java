package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;

/** The oracle is PyTorch: losses, every gradient, and every parameter after each of three steps of AdamW. */
class TrainingStepTest {
    private static final double RELATIVE_TO_LARGEST = 1e-4;

    private static TrainingStep step(ParameterVector parameters, Batch batch, KernelChoice choice) {
        return new TrainingStep(
                parameters, AdamW.Settings.DEFAULT, TrainingFixture.CLIP_NORM, batch.tokenIds()[0].length, choice);
    }

    private static TrainingStep step(ParameterVector parameters, Batch batch) {
        return step(parameters, batch, KernelChoice.best());
    }

    private static void assertSame(SafetensorsFile expected, String prefix, ParameterVector actual) throws IOException {
        for (Map.Entry<String, INDArray> tensor : actual.tensors().entrySet()) {
            String name = prefix + tensor.getKey();
            float[] values = expected.tensor(name).floats();
            assertArrayEquals(
                    values, HostCopy.of(tensor.getValue()), (float) RELATIVE_TO_LARGEST * largest(values), name);
        }
    }

    /**
     * Compares the parameters after a step. Adam divides a gradient by its own size, so where PyTorch's gradient is below the error that gradients
     * are allowed, not even the sign of the move is determined: there, and only there, a parameter may be off by a whole move either way.
     */
    private static void assertMovedAlike(SafetensorsFile expected, int step, ParameterVector actual)
            throws IOException {
        for (Map.Entry<String, INDArray> tensor : actual.tensors().entrySet()) {
            String name = "step" + step + ".after." + tensor.getKey();
            float[] values = expected.tensor(name).floats();
            float[] found = HostCopy.of(tensor.getValue());
            double[] allowed = new double[values.length];
            Arrays.fill(allowed, RELATIVE_TO_LARGEST * largest(values));
            for (int earlier = 0; earlier <= step; earlier++) {
                float[] gradient = expected.tensor("step" + earlier + ".grad." + tensor.getKey())
                        .floats();
                double error = RELATIVE_TO_LARGEST * largest(gradient);
                for (int j = 0; j < allowed.length; j++) {
                    allowed[j] +=
                            gradient[j] != 0 && Math.abs(gradient[j]) < error ? 2 * TrainingFixture.LEARNING_RATE : 0;
                }
            }
            for (int j = 0; j < allowed.length; j++) {
                assertEquals(values[j], found[j], allowed[j], name + " at " + j);
            }
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void stepsAsPyTorch(TrainingFixture fixture, KernelChoice choice) throws IOException {
        ParameterVector parameters = fixture.parameters();
        TrainingStep training = step(parameters, fixture.batch(0), choice);
        List<JsonObject> expected = fixture.steps().objects("steps");
        try (SafetensorsFile tensors = fixture.tensors()) {
            for (int step = 0; step < TrainingFixture.STEPS; step++) {
                training.lossAndGradient(fixture.batch(step));
                assertSame(tensors, "step" + step + ".grad.", training.gradient());
                TrainingStep.Result result = training.run(fixture.batch(step), TrainingFixture.LEARNING_RATE);
                double loss = expected.get(step).number("loss");
                double norm = expected.get(step).number("gradient_norm_before_clip");
                assertEquals(loss, result.loss(), RELATIVE_TO_LARGEST * loss);
                assertEquals(norm, result.gradientNorm(), RELATIVE_TO_LARGEST * norm);
                assertMovedAlike(tensors, step, parameters);
            }
        }
        assertEquals(TrainingFixture.STEPS, training.optimiser().steps());
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void paddingChangesNoGradient(TrainingFixture fixture, KernelChoice choice) {
        ParameterVector parameters = fixture.parameters();
        Batch padded = fixture.batch(0);
        int[] lengths = fixture.lengths(0);
        TrainingStep together = step(parameters, padded, choice);
        double loss = together.lossAndGradient(padded);
        float[] gradient = HostCopy.of(together.gradient().values());

        double[] sum = new double[gradient.length];
        double lossSum = 0;
        long labels = 0;
        for (int sequence = 0; sequence < lengths.length; sequence++) {
            Batch alone = new Batch(
                    new int[][] {Arrays.copyOf(padded.tokenIds()[sequence], lengths[sequence])},
                    new int[][] {Arrays.copyOf(padded.labels()[sequence], lengths[sequence])});
            long count = LogProbLoss.count(alone.labels());
            TrainingStep apart = step(parameters, alone, choice);
            lossSum += count * apart.lossAndGradient(alone);
            float[] own = HostCopy.of(apart.gradient().values());
            for (int j = 0; j < own.length; j++) {
                sum[j] += count * (double) own[j];
            }
            labels += count;
        }
        assertEquals(lossSum / labels, loss, 1e-5);
        for (int j = 0; j < sum.length; j++) {
            assertEquals(sum[j] / labels, gradient[j], 1e-5, "parameter " + j);
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        ModelConfig config = TrainingFixture.QWEN3.config();
        assertArrayEquals(twoSteps(config, 5), twoSteps(config, 5));
        assertNotEquals(Arrays.hashCode(twoSteps(config, 5)), Arrays.hashCode(twoSteps(config, 6)));
    }

    private static float[] twoSteps(ModelConfig config, long seed) {
        ParameterVector parameters = ParameterVector.random(config, seed);
        TrainingStep training = step(parameters, TrainingFixture.QWEN3.batch(0));
        for (int step = 0; step < 2; step++) {
            training.run(TrainingFixture.QWEN3.batch(step), TrainingFixture.LEARNING_RATE);
        }
        return HostCopy.of(parameters.values());
    }

    @Test
    void goesOnFromARestoredStateWithTheSameBits() {
        Batch first = TrainingFixture.QWEN3.batch(0);
        Batch second = TrainingFixture.QWEN3.batch(1);
        ParameterVector parameters = TrainingFixture.QWEN3.parameters();
        TrainingStep training = step(parameters, first);
        training.run(first, TrainingFixture.LEARNING_RATE);

        ParameterVector copy = ParameterVector.zeros(TrainingFixture.QWEN3.config());
        copy.values().assign(parameters.values());
        AdamW state = training.optimiser();
        TrainingStep resumed = step(copy, first);
        resumed.optimiser().restore(state.steps(), state.firstMoment(), state.secondMoment());
        training.run(second, TrainingFixture.LEARNING_RATE);
        resumed.run(second, TrainingFixture.LEARNING_RATE);
        assertArrayEquals(HostCopy.of(parameters.values()), HostCopy.of(copy.values()));
    }

    @Test
    void learnsOneBatchByHeart() {
        ParameterVector parameters = ParameterVector.random(TrainingFixture.QWEN3.config(), 1);
        Batch batch = TrainingFixture.QWEN3.batch(0);
        TrainingStep training = step(parameters, batch);
        double first = training.run(batch, TrainingFixture.LEARNING_RATE).loss();
        double last = first;
        for (int step = 0; step < 40; step++) {
            last = training.run(batch, TrainingFixture.LEARNING_RATE).loss();
        }
        assertEquals(Math.log(40), first, 0.1);
        assertEquals(0, last, 0.5);
    }

    /** What steps leave to the garbage collector are a few numbers: all of it is less than the residual stream of one layer. */
    @Test
    void mklStepsKeepNoMemory() {
        assumeTrue(Mkl.isAvailable());
        Batch batch = TrainingFixture.QWEN3.batch(0);
        long activation = (long) batch.tokenIds().length
                * batch.tokenIds()[0].length
                * TrainingFixture.QWEN3.config().width()
                * Float.BYTES;
        try (TrainingStep training = step(TrainingFixture.QWEN3.parameters(), batch, KernelChoices.MKL)) {
            training.run(batch, TrainingFixture.LEARNING_RATE);
            training.run(batch, TrainingFixture.LEARNING_RATE);
            long before = nativeBytes();
            for (int step = 2; step < 6; step++) {
                training.run(batch, TrainingFixture.LEARNING_RATE);
            }
            long grown = nativeBytes() - before;
            assertTrue(grown < activation, grown + " bytes more");
        }
    }

    /** What JavaCPP's pointers and ND4J's arrays hold outside Java's heap. */
    private static long nativeBytes() {
        return Pointer.totalBytes() + Nd4jCpu.Environment.getInstance().getDeviceCounter(0);
    }

    @Test
    void refusesBatchesItCannotRead() {
        ParameterVector parameters = TrainingFixture.LLAMA.parameters();
        TrainingStep training = new TrainingStep(parameters, AdamW.Settings.DEFAULT, 1, 2);
        assertThrows(
                InputException.class,
                () -> training.lossAndGradient(new Batch(new int[][] {{1, 2, 3}}, new int[][] {{1, 2, 3}})));
        assertThrows(
                InputException.class,
                () -> training.lossAndGradient(new Batch(new int[][] {{1, 40}}, new int[][] {{1, 2}})));
        assertThrows(
                InputException.class,
                () -> training.lossAndGradient(new Batch(new int[][] {{1, 2}}, new int[][] {{1, 40}})));
        assertThrows(InputException.class, () -> new TrainingStep(parameters, AdamW.Settings.DEFAULT, 1, 65));
    }
}
