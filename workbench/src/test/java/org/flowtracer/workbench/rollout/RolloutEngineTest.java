package org.flowtracer.workbench.rollout;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.PassListener;
import org.flowtracer.workbench.model.RotaryConfig;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.model.SlowWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oracle is the decoder of one sequence. */
class RolloutEngineTest {
    private static final SamplingOptions SAMPLED = new SamplingOptions(1, 0, 1, 12);

    private static final ModelConfig GENERATED = new ModelConfig(
            Family.QWEN3,
            64,
            32,
            48,
            2,
            4,
            2,
            8,
            1e-6,
            new RotaryConfig(1e4, new RotaryConfig.Unscaled()),
            64,
            false,
            AttentionBias.QUERY_KEY_VALUE_OUTPUT,
            true,
            Set.of());

    /** ND4J's operations, and MKL's on two threads where MKL is. */
    static IntStream threads() {
        return Mkl.isAvailable() ? IntStream.of(0, 2) : IntStream.of(0);
    }

    static Stream<Arguments> models() {
        Stream<Path> folders = Stream.concat(
                Arrays.stream(CheckpointFixture.values()).map(CheckpointFixture::folder), Stream.of(Bundled.model()));
        return folders.flatMap(folder -> threads().mapToObj(threads -> Arguments.of(folder, threads)));
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
            int threads,
            ModelWeights weights,
            int rows,
            int maxLength,
            List<RolloutRequest> requests,
            SamplingOptions options) {
        try (RolloutEngine engine = new RolloutEngine(weights, rows, maxLength, threads)) {
            return engine.sample(requests, options, 7);
        }
    }

