package org.flowtracer.score;

import org.jgrapht.alg.scoring.KatzCentrality;

/**
 * {@code katz}: x = alpha A^T x + 1 with A = W and alpha = 0.1, not normalised: JGraphT's Katz centrality, to 1e-12 (its defaults are 0.01 and
 * 1e-4). In an acyclic graph it ends exactly after as many iterations as the longest path has edges. Cost O(n^2) an iteration.
 */
public record KatzScorer() implements TokenScorer {
    private static final double DAMPING_FACTOR = 0.1;
    private static final int ITERATIONS_MAX = 10_000;
    private static final double TOLERANCE = 1e-12;

    @Override
    public String name() {
        return "katz";
    }

    @Override
    public double[] values(Evidence evidence) {
        var katz = new KatzCentrality<>(evidence.dag().asGraph(), DAMPING_FACTOR, ITERATIONS_MAX, TOLERANCE);
        return VertexScores.of(katz, evidence.size());
    }
}
