package org.flowtracer.score;

import java.util.Arrays;

/** {@code uniform}: 1 for every token, the floor that any credit must beat. */
public record UniformScorer() implements TokenScorer {
    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] scores = new double[evidence.size()];
        Arrays.fill(scores, 1);
        return scores;
    }
}
