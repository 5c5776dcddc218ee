package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.capture.AttentionRecorder;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.SlowWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many sequences of many lengths. The oracles are each sequence alone, plain loops of doubles, and the decoder that traces. */
class BatchPassesTest {
    private static final int LONGEST = 64;

    /** Sequences of 1 to 64 tokens. */
    private static int[][] sequences(ModelConfig config, int count, long seed) {
        Random random = new Random(seed);
        int[][] sequences = new int[count][];
        for (int sequence = 0; sequence < count; sequence++) {
            int length = 1 + random.nextInt(LONGEST);
            sequences[sequence] = random.ints(length, 0, config.vocabulary()).toArray();
        }
        return sequences;
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void readsWhatTheTracingDecoderReads(TrainingFixture fixture, KernelChoice choice) {
        ParameterVector parameters = fixture.parameters();
        ModelConfig config = fixture.config();
        int[][] sequences = sequences(config, 21, 3);
        BatchPasses passes = new BatchPasses(parameters, LONGEST, choice);
        List<Integer> band = List.of(0, config.layers() - 1);
        List<Reading> readings = passes.read(sequences, band);
        ReferenceLoss reference = new ReferenceLoss(parameters);
        for (int sequence = 0; sequence < sequences.length; sequence++) {
            int[] ids = sequences[sequence];
            Reading reading = readings.get(sequence);
            assertArrayEquals(reference.logProb(ids), reading.logProb(), 1e-4f);
            assertArrayEquals(reference.entropy(ids), reading.entropy(), 1e-4f);
            CausalMatrix attention = Objects.requireNonNull(reading.attention());
            assertArrayEquals(traced(parameters, band, ids), attention.packed(), 1e-5f);
        }
        assertNull(passes.read(sequences).get(0).attention());
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void memoryIsNotGivenBackUnderAWorker(KernelChoice choice) throws InterruptedException {
        TrainingFixture fixture = TrainingFixture.QWEN3;
        ParameterVector parameters = fixture.parameters();
        ParameterVector gradient = ParameterVector.zeros(fixture.config());
        int[][] sequences = sequences(fixture.config(), 4, 8);

        SlowWork interrupted = new SlowWork();
        try (BatchPasses passes = new BatchPasses(parameters, LONGEST, choice)) {
            interrupted.assertAwaitedWhenInterrupted(
                    () -> passes.lossAndGradient(sequences, slowly(interrupted), gradient));
        }
        SlowWork closed = new SlowWork();
        BatchPasses passes = new BatchPasses(parameters, LONGEST, choice);
        closed.assertAwaitedByClose(() -> passes.lossAndGradient(sequences, slowly(closed), gradient), passes::close);
    }

    private static TokenLoss slowly(SlowWork work) {
        return (slice, logits) -> {
            work.run();
            return 0;
        };
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void keepsHeadsApartAndHiddenStates(TrainingFixture fixture, KernelChoice choice) {
        ParameterVector parameters = fixture.parameters();
        ModelConfig config = fixture.config();
        int[][] sequences = sequences(config, 5, 6);
        List<Integer> band = List.of(0, config.layers() - 1);
        BatchPasses passes = new BatchPasses(parameters, LONGEST, choice);
        List<Reading> readings = passes.read(sequences, new Kept(band, true, true));
        for (int sequence = 0; sequence < sequences.length; sequence++) {
            Reading reading = readings.get(sequence);
            assertNull(reading.attention());
            Attention.PerHead traced = (Attention.PerHead) attention(Keep.HEADS, parameters, band, sequences[sequence]);
            for (int layer = 0; layer < band.size(); layer++) {
                for (int head = 0; head < config.heads(); head++) {
                    assertArrayEquals(
                            traced.heads().get(layer).get(head).packed(),
                            reading.heads().get(layer).get(head).packed(),
                            1e-5f);
                }
            }
            float[] hidden = Objects.requireNonNull(reading.hidden());
            assertEquals(sequences[sequence].length * config.width(), hidden.length);
        }
    }

    private static float[] traced(ParameterVector parameters, List<Integer> band, int[] ids) {
        return ((Attention.Averaged) attention(Keep.WEIGHTS, parameters, band, ids))
                .mean()
                .packed();
    }

    private static Attention attention(Keep keep, ParameterVector parameters, List<Integer> band, int[] ids) {
        ModelConfig config = parameters.weights().config();
        AttentionRecorder recorder = new AttentionRecorder(keep, band, config.layers(), config.heads(), ids.length);
        try (Decoder decoder = new Decoder(parameters.weights(), ids.length);
                var cache = decoder.newCache()) {
            decoder.read(ids, cache, recorder);
        }
        return recorder.attention();
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void aBatchIsTheSumOfItsSequences(TrainingFixture fixture, KernelChoice choice) {
        ParameterVector parameters = fixture.parameters();
        int[][] sequences = sequences(fixture.config(), 13, 4);
        BatchPasses passes = new BatchPasses(parameters, LONGEST, choice);
        ParameterVector gradient = ParameterVector.zeros(fixture.config());
        double loss = passes.lossAndGradient(sequences, squares(sequences), gradient);
        float[] together = HostCopy.of(gradient.values());

        double[] sum = new double[together.length];
        double lossSum = 0;
        for (int[] ids : sequences) {
            int[][] alone = {ids};
            lossSum += passes.lossAndGradient(alone, squares(alone), gradient);
            float[] own = HostCopy.of(gradient.values());
            for (int j = 0; j < own.length; j++) {
                sum[j] += own[j];
            }
        }
        assertEquals(lossSum, loss, 1e-5 * Math.abs(lossSum));
        for (int j = 0; j < sum.length; j++) {
            assertEquals(sum[j], together[j], 1e-4, "parameter " + j);
        }
    }

    /** The sum over tokens of (log p)^2 / 100. */
    private static TokenLoss squares(int[][] sequences) {
        return LogProbLoss.ofNextTokens(sequences, (slice, logProb, slope) -> {
            double sum = 0;
            for (int row = 0; row < logProb.length; row++) {
                sum += logProb[row] * logProb[row] / 100;
                slope[row] = logProb[row] / 50;
            }
            return sum;
        });
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void scoresAndLogitsThatOverflowAnExponentialAreNoMatter(KernelChoice choice) {
        ParameterVector parameters = TrainingFixture.LLAMA.parameters();
        parameters.values().muli(3);
        int[][] sequences = sequences(TrainingFixture.LLAMA.config(), 5, 6);
        ReferenceLoss reference = new ReferenceLoss(parameters);
        try (BatchPasses passes = new BatchPasses(parameters, LONGEST, choice)) {
            List<Reading> readings = passes.read(sequences);
            for (int sequence = 0; sequence < sequences.length; sequence++) {
                float[] expected = reference.logProb(sequences[sequence]);
                float[] found = readings.get(sequence).logProb();
                for (int t = 0; t < expected.length; t++) {
                    assertEquals(expected[t], found[t], 1e-2 * (1 + Math.abs(expected[t])));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void threadsGiveTheSameBitsEveryTime(KernelChoice choice) {
        ParameterVector parameters = TrainingFixture.QWEN3.parameters();
        int[][] sequences = sequences(TrainingFixture.QWEN3.config(), 40, 5);
        List<float[]> gradients = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            ParameterVector gradient = ParameterVector.zeros(TrainingFixture.QWEN3.config());
            try (BatchPasses passes = new BatchPasses(parameters, LONGEST, choice)) {
                passes.lossAndGradient(sequences, squares(sequences), gradient);
            }
            gradients.add(HostCopy.of(gradient.values()));
        }
        assertArrayEquals(gradients.get(0), gradients.get(1));
        assertArrayEquals(gradients.get(0), gradients.get(2));
    }

    @Test
    void refusesSequencesItCannotRead() {
        BatchPasses passes = new BatchPasses(TrainingFixture.LLAMA.parameters(), 3);
        for (int[][] wrong : new int[][][] {{}, {{1}, {}}, {{1, 2, 3, 4}}, {{1, 40}}, {{-1}}}) {
            assertThrows(InputException.class, () -> passes.read(wrong));
        }
        assertThrows(InputException.class, () -> new BatchPasses(TrainingFixture.LLAMA.parameters(), 65));
    }
}
