package org.flowtracer.score;

import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.graph.DisparityFilter;

/**
 * {@code disparity}: the sum of W over the token's edges that are significant at either end. Source: Serrano 2009. Cost O(n^2).
 *
 * @param level an edge counts if its significance is below
 */
public record DisparityScorer(double level) implements TokenScorer {
    @Override
    public String name() {
        return "disparity";
    }

    @Override
    public double[] values(Evidence evidence) {
        AttentionGraph graph = evidence.dag().asGraph();
        DisparityFilter<Integer, Integer> filter = new DisparityFilter<>(graph);
        double[] scores = new double[evidence.size()];
        for (Integer edge : graph.edgeSet()) {
            if (filter.isSignificant(edge, level)) {
                scores[graph.getEdgeSource(edge)] += graph.getEdgeWeight(edge);
                scores[graph.getEdgeTarget(edge)] += graph.getEdgeWeight(edge);
            }
        }
        return scores;
    }
}
