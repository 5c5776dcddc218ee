package org.flowtracer.score;

import org.flowtracer.graph.ShortestPathTrees;

/**
 * {@code harmonic}: the sum over tokens j of 1 / d(j, k), d the shortest distance by the lengths -log W; incoming, not normalised. A distance of 0, along
 * weights of 1, is skipped (JGraphT's {@code HarmonicCentrality} would be infinite there). Cost O(n^3).
 */
public record HarmonicScorer() implements TokenScorer {
    @Override
    public String name() {
        return "harmonic";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] scores = new double[evidence.size()];
        ShortestPathTrees trees = new ShortestPathTrees(evidence.dag());
        for (int root = 0; root < scores.length; root++) {
            trees.grow(root);
            for (int token = root + 1; token < scores.length; token++) {
                scores[token] += trees.distance(token) > 0 ? 1 / trees.distance(token) : 0;
            }
        }
        return scores;
    }
}
