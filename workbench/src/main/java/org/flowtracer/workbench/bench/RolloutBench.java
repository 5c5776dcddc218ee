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
 */
public record RolloutBench(
        ModelConfig config, int prompts, int samples, int promptTokens, int newTokens, int rounds, long seed) {
    public static final RolloutBench DEFAULT = new RolloutBench(TrainBench.QWEN3_1M, 256, 1, 32, 64, 7, 1);

    private static final int WARM_UP_ROUNDS = 3;

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
        Turns turns;
        try (RolloutEngine engine = new RolloutEngine(weights, prompts * samples, promptTokens + newTokens)) {
            turns = new Turns(rounds, WARM_UP_ROUNDS)
                    .with("rollout", () -> engine.sample(requests, options, seed))
                    .run();
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
        return result;
    }

    /** Tokens a second, to four significant digits. */
    private static double speed(int tokens, double milliseconds) {
        return new BigDecimal(1e3 * tokens / milliseconds)
                .round(new MathContext(4))
                .doubleValue();
    }
}
