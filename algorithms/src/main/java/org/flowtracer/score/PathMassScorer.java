package org.flowtracer.score;

import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;

/**
 * {@code path-mass}: {@code g(k) h(k) / sum of h over Q} with g(k) = [k in Q] + sum over i of W[i][k] g(i): the share of the weight of all paths
 * from question to answer that passes token k. It is FlowTracer's inflow with source shares in proportion to the potential, and is computed
 * so; unlike throughput it can rank question tokens. Cost O(n^2).
 */
public record PathMassScorer() implements TokenScorer {
    @Override
    public String name() {
        return "path-mass";
    }

    @Override
    public double[] values(Evidence evidence) {
        FlowOptions options = FlowOptions.DEFAULT.withSourceShares(FlowOptions.SourceShares.POTENTIAL);
        return FlowTracer.trace(evidence.dag(), options).inflow();
    }
}
