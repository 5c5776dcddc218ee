package org.flowtracer.score;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.trace.CausalMatrix;

/**
 * {@code fai}, future attention influence: the mean attention that the global heads of the response's later tokens pay to token s,
 *
 * <pre>
 * FAI(s) = mean over response t with s + from <= t <= s + to of Aglobal[t][s],
 * </pre>
 *
 * 0 where there is no such t. Its ranking gives the global-anchor credit.
 *
 * <p>Source: Li et al., arXiv 2510.13554, section 2; see {@link HeadGroups} for the global heads. Cost O(layers x heads x n^2).
 *
 * @param options the share of heads and the horizon are used
 */
public record FutureAttentionScorer(ScoreOptions options) implements TokenScorer {
    @Override
    public String name() {
        return "fai";
    }

    @Override
    public Map<String, Number> settings() {
        return Map.of(
                "head_share",
                options.headShare(),
                "horizon_from",
                options.horizonFrom(),
                "horizon_to",
                options.horizonTo());
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.heads(), "the attention of every head");
    }

    @Override
    public double[] values(Evidence evidence) {
        List<CausalMatrix> global = HeadGroups.of(evidence, options.headShare()).global();
        double[] scores = new double[evidence.size()];
        int[] queries = new int[evidence.size()];
        double[] row = new double[evidence.size()];
        for (int query : evidence.dag().regions().response().toArray()) {
            CausalMatrix.averageRow(global, query, row);
            for (int key = Math.max(0, query - options.horizonTo()); key <= query - options.horizonFrom(); key++) {
                scores[key] += row[key];
                queries[key]++;
            }
        }
        for (int key = 0; key < scores.length; key++) {
            scores[key] /= Math.max(1, queries[key]);
        }
        return scores;
    }
}
