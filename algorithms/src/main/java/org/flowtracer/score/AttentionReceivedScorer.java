package org.flowtracer.score;

import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;

/**
 * {@code attention-received-mean} and {@code attention-received-max}: the mean and the largest W[k][t] over the response queries t > k.
 *
 * <p>W is the graph's, so that its band of layers and its other options hold; a token never attends to itself in it. A token with no
 * response query after it scores 0. Cost O(n^2).
 *
 * @param reduction how the attention of many queries becomes one number
 */
public record AttentionReceivedScorer(Reduction reduction) implements TokenScorer {
    /** Mean or maximum over queries. */
    public enum Reduction {
        MEAN,
        MAX
    }

    @Override
    public String name() {
        return reduction == Reduction.MEAN ? "attention-received-mean" : "attention-received-max";
    }

    @Override
    public double[] values(Evidence evidence) {
        AttentionDag dag = evidence.dag();
        Positions response = dag.regions().response();
        double[] scores = new double[dag.size()];
        int[] queries = new int[dag.size()];
        for (int query : response.toArray()) {
            int start = AttentionDag.rowStart(query);
            for (int key = 0; key < query; key++) {
                double weight = dag.packed()[start + key];
                scores[key] = reduction == Reduction.MEAN ? scores[key] + weight : Math.max(scores[key], weight);
                queries[key]++;
            }
        }
        if (reduction == Reduction.MEAN) {
            for (int key = 0; key < scores.length; key++) {
                scores[key] /= Math.max(1, queries[key]);
            }
        }
        return scores;
    }
}
