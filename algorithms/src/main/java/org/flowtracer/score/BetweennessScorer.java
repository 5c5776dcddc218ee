package org.flowtracer.score;

import org.flowtracer.graph.DagBetweenness;

/**
 * {@code betweenness}: how many shortest paths, by the lengths -log W, pass a token; directed, end points excluded, not normalised (Brandes 2001). Between
 * paths of equal length all are counted; where weights of exactly 1 give edges of length 0, networkx and JGraphT count other paths. Cost O(n^3).
 */
public record BetweennessScorer() implements TokenScorer {
    @Override
    public String name() {
        return "betweenness";
    }

    @Override
    public double[] values(Evidence evidence) {
        return VertexScores.of(new DagBetweenness(evidence.dag()), evidence.size());
    }
}
