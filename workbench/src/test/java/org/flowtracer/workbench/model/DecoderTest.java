package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oracle is transformers, whose numbers stand beside each checkpoint. */
class DecoderTest {
    private static final float LOGIT_TOLERANCE = 1e-3f;
    private static final float ATTENTION_TOLERANCE = 1e-4f;

    /** Everything a listener is shown, in one array each. */
    private static final class Everything implements PassListener {
        private final Decoder decoder;
        private final List<float[]> logits = new ArrayList<>(); // of each row [V]
        private final List<List<float[]>> attention =
                new ArrayList<>(); // of each layer, head after head within a pass, [T, K]

        private Everything(Decoder decoder) {
            this.decoder = decoder;
            for (int layer = 0; layer < decoder.config().layers(); layer++) {
                attention.add(new ArrayList<>());
            }
        }

        @Override
        public void attended(int layer, int first, INDArray weights) {
            for (int head = 0; head < weights.size(0); head++) {
                attention.get(layer).add(HostCopy.of(weights.slice(head)));
            }
        }

        @Override
        public void passed(int first, INDArray hidden) {
            INDArray block =
                    Nd4j.create(DataType.FLOAT, hidden.rows(), decoder.config().vocabulary());
            decoder.logits(hidden, block);
            for (int row = 0; row < hidden.rows(); row++) {
                logits.add(HostCopy.of(block.getRow(row)));
            }
        }
    }

    private static int[] ids(SafetensorsFile reference) throws IOException {
        return Arrays.stream(reference.tensor("input_ids").longs())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void logitsAndEveryAttentionEqualTheReference(CheckpointFixture fixture) throws IOException {
        try (LanguageModel model = LanguageModel.load(fixture.folder());
                SafetensorsFile reference = fixture.referenceTensors()) {
            int[] ids = ids(reference);
            Decoder decoder = new Decoder(model.weights(), ids.length);
            Everything seen = new Everything(decoder);
            try (KeyValueCache cache = decoder.newCache()) {
                float[] next = HostCopy.of(decoder.read(ids, cache, seen));
                assertArrayEquals(seen.logits.get(ids.length - 1), next, 1e-4f);
            }
            assertArrayEquals(reference.tensor("logits").floats(), joined(seen.logits), LOGIT_TOLERANCE);
            float[] attention =
                    joined(seen.attention.stream().map(DecoderTest::joined).toList());
            assertArrayEquals(reference.tensor("attentions").floats(), attention, ATTENTION_TOLERANCE);
            assertNothingAheadIsSeen(attention, ids.length);
        }
    }

    private static void assertNothingAheadIsSeen(float[] attention, int n) {
        for (int at = 0; at < attention.length; at++) {
            int query = at / n % n;
            int key = at % n;
            assertTrue(key <= query || attention[at] == 0, "query " + query + " sees " + key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesOfAnySizeAgree(CheckpointFixture fixture) throws IOException {
        try (LanguageModel model = LanguageModel.load(fixture.folder());
                SafetensorsFile reference = fixture.referenceTensors()) {
            int[] ids = ids(reference);
            float[] expected = reference.tensor("logits").floats();
            for (int rows : new int[] {1, 7, 32}) {
                Decoder decoder = new Decoder(model.weights(), ids.length, rows);
                Everything seen = new Everything(decoder);
                try (KeyValueCache cache = decoder.newCache()) {
                    decoder.read(ids, cache, seen);
                    assertEquals(ids.length, cache.length());
                }
                assertArrayEquals(expected, joined(seen.logits), LOGIT_TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void continuesGreedilyAsTheReference(CheckpointFixture fixture) throws IOException {
        try (LanguageModel model = LanguageModel.load(fixture.folder())) {
            var reference = fixture.reference();
            int[] prompt = model.tokenizer().encodePrompt(reference.string("prompt"));
            Generator.Response response = new Generator(withoutEnds(model.weights()))
                    .generate(prompt, SamplingOptions.GREEDY.withMaxTokens(24), 0, token -> {});
            assertEquals(
                    reference.integers("greedy"),
                    Arrays.stream(response.tokenIds()).boxed().toList());
        }
    }

    /** The reference was told to ignore the tokens that end a text. */
    private static ModelWeights withoutEnds(ModelWeights weights) {
        ModelConfig c = weights.config();
        ModelConfig endless = new ModelConfig(
                c.family(),
                c.vocabulary(),
                c.width(),
                c.feedForwardWidth(),
                c.layers(),
                c.heads(),
                c.keyValueHeads(),
                c.headWidth(),
                c.normEpsilon(),
                c.rotary(),
                c.maxPositions(),
                c.tiedEmbeddings(),
                c.attentionBias(),
                c.feedForwardBias(),
                Set.of());
        return new ModelWeights(endless, weights.embedding(), weights.layers(), weights.finalNorm(), weights.output());
    }

    @Test
    void aTruncatedCacheContinuesElsewhere() throws IOException {
        try (LanguageModel model = LanguageModel.load(CheckpointFixture.LLAMA3.folder())) {
            Decoder decoder = new Decoder(model.weights(), 16);
            try (KeyValueCache cache = decoder.newCache()) {
                decoder.read(new int[] {5, 6, 7, 8}, cache, PassListener.NONE);
                cache.truncate(2);
                float[] continued = HostCopy.of(decoder.read(new int[] {9}, cache, PassListener.NONE));
                cache.truncate(0);
                float[] fresh = HostCopy.of(decoder.read(new int[] {5, 6, 9}, cache, PassListener.NONE));
                assertArrayEquals(fresh, continued, LOGIT_TOLERANCE);
            }
        }
    }

    @Test
    void refusesTokensItCannotRead() throws IOException {
        try (LanguageModel model = LanguageModel.load(CheckpointFixture.QWEN3.folder())) {
            Decoder decoder = new Decoder(model.weights(), 4);
            try (KeyValueCache cache = decoder.newCache()) {
                assertThrows(InputException.class, () -> decoder.read(new int[] {768}, cache, PassListener.NONE));
                assertThrows(IllegalArgumentException.class, () -> decoder.read(new int[5], cache, PassListener.NONE));
                assertThrows(IllegalArgumentException.class, () -> decoder.read(new int[0], cache, PassListener.NONE));
            }
            assertThrows(InputException.class, () -> new Decoder(model.weights(), 513));
        }
    }
}
