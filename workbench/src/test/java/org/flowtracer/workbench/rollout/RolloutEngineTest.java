package org.flowtracer.workbench.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.KeyValueCache;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.PassListener;
import org.flowtracer.workbench.model.SamplingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oracle is the decoder of one sequence. */
class RolloutEngineTest {
    private static final SamplingOptions SAMPLED = new SamplingOptions(1, 0, 1, 12);

    static Stream<Path> models() {
        return Stream.concat(
                Arrays.stream(CheckpointFixture.values()).map(CheckpointFixture::folder), Stream.of(Bundled.model()));
    }

    /** Prompts of 1 to 23 tokens; along their greedy continuations the two largest logits are never closer than 5e-4. */
    private static List<int[]> prompts(ModelWeights weights) {
        SplittableRandom random = new SplittableRandom(6);
        return Stream.of(4, 23, 1, 9, 9, 16)
                .map(length ->
                        random.ints(length, 2, weights.config().vocabulary()).toArray())
                .toList();
    }

    private static List<RolloutRequest> requests(List<int[]> prompts, int samples) {
        return prompts.stream()
                .map(prompt -> RolloutRequest.of(prompt, samples))
                .toList();
    }

    private static List<Rollout> sample(
            ModelWeights weights, int rows, int maxLength, List<RolloutRequest> requests, SamplingOptions options) {
        try (RolloutEngine engine = new RolloutEngine(weights, rows, maxLength)) {
            return engine.sample(requests, options, 7);
        }
    }

