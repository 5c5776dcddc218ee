package org.flowtracer.score;

import org.jgrapht.alg.scoring.PageRank;

/**
 * {@code pagerank}: JGraphT's PageRank on the edges from the earlier to the later token, weighted by W, damping 0.85, to 1e-12 (its default stops
 * at 1e-4). Cost O(n^2) an iteration.
 */
public record PageRankScorer() implements TokenScorer {
    private static final double DAMPING_FACTOR = 0.85;
    private static final int ITERATIONS_MAX = 1000;
    private static final double TOLERANCE = 1e-12;

    @Override
    public String name() {
        return "pagerank";
    }

    @Override
    public double[] values(Evidence evidence) {
        var pageRank = new PageRank<>(evidence.dag().asGraph(), DAMPING_FACTOR, ITERATIONS_MAX, TOLERANCE);
        return VertexScores.of(pageRank, evidence.size());
    }
}
