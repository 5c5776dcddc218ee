package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.capture.Capture;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.TokenText;
import org.flowtracer.workbench.train.EmbeddingGradients;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * A model's own answers to the first problems of a task, and their traces with every head of every layer: the prompt is the question, and the answer
 * stands where the task says. The model answers greedily and all problems at once; traces are taken one by one, by as many threads as ask.
 */
final class AnswerTracer implements AutoCloseable {
    /** The most tokens of a response, about twice what the longest problems of the bundled models take. */
    static final int RESPONSE_TOKENS = 160;

    /** Responses that are written at once. */
    private static final int ROWS = 128;

    private static final Capture CAPTURE = new Capture(Keep.HEADS, LayerBand.ALL);

    private final LanguageModel model;
    private final GradientDepth depth;
    private final List<Optional<Answered>> answered; // of each problem; empty where the response holds no answer
    private final ConcurrentLinkedQueue<EmbeddingGradients> idle = new ConcurrentLinkedQueue<>();

    private record Answered(Problem problem, int[] tokenIds, Regions regions, TokenText asked, TokenText said) {}

    /**
     * Lets the model answer.
     *
     * @param problems how many of the task's
     * @param depth which gradients the traces hold
     * @throws InputException if a prompt leaves the model no room for a response
     */
    AnswerTracer(LanguageModel model, Task task, int problems, GradientDepth depth) {
        this.model = model;
        this.depth = depth;
        List<Problem> asked =
                IntStream.range(0, problems).mapToObj(task::problem).toList();
        List<RolloutRequest> requests = asked.stream()
                .map(problem -> RolloutRequest.of(model.tokenizer().encodePrompt(problem.prompt()), 1))
                .toList();
        int longest = requests.stream()
                .mapToInt(request -> request.tokenIds().length)
                .max()
                .orElseThrow();
        int length = Math.min(model.config().maxPositions(), longest + RESPONSE_TOKENS);
        answered = new ArrayList<>();
        try (RolloutEngine engine = new RolloutEngine(model.weights(), Math.min(ROWS, problems), length)) {
            SamplingOptions greedy = SamplingOptions.GREEDY.withMaxTokens(RESPONSE_TOKENS);
            for (Rollout rollout : engine.sample(requests, greedy, 0)) {
                int index = rollout.request();
                answered.add(answered(asked.get(index), requests.get(index).tokenIds(), rollout.written()));
            }
        }
    }

    private Optional<Answered> answered(Problem problem, int[] prompt, int[] response) {
        TokenText said = model.tokenizer().decode(response);
        Positions answer;
        try {
            answer = problem.answerPattern().in(said, prompt.length);
        } catch (InputException e) {
            return Optional.empty();
        }
        int[] all =
                IntStream.concat(IntStream.of(prompt), IntStream.of(response)).toArray();
        Regions regions =
                new Regions(Positions.range(0, prompt.length), Positions.range(prompt.length, all.length), answer);
        return Optional.of(new Answered(problem, all, regions, model.tokenizer().decode(prompt), said));
    }

    /** The trace of the answer to a problem; empty if the response holds no answer. */
    Optional<AnsweredTrace> trace(int index) {
        return answered.get(index)
                .map(each -> new AnsweredTrace(
                        each.problem,
                        CAPTURE.trace(model, each.tokenIds, each.regions).withGradients(gradients(each)),
                        each.asked,
                        each.said));
    }

    private AnswerGradients gradients(Answered of) {
        if (depth == GradientDepth.NONE) {
            return AnswerGradients.NONE;
        }
        EmbeddingGradients free = idle.poll();
        EmbeddingGradients gradients = free == null ? roomForAll() : free;
        try {
            return depth.of(gradients, of.tokenIds, of.regions.answer());
        } finally {
            idle.add(gradients);
        }
    }

    private EmbeddingGradients roomForAll() {
        List<Answered> all = answered.stream().flatMap(Optional::stream).toList();
        return new EmbeddingGradients(
                model.weights(),
                all.stream().mapToInt(each -> each.tokenIds.length).max().orElseThrow(),
                all.stream()
                        .mapToInt(each -> each.regions.answer().size())
                        .max()
                        .orElseThrow());
    }

    @Override
    public void close() {
        idle.forEach(EmbeddingGradients::close);
    }
}