    /** The log-probabilities of a response by one pass over prompt and response. */
    private static float[] logProbabilities(ModelWeights weights, int[] prompt, int[] response) {
        int[] all =
                IntStream.concat(Arrays.stream(prompt), Arrays.stream(response)).toArray();
        int V = weights.config().vocabulary();
        float[] result = new float[response.length];
        try (Decoder decoder = new Decoder(weights, all.length, all.length);
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
    void greedyEqualsTheGenerator(Path folder, int threads) throws IOException {
        try (LanguageModel model = LanguageModel.load(folder)) {
            ModelWeights weights = model.weights();
            List<int[]> prompts = prompts(weights);
            SamplingOptions greedy = SamplingOptions.GREEDY.withMaxTokens(20);
            List<Rollout> rollouts = sample(threads, weights, 6, 43, requests(prompts, 1), greedy);
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
    void logProbabilitiesAreThoseOfOnePassOverTheText(Path folder, int threads) throws IOException {
        try (LanguageModel model = LanguageModel.load(folder)) {
            ModelWeights weights = model.weights();
            List<int[]> prompts = prompts(weights);
            for (SamplingOptions options : List.of(SAMPLED, new SamplingOptions(0.7, 5, 0.9, 12))) {
                List<Rollout> rollouts = sample(threads, weights, 18, 35, requests(prompts, 3), options);
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

    @ParameterizedTest
    @MethodSource("threads")
    void aResponseDoesNotDependOnThoseBesideIt(int threads) throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            ModelWeights weights = model.weights();
            List<RolloutRequest> requests = requests(prompts(weights), 4);
            List<Rollout> together = sample(threads, weights, 24, 50, requests, SAMPLED);
            List<Rollout> inWaves = sample(threads, weights, 5, 40, requests, SAMPLED);
            for (int j = 0; j < together.size(); j++) {
                assertEquals(j / 4, together.get(j).request());
                assertEquals(j % 4, together.get(j).sample());
                assertArrayEquals(together.get(j).tokenIds(), inWaves.get(j).tokenIds());
            }
            long different = together.stream()
                    .map(rollout -> Arrays.toString(rollout.tokenIds()))
                    .distinct()
                    .count();
            assertTrue(different > requests.size(), "samples of one prompt differ");
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void aRowMayBeFilledToTheLastToken(int threads) throws IOException {
        try (LanguageModel model = LanguageModel.load(CheckpointFixture.LLAMA3.folder())) {
            ModelWeights weights = model.weights();
            List<int[]> prompts = prompts(weights);
            SamplingOptions endless = SamplingOptions.GREEDY;
            for (Rollout rollout : sample(threads, weights, 6, 24, requests(prompts, 1), endless)) {
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
    void aTextWhoseStartIsHiddenIsTheRestAlone(Path folder, int threads) throws IOException {
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
            assertAlike(
                    sample(threads, weights, 12, 40, cut, SAMPLED), sample(threads, weights, 12, 40, hidden, SAMPLED));
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void whatIsHiddenDoesNotMatter(int threads) throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            ModelWeights weights = model.weights();
            int[] prompt = prompts(weights).get(1);
            int[] other = prompt.clone();
            other[7] = prompt[7] == 9 ? 10 : 9;
            Positions one = Positions.of(7);
            List<Rollout> rollouts = sample(
                    threads,
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

    @ParameterizedTest
    @MethodSource("threads")
    void promptsOfManyPassesAreReadWhole(int threads) throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            ModelWeights weights = model.weights();
            SplittableRandom random = new SplittableRandom(3);
            List<int[]> prompts = Stream.of(90, 300, 2, 129)
                    .map(length -> random.ints(length, 2, 64).toArray())
                    .toList();
            for (Rollout rollout : sample(threads, weights, 8, 310, requests(prompts, 2), SAMPLED)) {
                assertArrayEquals(
                        logProbabilities(weights, prompts.get(rollout.request()), rollout.tokenIds()),
                        rollout.logProbabilities(),
                        1e-4f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void sharpAttentionDoesNotOverflow(int threads) {
        ModelWeights weights = ModelWeights.random(GENERATED, 3);
        weights.layers()
                .forEach(layer ->
                        requireNonNull(layer.attention().queryNorm()).weight().muli(60));
        List<int[]> prompts = prompts(weights);
        List<RolloutRequest> requests = prompts.stream()
                .map(prompt -> new RolloutRequest(
                        prompt, 2, prompt.length > 5 ? Positions.range(0, prompt.length / 2) : Positions.of()))
                .toList();
        for (Rollout rollout : sample(threads, weights, 12, 40, requests, SAMPLED)) {
            RolloutRequest request = requests.get(rollout.request());
            int[] seen = Arrays.copyOfRange(request.tokenIds(), request.hidden().size(), request.tokenIds().length);
            assertArrayEquals(logProbabilities(weights, seen, rollout.tokenIds()), rollout.logProbabilities(), 2e-3f);
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void weightsMayChangeBetweenCalls(int threads) {
        ModelWeights weights = ModelWeights.random(GENERATED, 3);
        List<RolloutRequest> requests = requests(prompts(weights), 2);
        try (RolloutEngine engine = new RolloutEngine(weights, 12, 40, threads)) {
            engine.sample(requests, SAMPLED, 7);
            weights.layers().forEach(layer -> {
                layer.attention().value().weight().muli(5);
                requireNonNull(layer.attention().queryNorm()).weight().muli(3);
                layer.feedForwardNorm().weight().muli(2);
            });
            assertAlike(sample(threads, weights, 12, 40, requests, SAMPLED), engine.sample(requests, SAMPLED, 7));
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void givenResponsesAreReadAsTheyWereSampled(int threads) {
        ModelWeights weights = ModelWeights.random(GENERATED, 3);
        List<RolloutRequest> requests = requests(prompts(weights), 1);
        try (RolloutEngine engine = new RolloutEngine(weights, 4, 40, threads)) {
            List<Rollout> sampled = engine.sample(requests, SAMPLED, 7);
            assertAlike(
                    sampled,
                    engine.read(
                            requests, sampled.stream().map(Rollout::tokenIds).toList()));
        }
    }

    @Test
    void threadsDoNotMatter() throws IOException {
        assumeTrue(Mkl.isAvailable(), "MKL computes");
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            List<RolloutRequest> requests = requests(prompts(model.weights()), 20);
            List<Rollout> one = sample(1, model.weights(), 120, 40, requests, SAMPLED);
            List<Rollout> three = sample(3, model.weights(), 120, 40, requests, SAMPLED);
            for (int j = 0; j < one.size(); j++) {
                assertArrayEquals(one.get(j).tokenIds(), three.get(j).tokenIds());
            }
            List<Rollout> again = sample(3, model.weights(), 120, 40, requests, SAMPLED);
            for (int j = 0; j < three.size(); j++) {
                assertArrayEquals(three.get(j).logProbabilities(), again.get(j).logProbabilities());
            }
        }
    }

    /** Ends every response with its first token, in its own time. */
    private record SlowDecoder(SlowWork work, AtomicInteger closed) implements BatchDecoder {
        @Override
        public float[] start(List<RolloutRequest> prompts) {
            work.run();
            return new float[prompts.size() * GENERATED.vocabulary()];
        }

        @Override
        public void arrange(int[] sources) {}

        @Override
        public float[] step(int[] tokenIds) {
            throw new AssertionError("one token is all");
        }

        @Override
        public void close() {
            assertEquals(0, work.inside(), "closed under a worker");
            closed.incrementAndGet();
        }
    }

    @Test
    void memoryIsNotGivenBackUnderAWorker() throws InterruptedException {
        List<RolloutRequest> requests = requests(List.of(new int[] {3}, new int[] {4}), 1);
        SamplingOptions oneToken = new SamplingOptions(1, 0, 1, 1);

        SlowWork interrupted = new SlowWork();
        AtomicInteger closed = new AtomicInteger();
        try (RolloutEngine engine = slow(interrupted, closed)) {
            interrupted.assertAwaitedWhenInterrupted(() -> engine.sample(requests, oneToken, 1));
        }
        assertEquals(2, closed.get());

        SlowWork running = new SlowWork();
        RolloutEngine engine = slow(running, closed);
        running.assertAwaitedByClose(() -> engine.sample(requests, oneToken, 1), engine::close);
        assertEquals(4, closed.get());
    }

    private static RolloutEngine slow(SlowWork work, AtomicInteger closed) {
        return new RolloutEngine(
                GENERATED, 1, 4, List.of(new SlowDecoder(work, closed), new SlowDecoder(work, closed)));
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
                                    () -> sample(
                                            0, weights, 1, 8, requests(List.of(new int[1], new int[8]), 1), SAMPLED))
                            .getMessage());
            assertEquals(List.of(), sample(0, weights, 1, 8, List.of(), SAMPLED));
        }
    }
}
