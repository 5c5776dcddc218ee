package org.flowtracer.workbench.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;

/**
 * How fast responses are sampled at temperature 1: random weights, random prompts, responses that all run to their limit, log-probabilities
 * included. {@code bench/peers/rollout.py} measures the same in PyTorch.
 *
 * @param config the model's shape, without an end token
 * @param prompts how many prompts
 * @param samples how many responses each gets
 * @param promptTokens how long each prompt is
 * @param newTokens how long each response is
 * @param rounds how often all are sampled
 * @param seed of weights, prompts and responses
 * @param profiled whether to tell where the time goes, see {@link StackProfile}
 */
public record RolloutBench(
        ModelConfig config,
        int prompts,
        int samples,
        int promptTokens,
        int newTokens,
        int rounds,
        long seed,
        boolean profiled) {
    public static final RolloutBench DEFAULT = new RolloutBench(TrainBench.QWEN3_1M, 256, 1, 32, 64, 7, 1, false);

    private static final int WARM_UP_ROUNDS = 3;

    /** What takes less is left out of the profile. */
    private static final double LEAST_SHARE = 0.005;

    /**
     * Measures. Speeds count the tokens of the responses, and the time from the prompts to the last of them.
     *
     * @return settings and results in the order to print them
     */
    public Map<String, Object> run() {
        ComputeBackend backend = ComputeBackend.start();
        ModelWeights weights = ModelWeights.random(config, seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<RolloutRequest> requests = IntStream.range(0, prompts)
                .mapToObj(prompt -> RolloutRequest.of(
                        random.ints(promptTokens, 0, config.vocabulary()).toArray(), samples))
                .toList();
        SamplingOptions options = new SamplingOptions(1, 0, 1, newTokens);
        Map<String, Double> shares = new LinkedHashMap<>();
        Turns turns;
        try (RolloutEngine engine = new RolloutEngine(weights, prompts * samples, promptTokens + newTokens)) {
            turns = new Turns(rounds, WARM_UP_ROUNDS)
                    .with("rollout", () -> engine.sample(requests, options, seed))
                    .run();
            if (profiled) {
                shares.putAll(shares(rounds, () -> engine.sample(requests, options, seed)));
            }
        }
        int tokens = prompts * samples * newTokens;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "rollout");
        result.put("rollout_tokens_per_second", speed(tokens, turns.median("rollout")));
        result.put("rollout_tokens_per_second_fastest", speed(tokens, turns.shortest("rollout")));
        result.put("parameters", config.parameters());
        result.put("layers", config.layers());
        result.put("width", config.width());
        result.put("feed_forward_width", config.feedForwardWidth());
        result.put("vocabulary", config.vocabulary());
        result.put("prompts", prompts);
        result.put("samples", samples);
        result.put("prompt_tokens", promptTokens);
        result.put("new_tokens", newTokens);
        result.put("rounds", rounds);
        result.put("blas", backend.blas());
        result.put("blas_threads", backend.blasThreads());
        result.put("threads", backend.threads());
        result.put("processors", backend.cores());
        if (profiled) {
            result.put("share_of_time", shares);
        }
        return result;
    }

    /** Where the engine's threads spend their time, in rounds of their own, so that looking at them slows nothing that is timed. */
    private static Map<String, Double> shares(int rounds, Runnable rollout) {
        StackProfile profile = new StackProfile(RolloutEngine.THREAD_NAME);
        try (profile) {
            for (int round = 0; round < rounds; round++) {
                rollout.run();
            }
        }
        Map<String, Double> shares = profile.shares();
        shares.replaceAll((place, share) -> rounded(share, 2));
        shares.values().removeIf(share -> share < LEAST_SHARE);
        return shares;
    }

    /** Tokens a second. */
    private static double speed(int tokens, double milliseconds) {
        return rounded(1e3 * tokens / milliseconds, 4);
    }

    private static double rounded(double value, int significantDigits) {
        return new BigDecimal(value).round(new MathContext(significantDigits)).doubleValue();
    }
}
