package org.flowtracer.workbench.experiment;

import java.util.Arrays;
import java.util.Optional;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.capture.Capture;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.text.TokenText;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * The trace of a model's own answer to a problem: the prompt is the question, and the answer stands where the task says.
 *
 * @param asked the prompt
 * @param said the response
 */
record AnsweredTrace(AttentionTrace trace, TokenText asked, TokenText said, boolean isRight) {
    /** The longest response, about twice what the longest problems of the bundled models take. */
    private static final SamplingOptions GREEDY = SamplingOptions.GREEDY.withMaxTokens(160);

    /** Lets the model answer greedily; empty if the response holds no answer. */
    static Optional<AnsweredTrace> of(LanguageModel model, Problem problem, Capture capture, GradientDepth gradients) {
        int[] prompt = model.tokenizer().encodePrompt(problem.prompt());
        int[] response = new Generator(model.weights())
                .generate(prompt, GREEDY, 0, token -> {})
                .tokenIds();
        TokenText said = model.tokenizer().decode(response);
        Positions answer;
        try {
            answer = problem.answerPattern().in(said, prompt.length);
        } catch (InputException e) {
            return Optional.empty();
        }
        int[] all = Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, all, prompt.length, response.length);
        Regions regions =
                new Regions(Positions.range(0, prompt.length), Positions.range(prompt.length, all.length), answer);
        return Optional.of(new AnsweredTrace(
                capture.trace(model, all, regions).withGradients(gradients.of(model.weights(), all, answer)),
                model.tokenizer().decode(prompt),
                said,
                problem.verify(said.text()).isRight()));
    }
}
