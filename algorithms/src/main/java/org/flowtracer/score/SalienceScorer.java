package org.flowtracer.score;

import org.flowtracer.graph.HighSalienceSkeleton;

/** {@code salience}: the sum of the salience of the token's edges. Source: Grady 2012. Cost O(n^3). */
public record SalienceScorer() implements TokenScorer {
    @Override
    public String name() {
        return "salience";
    }

    @Override
    public double[] values(Evidence evidence) {
        HighSalienceSkeleton skeleton = new HighSalienceSkeleton(evidence.dag());
        double[] scores = new double[evidence.size()];
        for (int to = 1; to < scores.length; to++) {
            for (int from = 0; from < to; from++) {
                double salience = skeleton.salience(from, to);
                scores[from] += salience;
                scores[to] += salience;
            }
        }
        return scores;
    }
}
