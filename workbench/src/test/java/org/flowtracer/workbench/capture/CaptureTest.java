package org.flowtracer.workbench.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.RotaryConfig;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle is transformers, whose numbers stand beside each checkpoint; and coarser captures follow from finer ones. */
class CaptureTest {
    private static Regions regions(JsonObject reference) {
        List<Integer> question = reference.integers("question");
        List<Integer> response = reference.integers("response_range");
        List<Integer> answer = reference.integers("answer");
        return Regions.ofRanges(
                question.get(0), question.get(1), response.get(0), response.get(1), answer.get(0), answer.get(1));
    }

    private static int[] ids(SafetensorsFile reference) throws IOException {
        return Arrays.stream(reference.tensor("input_ids").longs())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void traceEqualsTheReference(CheckpointFixture fixture) throws IOException {
        try (LanguageModel model = LanguageModel.load(fixture.folder());
                SafetensorsFile reference = fixture.referenceTensors()) {
            AttentionTrace trace = Capture.DEFAULT.trace(model, ids(reference), regions(fixture.reference()));

            assertEquals(
                    fixture.reference().integers("layers"), trace.attention().layers());
            assertArrayEquals(reference.tensor("token_logprob").floats(), trace.logProb(), 1e-3f);
            assertArrayEquals(reference.tensor("entropy").floats(), trace.entropy(), 1e-3f);
            double[] weights = reference.tensor("dag.weights").doubles();
            AttentionDag dag = AttentionDag.of(trace, DagOptions.DEFAULT);
            int n = trace.size();
            for (int from = 0; from < n; from++) {
                for (int to = 0; to < n; to++) {
                    assertEquals(weights[from * n + to], dag.weight(from, to), 1e-4, from + " -> " + to);
                }
            }
        }
    }

    @Test
    void coarserCapturesAreMeansOfFinerOnes() throws IOException {
        try (LanguageModel model = LanguageModel.load(CheckpointFixture.LLAMA3.folder());
                SafetensorsFile reference = CheckpointFixture.LLAMA3.referenceTensors()) {
            int[] ids = ids(reference);
            Regions regions = regions(CheckpointFixture.LLAMA3.reference());
            LayerBand band = LayerBand.of(1, 4);
            var heads = (Attention.PerHead)
                    new Capture(Keep.HEADS, band).trace(model, ids, regions).attention();
            var layers = (Attention.PerLayer)
                    new Capture(Keep.LAYERS, band).trace(model, ids, regions).attention();
            var weights = (Attention.Averaged)
                    new Capture(Keep.WEIGHTS, band).trace(model, ids, regions).attention();
            assertEquals(List.of(1, 2, 3), heads.layers());
            assertEquals(6, heads.headCount());
            for (int layer = 0; layer < 3; layer++) {
                assertArrayEquals(
                        mean(heads.heads().get(layer)),
                        layers.means().get(layer).packed(),
                        1e-6f);
            }
            assertArrayEquals(mean(layers.means()), weights.mean().packed(), 1e-6f);
        }
    }

    private static float[] mean(List<CausalMatrix> matrices) {
        float[] mean = new float[matrices.get(0).packed().length];
        for (int entry = 0; entry < mean.length; entry++) {
            double sum = 0;
            for (CausalMatrix matrix : matrices) {
                sum += matrix.packed()[entry];
            }
            mean[entry] = (float) (sum / matrices.size());
        }
        return mean;
    }

    @Test
    void rowsOfEveryPassSumToOne() throws IOException {
        ModelConfig config = new ModelConfig(
                Family.QWEN3,
                768,
                32,
                48,
                3,
                4,
                2,
                8,
                1e-6,
                new RotaryConfig(1e4, new RotaryConfig.Unscaled()),
                1024,
                true,
                AttentionBias.NONE,
                false,
                Set.of());
        ModelWeights weights = ModelWeights.random(config, 5);
        int[] ids = new SplittableRandom(7).ints(700, 0, 768).toArray();
        try (LanguageModel tokens = LanguageModel.load(CheckpointFixture.QWEN3.folder());
                LanguageModel model = new LanguageModel(tokens.folder(), tokens.tokenizer(), weights)) {
            AttentionTrace trace = Capture.DEFAULT.trace(model, ids, Regions.ofRanges(0, 300, 300, 700, 690, 700));
            CausalMatrix mean = ((Attention.Averaged) trace.attention()).mean();
            for (int query = 0; query < 700; query++) {
                double sum = 0;
                for (int key = 0; key <= query; key++) {
                    sum += mean.get(query, key);
                }
                assertEquals(1, sum, 1e-5, "query " + query);
            }
        }
    }

    @Test
    void refusesWhatTheModelHasNot() throws IOException {
        try (LanguageModel model = LanguageModel.load(CheckpointFixture.QWEN3.folder())) {
            Regions regions = Regions.ofRanges(0, 2, 2, 4, 3, 4);
            assertThrows(InputException.class, () -> Capture.DEFAULT.trace(model, new int[] {1, 2, 3, 768}, regions));
            assertThrows(InputException.class, () -> Capture.DEFAULT.trace(model, new int[513], regions));
            assertThrows(
                    IllegalArgumentException.class, () -> Capture.DEFAULT.trace(model, new int[] {1, 2, 3}, regions));
            Capture beyond = new Capture(Keep.WEIGHTS, LayerBand.of(4, 7));
            assertThrows(IllegalArgumentException.class, () -> beyond.trace(model, new int[] {1, 2, 3, 4}, regions));
        }
    }
}
