package org.flowtracer.score;

import java.util.Map;
import java.util.Optional;

/**
 * {@code local-chunk}: |WAAD(t) - WAAD(t + 1)|, large where a chunk of text begins or ends; see {@link BackwardDistanceScorer}.
 *
 * <p>Source: Li et al., arXiv 2510.13554. Ours: the last token, which has no successor, scores 0.
 *
 * @param options the share of heads and the window W are used
 */
public record LocalChunkScorer(ScoreOptions options) implements TokenScorer {
    @Override
    public String name() {
        return "local-chunk";
    }

    @Override
    public Map<String, Number> settings() {
        return new BackwardDistanceScorer(options).settings();
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return new BackwardDistanceScorer(options).lacks(evidence);
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] distances = new BackwardDistanceScorer(options).values(evidence);
        double[] scores = new double[distances.length];
        for (int t = 0; t + 1 < scores.length; t++) {
            scores[t] = Math.abs(distances[t] - distances[t + 1]);
        }
        return scores;
    }
}
