package org.flowtracer.workbench.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rl.Method;
import org.flowtracer.workbench.rl.RlConfig;
import org.flowtracer.workbench.rl.SampledResponse;
import org.flowtracer.workbench.rl.TracedCredit;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.text.AnswerPattern;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.AdamW;
import org.flowtracer.workbench.train.Kept;
import org.flowtracer.workbench.train.LogProbLoss;
import org.flowtracer.workbench.train.ParameterVector;
import org.flowtracer.workbench.train.Reading;
import org.flowtracer.workbench.train.TrainingStep;

/**
 * What token credit costs in a step of reinforcement learning, against the length of responses: the capture of attention in the pass for
 * log-probabilities, which a step makes anyway, then graph, scores and weights. A random model writes responses of exactly that length.
 *
 * @param config the model's shape
 * @param promptTokens of each prompt
 * @param responseTokens of each response; the last eighth of them is taken for the answer
 * @param batchTokens of a step, about; responses are as many as fit
 * @param methods whose cost is measured
 * @param rounds how often each is timed
 * @param seed of the parameters, prompts and responses
 */
public record CreditBench(
        ModelConfig config,
        int promptTokens,
        int responseTokens,
        int batchTokens,
        List<String> methods,
        int rounds,
        long seed) {
    /** A model of 1.2 M parameters, and methods of which the first is FlowTracer. */
    public static final CreditBench DEFAULT = new CreditBench(
            TrainBench.QWEN3_1M,
            32,
            96,
            16_384,
            List.of("throughput", "path-mass", "entropy", "attention-received-max", "pagerank", "betweenness"),
            5,
            1);

    private static final double LEARNING_RATE = 1e-4;
    private static final int ANSWER_SHARE = 8;
    private static final int WARM_UP_ROUNDS = 2;

    /** @throws IllegalArgumentException if there are too few tokens, methods or rounds, or prompt and response are longer than the model takes */
    public CreditBench {
        if (promptTokens < 1 || responseTokens < ANSWER_SHARE || rounds < 1 || methods.isEmpty()) {
            throw new IllegalArgumentException("expected at least 1 token of a prompt, " + ANSWER_SHARE
                    + " of a response, 1 round and 1 method, found " + promptTokens + ", " + responseTokens + ", "
                    + rounds
                    + " and " + methods);
        }
        config.requireLength((long) promptTokens + responseTokens, "a prompt and its response");
        methods = List.copyOf(methods);
    }

    private int sequences() {
        return Math.max(1, batchTokens / (promptTokens + responseTokens));
    }

    /**
     * Measures, after {@link Turns}' warm-up.
     *
     * @return settings and results in the order to print them; times in seconds, medians over rounds; {@code cost} of a method is capture and
     *     credit together as a share of a whole step, and of one without its sampling
     */
    public Map<String, Object> run() throws IOException {
        ComputeBackend backend = ComputeBackend.start();
        ParameterVector parameters = ParameterVector.random(config, seed);
        int longest = promptTokens + responseTokens;
        List<RolloutRequest> requests = requests();
        SamplingOptions options = new SamplingOptions(1, 0, 1, responseTokens);
        try (Tokenizer tokenizer = Tokenizer.open(Bundled.model());
                RolloutEngine engine = new RolloutEngine(parameters.weights(), sequences(), longest);
                TrainingStep training = new TrainingStep(parameters, AdamW.Settings.DEFAULT, 1, longest)) {
            List<SampledResponse> responses = engine.sample(requests, options, seed).stream()
                    .map(rollout -> response(requests.get(rollout.request()), rollout, tokenizer))
                    .toList();
            int[][] tokenIds = responses.stream().map(SampledResponse::tokenIds).toArray(int[][]::new);
            LogProbLoss loss = LogProbLoss.ofNextTokens(tokenIds, (slice, logProb, slope) -> {
                Arrays.fill(slope, -1f / slope.length);
                return 0;
            });
            Map<Kept, List<Reading>> readings = new LinkedHashMap<>();
            for (String method : methods) {
                readings.computeIfAbsent(
                        credit(method, tokenizer).kept(),
                        kept -> training.passes().read(tokenIds, kept));
            }
            List<double[]> advantages = responses.stream()
                    .map(response -> new double[] {response.rollout().sample() % 2 == 0 ? 1 : -1})
                    .toList();
            Turns turns = new Turns(rounds, WARM_UP_ROUNDS)
                    .with("rollout", () -> engine.sample(requests, options, seed))
                    .with("read", () -> training.passes().read(tokenIds))
                    .with("update", () -> training.run(tokenIds, loss, LEARNING_RATE));
            for (Kept kept : readings.keySet()) {
                turns.with(captureOf(kept), () -> training.passes().read(tokenIds, kept));
            }
            for (String method : methods) {
                TracedCredit credit = credit(method, tokenizer);
                List<Reading> own = readings.getOrDefault(credit.kept(), List.of());
                turns.with(method, () -> credit.weights(responses, own, advantages, 1));
            }
            turns.run();
            Map<String, Double> captures = new LinkedHashMap<>();
            for (String method : methods) {
                double read = turns.median(captureOf(credit(method, tokenizer).kept()));
                captures.put(method, Math.max(0, read - turns.median("read")));
            }
            return results(turns, captures, backend);
        }
    }

    private List<RolloutRequest> requests() {
        Random random = new Random(seed);
        return Stream.generate(() -> RolloutRequest.of(
                        random.ints(promptTokens, 0, config.vocabulary()).toArray(), 1))
                .limit(sequences())
                .toList();
    }

    /** What the problem is does not matter: nothing but the response's tokens is looked at. */
    private SampledResponse response(RolloutRequest request, Rollout rollout, Tokenizer tokenizer) {
        Problem any = Tasks.generator(Tasks.NAMES.get(0), Split.TRAIN, seed).problem(0);
        return new SampledResponse(request.tokenIds(), rollout, Judged.of(any, rollout, tokenizer));
    }

    private TracedCredit credit(String method, Tokenizer tokenizer) {
        int end = promptTokens + responseTokens;
        AnswerPattern answer = new AnswerPattern((end - responseTokens / ANSWER_SHARE) + ".." + end);
        return new TracedCredit(
                RlConfig.DEFAULT.withMethod(Method.named(method)).withAnswer(answer), config, tokenizer);
    }

    private static String captureOf(Kept kept) {
        return "read keeping " + kept;
    }

    private Map<String, Object> results(Turns turns, Map<String, Double> captures, ComputeBackend backend) {
        double step = turns.median("rollout") + turns.median("read") + turns.median("update");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "credit");
        result.put("prompt_tokens", promptTokens);
        result.put("response_tokens", responseTokens);
        result.put("responses", sequences());
        result.put("rollout_seconds", seconds(turns.median("rollout")));
        result.put("read_seconds", seconds(turns.median("read")));
        result.put("update_seconds", seconds(turns.median("update")));
        for (String method : methods) {
            double capture = captures.getOrDefault(method, 0.0);
            double cost = capture + turns.median(method);
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("capture_seconds", seconds(capture));
            of.put("credit_seconds", seconds(turns.median(method)));
            of.put("cost", round(cost / step));
            of.put("cost_without_rollout", round(cost / (step - turns.median("rollout"))));
            result.put(method, of);
        }
        result.put("parameters", config.parameters());
        result.put("rounds", rounds);
        result.put("blas", backend.blas());
        result.put("threads", backend.threads());
        result.put("processors", backend.cores());
        return result;
    }

    private static double seconds(double milliseconds) {
        return round(milliseconds / 1e3);
    }

    /** To four significant digits. */
    private static double round(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
