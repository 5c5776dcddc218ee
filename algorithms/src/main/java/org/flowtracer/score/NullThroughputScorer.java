package org.flowtracer.score;

import java.util.Arrays;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;

/**
 * {@code throughput-null}: the throughput of uniform causal attention, {@code W[i][k] = 1 / (k + 1)} for every i < k, with the graph's sources
 * and sinks. It is what FlowTracer says of positions alone, before any model is looked at: a control.
 *
 * <p>Cost O(n^2) time and memory.
 */
public record NullThroughputScorer() implements TokenScorer {
    @Override
    public String name() {
        return "throughput-null";
    }

    @Override
    public double[] values(Evidence evidence) {
        return flow(evidence).throughput();
    }

    @Override
    public EdgeScores edgeScores(Evidence evidence) {
        return flow(evidence)::edgeFlow;
    }

    private static ReasoningFlow flow(Evidence evidence) {
        AttentionDag uniform = evidence.dag().withWeights(uniformAttention(evidence.size()));
        return FlowTracer.trace(uniform, FlowOptions.DEFAULT);
    }

    private static float[] uniformAttention(int size) {
        float[] packed = new float[AttentionDag.rowStart(size)];
        for (int query = 1; query < size; query++) {
            int start = AttentionDag.rowStart(query);
            Arrays.fill(packed, start, start + query, 1f / (query + 1));
        }
        return packed;
    }
}
