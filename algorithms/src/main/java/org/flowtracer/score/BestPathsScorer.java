package org.flowtracer.score;

import org.flowtracer.graph.KBestPaths;

/**
 * {@code k-best-paths}: the sum over the k best paths from question to answer that pass a token of their products of weights, exp(-length). Cost:
 * see {@link KBestPaths}.
 *
 * @param count k
 */
public record BestPathsScorer(int count) implements TokenScorer {
    public static final int COUNT_DEFAULT = 100;

    @Override
    public String name() {
        return "k-best-paths";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] scores = new double[evidence.size()];
        for (KBestPaths.Path path : new KBestPaths(evidence.dag()).best(count)) {
            for (int token : path.tokens()) {
                scores[token] += Math.exp(-path.length());
            }
        }
        return scores;
    }
}
