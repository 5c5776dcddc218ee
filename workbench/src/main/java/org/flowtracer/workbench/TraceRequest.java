package org.flowtracer.workbench;

import java.util.Optional;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.text.AnswerPattern;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * What to trace, and how.
 *
 * @param prompt the text that asks
 * @param chat whether the model's chat template is put around the prompt
 * @param response the text that answers; empty to let the model write it
 * @param question which tokens ask; empty for the whole prompt
 * @param answer which tokens of the response are the answer
 * @param sampling how the model writes
 * @param seed of the draws
 * @param dag how attention becomes a graph
 * @param flow how flow enters and leaves it
 * @param keep the least of the attention that is captured
 * @param gradients which gradients of the answer are taken; empty for the deepest that take seconds at most
 */
public record TraceRequest(
        String prompt,
        boolean chat,
        Optional<String> response,
        Optional<Positions> question,
        AnswerPattern answer,
        SamplingOptions sampling,
        long seed,
        DagOptions dag,
        FlowOptions flow,
        Keep keep,
        Optional<GradientDepth> gradients) {
    public static final long SEED_DEFAULT = 1;

    /** A prompt that the model answers greedily, with the paper's choices for all the rest. */
    public static TraceRequest of(String prompt) {
        return new TraceRequest(
                prompt,
                false,
                Optional.empty(),
                Optional.empty(),
                AnswerPattern.AUTO,
                SamplingOptions.GREEDY,
                SEED_DEFAULT,
                DagOptions.DEFAULT,
                FlowOptions.DEFAULT,
                Keep.WEIGHTS,
                Optional.empty());
    }

    public TraceRequest withChat(boolean choice) {
        return new TraceRequest(prompt, choice, response, question, answer, sampling, seed, dag, flow, keep, gradients);
    }

    public TraceRequest withResponse(String text) {
        return new TraceRequest(
                prompt, chat, Optional.of(text), question, answer, sampling, seed, dag, flow, keep, gradients);
    }

    public TraceRequest withQuestion(Positions tokens) {
        return new TraceRequest(
                prompt, chat, response, Optional.of(tokens), answer, sampling, seed, dag, flow, keep, gradients);
    }

    public TraceRequest withAnswer(AnswerPattern pattern) {
        return new TraceRequest(prompt, chat, response, question, pattern, sampling, seed, dag, flow, keep, gradients);
    }

    public TraceRequest withSampling(SamplingOptions options, long seedOfDraws) {
        return new TraceRequest(
                prompt, chat, response, question, answer, options, seedOfDraws, dag, flow, keep, gradients);
    }

    public TraceRequest withDag(DagOptions options) {
        return new TraceRequest(
                prompt, chat, response, question, answer, sampling, seed, options, flow, keep, gradients);
    }

    public TraceRequest withFlow(FlowOptions options) {
        return new TraceRequest(
                prompt, chat, response, question, answer, sampling, seed, dag, options, keep, gradients);
    }

    public TraceRequest withKeep(Keep choice) {
        return new TraceRequest(prompt, chat, response, question, answer, sampling, seed, dag, flow, choice, gradients);
    }

    public TraceRequest withGradients(GradientDepth depth) {
        return new TraceRequest(
                prompt, chat, response, question, answer, sampling, seed, dag, flow, keep, Optional.of(depth));
    }
}
