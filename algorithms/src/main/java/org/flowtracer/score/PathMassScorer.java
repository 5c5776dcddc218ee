package org.flowtracer.score;

import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;

/**
 * {@code path-mass}: {@code g(k) h(k) / sum of h over Q} with g(k) = [k in Q] + sum over i of W[i][k] g(i): the share of the weight of all paths
 * from question to answer that passes token k; 0 where there is no path. It is FlowTracer's inflow with source shares in proportion to the
 * potential, and is computed so; unlike throughput it can rank question tokens. Cost O(n^2).
 */
public record PathMassScorer() implements TokenScorer {
    @Override
    public String name() {
        return "path-mass";
    }

    @Override
    public double[] values(Evidence evidence) {
        ReasoningFlow flow = flow(evidence);
        return flow.arrived() > 0 ? flow.inflow() : new double[evidence.size()];
    }

    @Override
    public EdgeScores edgeScores(Evidence evidence) {
        return flow(evidence)::edgeFlow;
    }

    private static ReasoningFlow flow(Evidence evidence) {
        return FlowTracer.trace(
                evidence.dag(), FlowOptions.DEFAULT.withSourceShares(FlowOptions.SourceShares.POTENTIAL));
    }
}
