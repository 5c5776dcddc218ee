package org.flowtracer.graph;

import java.util.Map;
import org.flowtracer.dag.AttentionGraph;
import org.jgrapht.alg.interfaces.MaximumFlowAlgorithm;
import org.jspecify.annotations.Nullable;

/** A maximum flow through an attention graph whose weights are capacities. Not safe for many threads. */
abstract class AttentionFlowAlgorithm implements MaximumFlowAlgorithm<Integer, Integer> {
    private final AttentionGraph graph;
    private @Nullable NetworkFlow last;

    AttentionFlowAlgorithm(AttentionGraph graph) {
        this.graph = graph;
    }

    /** Sends all that the network can carry; the tokens that could still send something to the sink in the end. */
    abstract boolean[] saturate(ResidualNetwork network);

    /**
     * The flow from S or a token to T or a token.
     *
     * @throws IllegalArgumentException if the graph's weights are lengths, a vertex is not in the graph, or the flow would be unbounded because
     *     a token is joined to both ends without limit
     */
    @Override
    public NetworkFlow getMaximumFlow(Integer source, Integer sink) {
        ResidualNetwork network = new ResidualNetwork(graph, source, sink);
        NetworkFlow flow = network.flow(saturate(network));
        last = flow;
        return flow;
    }

    /** The flow of each edge in the flow that was asked for last. */
    @Override
    public Map<Integer, Double> getFlowMap() {
        if (last == null) {
            throw new IllegalStateException("expected getMaximumFlow to be called first");
        }
        return last.getFlowMap();
    }

    /** The end that the edge points to: flow never runs backwards. */
    @Override
    public Integer getFlowDirection(Integer edge) {
        return graph.getEdgeTarget(edge);
    }
}