    /** The log-probabilities of a response by one pass over prompt and response. */
    private static float[] logProbabilities(ModelWeights weights, int[] prompt, int[] response) {
        int[] all =
                IntStream.concat(Arrays.stream(prompt), Arrays.stream(response)).toArray();
        int V = weights.config().vocabulary();
        float[] result = new float[response.length];
        try (Decoder decoder = new Decoder(weights, all.length);
                KeyValueCache cache = decoder.newCache();
                INDArray logits = Nd4j.create(DataType.FLOAT, all.length, V)) {
            decoder.read(all, cache, new PassListener() {
                @Override
                public void passed(int first, INDArray hidden) {
                    decoder.logits(hidden, logits);
                }
            });
            float[] flat = HostCopy.of(logits);
            for (int token = 0; token < response.length; token++) {
                int from = (prompt.length + token - 1) * V;
                double sum = 0;
                for (int id = 0; id < V; id++) {
                    sum += Math.exp(flat[from + id]);
                }
                result[token] = (float) (flat[from + response[token]] - Math.log(sum));
            }
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("models")
    void greedyEqualsTheGenerator(Path folder) throws IOException {
        try (LanguageModel model = LanguageModel.load(folder)) {
            ModelWeights weights = model.weights();
            List<int[]> prompts = prompts(weights);
            SamplingOptions greedy = SamplingOptions.GREEDY.withMaxTokens(20);
            List<Rollout> rollouts = sample(weights, 6, 43, requests(prompts, 1), greedy);
            for (int request = 0; request < prompts.size(); request++) {
                Generator.Response expected =
                        new Generator(weights).generate(prompts.get(request), greedy, 0, token -> {});
                Rollout found = rollouts.get(request);
                assertEquals(request, found.request());
                assertArrayEquals(expected.tokenIds(), found.written());
                assertEquals(expected.ended(), found.ended());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void logProbabilitiesAreThoseOfOnePassOverTheText(Path folder) throws IOException {
        try (LanguageModel model = LanguageModel.load(folder)) {
            ModelWeights weights = model.weights();
            List<int[]> prompts = prompts(weights);
            for (SamplingOptions options : List.of(SAMPLED, new SamplingOptions(0.7, 5, 0.9, 12))) {
                List<Rollout> rollouts = sample(weights, 18, 35, requests(prompts, 3), options);
                assertEquals(18, rollouts.size());
                for (Rollout rollout : rollouts) {
                    assertArrayEquals(
                            logProbabilities(weights, prompts.get(rollout.request()), rollout.tokenIds()),
                            rollout.logProbabilities(),
                            1e-4f);
                }
            }
        }
    }

    @Test
    void aResponseDoesNotDependOnThoseBesideIt() throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            ModelWeights weights = model.weights();
            List<RolloutRequest> requests = requests(prompts(weights), 4);
            List<Rollout> together = sample(weights, 24, 50, requests, SAMPLED);
            List<Rollout> inWaves = sample(weights, 5, 40, requests, SAMPLED);
            for (int j = 0; j < together.size(); j++) {
                assertEquals(j / 4, together.get(j).request());
                assertEquals(j % 4, together.get(j).sample());
                assertArrayEquals(together.get(j).tokenIds(), inWaves.get(j).tokenIds());
            }
            assertNotEquals(
                    Arrays.toString(together.get(0).tokenIds()),
                    Arrays.toString(together.get(1).tokenIds()));
        }
    }

    @Test
    void aRowMayBeFilledToTheLastToken() throws IOException {
        try (LanguageModel model = LanguageModel.load(CheckpointFixture.LLAMA3.folder())) {
            ModelWeights weights = model.weights();
            List<int[]> prompts = prompts(weights);
            SamplingOptions endless = SamplingOptions.GREEDY;
            for (Rollout rollout : sample(weights, 6, 24, requests(prompts, 1), endless)) {
                int[] prompt = prompts.get(rollout.request());
                assertFalse(rollout.ended(), "these prompts run on");
                assertEquals(24, prompt.length + rollout.tokenIds().length);
                assertArrayEquals(
                        new Generator(weights)
                                .generate(prompt, endless.withMaxTokens(24 - prompt.length), 0, token -> {})
                                .tokenIds(),
                        rollout.tokenIds());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aTextWhoseStartIsHiddenIsTheRestAlone(Path folder) throws IOException {
        // Positions are told apart by their distance only, and nothing before the rest is seen.
        try (LanguageModel model = LanguageModel.load(folder)) {
            ModelWeights weights = model.weights();
            List<RolloutRequest> hidden = new ArrayList<>();
            List<RolloutRequest> cut = new ArrayList<>();
            for (int[] prompt : prompts(weights)) {
                int kept = prompt.length / 2;
                hidden.add(new RolloutRequest(prompt, 2, Positions.range(0, kept)));
                cut.add(RolloutRequest.of(Arrays.copyOfRange(prompt, kept, prompt.length), 2));
            }
            assertAlike(sample(weights, 12, 40, cut, SAMPLED), sample(weights, 12, 40, hidden, SAMPLED));
        }
    }

    @Test
    void whatIsHiddenDoesNotMatter() throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            ModelWeights weights = model.weights();
            int[] prompt = prompts(weights).get(1);
            int[] other = prompt.clone();
            other[7] = prompt[7] == 9 ? 10 : 9;
            Positions one = Positions.of(7);
            List<Rollout> rollouts = sample(
                    weights,
                    4,
                    40,
                    List.of(
                            new RolloutRequest(prompt, 1, one),
                            RolloutRequest.of(prompt, 1),
                            RolloutRequest.of(other, 1),
                            new RolloutRequest(other, 1, one)),
                    SamplingOptions.GREEDY.withMaxTokens(12));
            assertArrayEquals(
                    rollouts.get(0).logProbabilities(), rollouts.get(3).logProbabilities(), 1e-5f);
            assertTrue(Math.abs(rollouts.get(1).logProbabilities()[0]
                            - rollouts.get(2).logProbabilities()[0])
                    > 1e-4);
        }
    }

    private static void assertAlike(List<Rollout> expected, List<Rollout> found) {
        assertEquals(expected.size(), found.size());
        for (int j = 0; j < expected.size(); j++) {
            assertArrayEquals(expected.get(j).tokenIds(), found.get(j).tokenIds());
            assertArrayEquals(expected.get(j).logProbabilities(), found.get(j).logProbabilities(), 1e-4f);
        }
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            ModelWeights weights = model.weights();
            assertThrows(IllegalArgumentException.class, () -> new RolloutEngine(weights, 0, 8));
            assertThrows(IllegalArgumentException.class, () -> new RolloutEngine(weights, 1, 1));
            assertThrows(InputException.class, () -> new RolloutEngine(weights, 1, 513));
            assertThrows(IllegalArgumentException.class, () -> RolloutRequest.of(new int[0], 1));
            assertThrows(IllegalArgumentException.class, () -> RolloutRequest.of(new int[] {3}, 0));
            assertThrows(IllegalArgumentException.class, () -> new RolloutRequest(new int[] {3}, 1, Positions.of(1)));
            assertEquals(
                    "expected at most 7 tokens, found 8, in the prompt of request 1",
                    assertThrows(
                                    InputException.class,
                                    () -> sample(weights, 1, 8, requests(List.of(new int[1], new int[8]), 1), SAMPLED))
                            .getMessage());
            assertEquals(List.of(), sample(weights, 1, 8, List.of(), SAMPLED));
        }
    }
}
