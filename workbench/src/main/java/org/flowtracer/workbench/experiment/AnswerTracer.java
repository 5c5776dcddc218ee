package org.flowtracer.workbench.experiment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
    private final List<Optional<Response>> responses; // of each problem; empty where it holds no answer
    private final Deque<EmbeddingGradients> idle = new ArrayDeque<>();
    private boolean closed;

    private record Response(Problem problem, int[] tokenIds, Regions regions, TokenText asked, TokenText said) {}

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
        responses = new ArrayList<>();
        try (RolloutEngine engine =
                RolloutEngine.roomFor(model.weights(), Math.min(ROWS, problems), requests, RESPONSE_TOKENS)) {
            SamplingOptions greedy = SamplingOptions.GREEDY.withMaxTokens(RESPONSE_TOKENS);
            List<Rollout> rollouts = engine.sample(requests, greedy, 0);
            for (int index = 0; index < problems; index++) {
                responses.add(response(
                        asked.get(index),
                        requests.get(index).tokenIds(),
                        rollouts.get(index).written()));
            }
        }
    }

    private Optional<Response> response(Problem problem, int[] prompt, int[] response) {
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
        return Optional.of(new Response(problem, all, regions, model.tokenizer().decode(prompt), said));
    }

    /** What each response owes to the statements of its prompt; empty where it holds no answer. */
    List<Optional<StatementEffects>> effects() {
        List<StatementEffects.Reading> readings = responses.stream()
                .flatMap(Optional::stream)
                .map(each -> new StatementEffects.Reading(
                        each.tokenIds, each.regions, AnsweredProblem.statements(each.problem, each.asked)))
                .toList();
        Iterator<StatementEffects> effects =
                StatementEffects.of(model.weights(), readings).iterator();
        return responses.stream()
                .map(response -> response.map(each -> effects.next()))
                .toList();
    }

    /** The trace of the answer to a problem; empty if the response holds no answer. */
    Optional<AnsweredTrace> trace(int index) {
        return responses
                .get(index)
                .map(each -> new AnsweredTrace(
                        each.problem,
                        CAPTURE.trace(model, each.tokenIds, each.regions).withGradients(gradients(each)),
                        each.asked,
                        each.said));
    }

    private AnswerGradients gradients(Response of) {
        if (depth == GradientDepth.NONE) {
            return AnswerGradients.NONE;
        }
        EmbeddingGradients gradients = take();
        try {
            return depth.of(gradients, of.tokenIds, of.regions.answer());
        } finally {
            giveBack(gradients);
        }
    }

    private synchronized EmbeddingGradients take() {
        return idle.isEmpty() ? roomForAll() : idle.pop();
    }

    private synchronized void giveBack(EmbeddingGradients gradients) {
        if (closed) {
            gradients.close();
        } else {
            idle.push(gradients);
        }
    }

    private EmbeddingGradients roomForAll() {
        List<Response> all = responses.stream().flatMap(Optional::stream).toList();
        return new EmbeddingGradients(
                model.weights(),
                all.stream().mapToInt(each -> each.tokenIds.length).max().orElseThrow(),
                all.stream()
                        .mapToInt(each -> each.regions.answer().size())
                        .max()
                        .orElseThrow());
    }

    /** Gives the memory back, what a thread still uses as soon as it is done. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(EmbeddingGradients::close);
        idle.clear();
    }
}
