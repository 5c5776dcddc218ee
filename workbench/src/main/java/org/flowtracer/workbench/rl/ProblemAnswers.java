package org.flowtracer.workbench.rl;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.text.Tokenizer;

/** Lets a model answer problems, and has the answers judged. */
final class ProblemAnswers {
    private final Tokenizer tokenizer;
    private final RolloutEngine engine;
    private final int longestPrompt;

    ProblemAnswers(Tokenizer tokenizer, RolloutEngine engine, int longestPrompt) {
        this.tokenizer = tokenizer;
        this.engine = engine;
        this.longestPrompt = longestPrompt;
    }

    /**
     * The tokens that ask a problem.
     *
     * @param longestPrompt the most there may be
     * @throws InputException if they are too many
     */
    static int[] prompt(Problem problem, Tokenizer tokenizer, int longestPrompt) {
        int[] prompt = tokenizer.encodePrompt(problem.prompt());
        if (prompt.length > longestPrompt) {
            throw new InputException(
                    "prompts of at most " + longestPrompt + " tokens (longest_prompt)",
                    prompt.length + "",
                    "the problem " + problem.key());
        }
        return prompt;
    }

    /**
     * A group for each problem.
     *
     * @throws InputException if a prompt is too long
     */
    List<SampledGroup> sample(List<Problem> problems, int samples, SamplingOptions options, long seed) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (Problem problem : problems) {
            requests.add(RolloutRequest.of(prompt(problem, tokenizer, longestPrompt), samples));
        }
        List<Rollout> rollouts = engine.sample(requests, options, seed);
        List<SampledGroup> groups = new ArrayList<>();
        for (int j = 0; j < problems.size(); j++) {
            Problem problem = problems.get(j);
            int[] prompt = requests.get(j).tokenIds();
            groups.add(new SampledGroup(rollouts.subList(j * samples, (j + 1) * samples).stream()
                    .map(rollout -> new SampledResponse(prompt, rollout, Judged.of(problem, rollout, tokenizer)))
                    .toList()));
        }
        return groups;
    }
}
