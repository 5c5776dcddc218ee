package org.flowtracer.score;

import org.flowtracer.dag.EdgeWeight;
import org.jgrapht.alg.scoring.BetweennessCentrality;

/**
 * {@code betweenness}: how many shortest paths, by the lengths -log W, pass a token; directed, end points excluded, not normalised. JGraphT's
 * (Brandes 2001). Cost O(n^3).
 */
public record BetweennessScorer() implements TokenScorer {
    @Override
    public String name() {
        return "betweenness";
    }

    @Override
    public double[] values(Evidence evidence) {
        var betweenness = new BetweennessCentrality<>(evidence.dag().asGraph().weightedBy(EdgeWeight.LENGTH));
        return VertexScores.of(betweenness, evidence.size());
    }
}
