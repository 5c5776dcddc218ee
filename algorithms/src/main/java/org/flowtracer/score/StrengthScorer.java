package org.flowtracer.score;

import org.flowtracer.dag.AttentionDag;

/**
 * {@code strength-in} and {@code strength-out}: the sum of W over a token's incoming or outgoing edges. Cost O(n^2).
 *
 * @param direction which edges
 */
public record StrengthScorer(Direction direction) implements TokenScorer {
    /** Edges from earlier tokens, or to later ones. */
    public enum Direction {
        IN,
        OUT
    }

    @Override
    public String name() {
        return direction == Direction.IN ? "strength-in" : "strength-out";
    }

    @Override
    public double[] values(Evidence evidence) {
        return strengths(evidence.dag(), direction);
    }

    static double[] strengths(AttentionDag dag, Direction direction) {
        double[] strengths = new double[dag.size()];
        float[] packed = dag.packed();
        for (int to = 1; to < strengths.length; to++) {
            int row = AttentionDag.rowStart(to);
            for (int from = 0; from < to; from++) {
                strengths[direction == Direction.IN ? to : from] += packed[row + from];
            }
        }
        return strengths;
    }
}
