package org.flowtracer.workbench.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.Tokenizer;

/**
 * Lets a model answer problems and judges the answers. The same weights, problems and seed give the same responses.
 *
 * @param problems how many of the task's problems, from the first
 * @param samples how many responses a problem gets
 * @param sampling how tokens are chosen
 * @param seed of the choices
 */
public record Evaluation(int problems, int samples, SamplingOptions sampling, long seed) {
    /** Responses that are written at once. */
    private static final int ROWS = 128;

    /** @throws IllegalArgumentException if there is no problem or no sample, or several samples would all be the same */
    public Evaluation {
        if (problems < 1 || samples < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 problem and 1 sample, found " + problems + " and " + samples);
        }
        if (samples > 1 && sampling.temperature() == 0) {
            throw new IllegalArgumentException("expected a temperature above 0 for several samples a problem, found 0");
        }
    }

    /** The most likely response to each problem. */
    public static Evaluation greedy(int problems, int maxTokens) {
        return new Evaluation(problems, 1, SamplingOptions.GREEDY.withMaxTokens(maxTokens), 0);
    }

    /**
     * Answers and judges.
     *
     * @throws InputException if the task has fewer problems, or a prompt leaves the model no room for a response
     */
    public Scores of(ModelWeights weights, Tokenizer tokenizer, Task task) {
        return of(weights, tokenizer, tokenizer::encodePrompt, task);
    }

    /**
     * Answers and judges.
     *
     * @param encoding the token ids of a prompt
     * @throws InputException if the task has fewer problems, or a prompt leaves the model no room for a response
     */
    public Scores of(ModelWeights weights, Tokenizer tokenizer, Function<String, int[]> encoding, Task task) {
        int held = task.size().orElse(problems);
        if (held < problems) {
            throw new InputException("at least " + problems + " problems", held + "", "task " + task.name());
        }
        List<Problem> asked =
                IntStream.range(0, problems).parallel().mapToObj(task::problem).toList();
        List<RolloutRequest> requests = asked.stream()
                .map(problem -> RolloutRequest.of(encoding.apply(problem.prompt()), samples))
                .toList();
        List<Judged> judged = new ArrayList<>();
        try (RolloutEngine engine =
                RolloutEngine.roomFor(weights, Math.min(ROWS, problems * samples), requests, sampling.maxTokens())) {
            for (Rollout rollout : engine.sample(requests, sampling, seed)) {
                judged.add(Judged.of(asked.get(rollout.request()), rollout, tokenizer));
            }
        }
        return new Scores(samples, judged);
    }
}
