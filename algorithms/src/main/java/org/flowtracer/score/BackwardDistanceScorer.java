package org.flowtracer.score;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.trace.CausalMatrix;

/**
 * {@code waad}, windowed average attention distance: how far back, in tokens, the local heads of token t look,
 *
 * <pre>
 * WAAD(t) = sum over s <= t of Alocal[t][s] min(t - s, W).
 * </pre>
 *
 * <p>Source: Li et al., arXiv 2510.13554, section 2; see {@link HeadGroups} for the local heads. Cost O(layers x heads x n^2).
 *
 * @param options the share of heads and the window W are used
 */
public record BackwardDistanceScorer(ScoreOptions options) implements TokenScorer {
    @Override
    public String name() {
        return "waad";
    }

    @Override
    public Map<String, Number> settings() {
        return Map.of("head_share", options.headShare(), "window_max", options.windowMax());
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.heads(), "the attention of every head");
    }

    @Override
    public double[] values(Evidence evidence) {
        List<CausalMatrix> local = HeadGroups.of(evidence, options.headShare()).local();
        double[] scores = new double[evidence.size()];
        double[] row = new double[evidence.size()];
        for (int query = 0; query < scores.length; query++) {
            CausalMatrix.averageRow(local, query, row);
            for (int key = 0; key < query; key++) {
                scores[query] += row[key] * Math.min(query - key, options.windowMax());
            }
        }
        return scores;
    }
}
