package org.flowtracer.score;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.trace.Positions;

/**
 * {@code coupled-rhythm}: the bonus of each token when anchors share theirs with the tokens that introduce them.
 *
 * <p>The anchors are the response tokens of highest {@code fai}, a bonus of 1 each. An anchor t is locally dominated if its {@code waad} lies
 * below the response's median and {@code waad} drops from some t - k to t - k + 1, k in {1, 2, 3}; it hands the fraction alpha of its bonus to
 * that introductory token t - k. The score of a token is what it ends up with: 0 for most, and the sum of what several anchors hand to it.
 *
 * <p>Source: Li et al., arXiv 2510.13554, section 4. Ours: the median of an even number is the mean of the middle two, and below is strict;
 * of several drops the deepest counts, of equal ones the earliest; the introductory token lies in the response.
 *
 * @param options the share of heads, horizon, window, share of anchors and alpha are used
 */
public record CoupledRhythmScorer(ScoreOptions options) implements TokenScorer {
    private static final int REACH = 3;
    private static final int NONE = -1;

    @Override
    public String name() {
        return "coupled-rhythm";
    }

    @Override
    public Map<String, Number> settings() {
        Map<String, Number> settings = new HashMap<>(new FutureAttentionScorer(options).settings());
        settings.putAll(new BackwardDistanceScorer(options).settings());
        settings.put("anchor_share", options.anchorShare());
        settings.put("introductory_share", options.introductoryShare());
        return settings;
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return new FutureAttentionScorer(options).lacks(evidence);
    }

    @Override
    public double[] values(Evidence evidence) {
        Positions response = evidence.dag().regions().response();
        TokenScores influence = new FutureAttentionScorer(options).score(evidence);
        double[] distances = new BackwardDistanceScorer(options).values(evidence);
        double median = median(response.stream().mapToDouble(t -> distances[t]).toArray());

        double[] scores = new double[evidence.size()];
        for (int anchor : influence.top(options.anchorShare(), response).toArray()) {
            int introductory = distances[anchor] < median ? deepestDrop(anchor, distances, response) : NONE;
            scores[anchor] += 1;
            if (introductory != NONE) {
                scores[anchor] -= options.introductoryShare();
                scores[introductory] += options.introductoryShare();
            }
        }
        return scores;
    }

    /** The response token shortly before {@code anchor} after which the distance falls most. */
    private static int deepestDrop(int anchor, double[] distances, Positions response) {
        int deepest = NONE;
        double depth = 0;
        for (int t = Math.max(0, anchor - REACH); t < anchor; t++) {
            double drop = distances[t] - distances[t + 1];
            if (drop > depth && response.contains(t)) {
                deepest = t;
                depth = drop;
            }
        }
        return deepest;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int upper = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
    }
}
