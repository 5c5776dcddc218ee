package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;

/**
 * What a response owes to each statement of its prompt: by how much its log-likelihood falls when no later token can attend to the statement and the
 * response that the model gave before is read again. Nats; below 0 where the statement stood in the way. A hidden statement's own tokens see
 * themselves alone; a token on the border of two statements is hidden with either; the token that ended the response is not scored.
 *
 * @param onAnswer by name of the statement: the fall over the tokens from the first of the answer on
 * @param onResponse the same over all tokens of the response
 */
record StatementEffects(Map<String, Double> onAnswer, Map<String, Double> onResponse) {
    /** A fall by more halves the likelihood. */
    private static final double DECISIVE = Math.log(2);

    /** Responses that are read at once. */
    private static final int ROWS = 256;

    /**
     * A prompt and the response to it.
     *
     * @param statements the tokens of each statement of the prompt, by its name
     */
    record Reading(int[] tokenIds, Regions regions, Map<String, Positions> statements) {
        private int[] prompt() {
            return Arrays.copyOf(tokenIds, regions.response().first());
        }

        private int[] response() {
            return Arrays.copyOfRange(tokenIds, regions.response().first(), tokenIds.length);
        }
    }

    /** The effects in each reading; the model reads every response once as it is and once without each statement. */
    static List<StatementEffects> of(ModelWeights weights, List<Reading> readings) {
        if (readings.isEmpty()) {
            return List.of();
        }
        List<RolloutRequest> requests = new ArrayList<>();
        List<int[]> responses = new ArrayList<>();
        for (Reading reading : readings) {
            List<Positions> hidden = new ArrayList<>(List.of(Positions.of()));
            hidden.addAll(reading.statements.values());
            for (Positions tokens : hidden) {
                requests.add(new RolloutRequest(reading.prompt(), 1, tokens));
                responses.add(reading.response());
            }
        }
        int longest = readings.stream()
                .mapToInt(reading -> reading.tokenIds.length)
                .max()
                .orElseThrow();
        try (RolloutEngine engine = new RolloutEngine(weights, Math.min(ROWS, requests.size()), longest)) {
            List<Rollout> read = engine.read(requests, responses);
            List<StatementEffects> effects = new ArrayList<>();
            int at = 0;
            for (Reading reading : readings) {
                int end = at + 1 + reading.statements.size();
                effects.add(of(reading, read.subList(at, end)));
                at = end;
            }
            return effects;
        }
    }

    /** @param read the response as it is, then without each statement */
    private static StatementEffects of(Reading reading, List<Rollout> read) {
        int answer =
                reading.regions.answer().first() - reading.regions.response().first();
        Map<String, Double> onAnswer = new TreeMap<>();
        Map<String, Double> onResponse = new TreeMap<>();
        int next = 1;
        for (String name : reading.statements.keySet()) {
            Rollout without = read.get(next++);
            onAnswer.put(name, logLikelihood(read.get(0), answer) - logLikelihood(without, answer));
            onResponse.put(name, logLikelihood(read.get(0), 0) - logLikelihood(without, 0));
        }
        return new StatementEffects(onAnswer, onResponse);
    }

    private static double logLikelihood(Rollout read, int from) {
        float[] logProbabilities = read.logProbabilities();
        return IntStream.range(from, logProbabilities.length)
                .mapToDouble(token -> logProbabilities[token])
                .sum();
    }

    /** The statements without which the response is less than half as likely. */
    Set<String> decisive() {
        return onResponse.entrySet().stream()
                .filter(fall -> isDecisive(fall.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a fall of the log-likelihood more than halves the likelihood. */
    static boolean isDecisive(double fall) {
        return fall > DECISIVE;
    }
}
