package org.flowtracer.workbench.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Statement;
import org.flowtracer.workbench.text.TokenText;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.Reading;

/**
 * VinePPO: each token of a step of a response has what the step changed ({@link StepAdvantage}), where the value of a state is the mean reward of
 * continuations that the policy itself writes from there. A response is cut into the steps that its task knows, else into lines. Responses that
 * begin alike share the continuations of their common states, the prompt among them.
 *
 * <p>Source: Kazemnejad et al., arXiv 2410.01679.
 */
final class Continuations implements AdvantageSource {
    private final RlConfig config;
    private final Tokenizer tokenizer;
    private final RolloutEngine engine;

    Continuations(RlConfig config, Tokenizer tokenizer, RolloutEngine engine) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.engine = engine;
    }

    /** A place from which the policy goes on: the tokens of a prompt and of the response so far. */
    private record State(Problem problem, List<Integer> tokenIds, int promptTokens) {}

    @Override
    public List<SampledGroup> lesson(List<SampledGroup> groups) {
        return groups;
    }

    @Override
    public List<double[]> advantages(List<SampledGroup> lesson, List<Reading> readings, int step) {
        List<SampledResponse> responses = SampledGroup.responses(lesson);
        List<List<Integer>> starts = responses.stream().map(this::starts).toList();
        Map<State, Double> values = new LinkedHashMap<>();
        for (int j = 0; j < responses.size(); j++) {
            for (int start : starts.get(j)) {
                values.put(state(responses.get(j), start), 0.0);
            }
        }
        estimate(values, Seeds.CONTINUATIONS.at(config.seed(), step));
        List<double[]> advantages = new ArrayList<>();
        for (int j = 0; j < responses.size(); j++) {
            SampledResponse response = responses.get(j);
            double[] before = starts.get(j).stream()
                    .mapToDouble(start -> values.getOrDefault(state(response, start), 0.0))
                    .toArray();
            advantages.add(StepAdvantage.of(starts.get(j), before, response.reward(), response.length()));
        }
        return config.valuing().whitened(advantages);
    }

    private static State state(SampledResponse response, int start) {
        int promptTokens = response.prompt().length;
        List<Integer> tokenIds = Arrays.stream(response.tokenIds(), 0, promptTokens + start)
                .boxed()
                .toList();
        return new State(response.judged().problem(), tokenIds, promptTokens);
    }

    /** The tokens at which the steps of a response begin; the first is 0. */
    private List<Integer> starts(SampledResponse response) {
        TokenText said = tokenizer.decode(response.rollout().written());
        List<Statement> steps = response.judged().problem().steps(said.text());
        List<Integer> starts = new ArrayList<>(List.of(0));
        if (steps.isEmpty()) {
            for (int end = said.text().indexOf('\n');
                    end >= 0;
                    end = said.text().indexOf('\n', end + 1)) {
                add(said, end + 1, starts);
            }
        } else {
            steps.forEach(each -> add(said, each.from(), starts));
        }
        return starts;
    }

    /** Adds the first token that begins at or after a character, if a step does not begin there already. */
    private static void add(TokenText said, int from, List<Integer> starts) {
        int token = starts.get(starts.size() - 1);
        while (token < said.size() && said.starts()[token] < from) {
            token++;
        }
        if (token < said.size() && token > starts.get(starts.size() - 1)) {
            starts.add(token);
        }
    }

    /** Fills in the value of each state. */
    private void estimate(Map<State, Double> values, long seed) {
        int samples = config.valuing().continuations();
        List<State> states = List.copyOf(values.keySet());
        List<RolloutRequest> requests = states.stream()
                .map(state -> RolloutRequest.of(
                        state.tokenIds.stream().mapToInt(Integer::intValue).toArray(), samples))
                .toList();
        SamplingOptions options = config.sampling().options();
        for (Rollout rollout : engine.sample(requests, options, seed)) {
            State state = states.get(rollout.request());
            values.merge(state, reward(state, rollout) / samples, Double::sum);
        }
    }

    /** What the response up to a state and its continuation are worth, cut where the response may be no longer. */
    private double reward(State state, Rollout continuation) {
        int most = state.promptTokens + config.sampling().longestResponse();
        int[] written = continuation.written();
        int[] response = new int[Math.min(most, state.tokenIds.size() + written.length) - state.promptTokens];
        for (int token = 0; token < response.length; token++) {
            int position = state.promptTokens + token;
            response[token] = position < state.tokenIds.size()
                    ? state.tokenIds.get(position)
                    : written[position - state.tokenIds.size()];
        }
        return state.problem.verify(tokenizer.decode(response).text()).reward();
    }
}
