package org.flowtracer.graph;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionGraph;
import org.jgrapht.alg.interfaces.MaximumFlowAlgorithm.MaximumFlow;
import org.jspecify.annotations.Nullable;

/**
 * A flow through an attention graph, with the minimum cut that proves it maximal. Edges go by their numbers in {@link AttentionGraph}.
 *
 * <p>8 bytes for each possible edge. Immutable; safe for many threads.
 */
public final class NetworkFlow implements MaximumFlow<Integer> {
    private final AttentionGraph graph;
    private final double value;
    private final double[][] sent;
    private final double[] entered;
    private final double[] left;
    private final boolean[] sinkSide;

    NetworkFlow(AttentionGraph graph, double[][] sent, double[] entered, double[] left, boolean[] sinkSide) {
        this.graph = graph;
        value = Arrays.stream(left).sum();
        this.sent = sent;
        this.entered = entered;
        this.left = left;
        this.sinkSide = sinkSide;
    }

    /** The amount that goes from the source to the sink. */
    @Override
    public Double getValue() {
        return value;
    }

    /** The flow along the edge {@code from -> to} between two tokens. */
    public double along(int from, int to) {
        return from < to ? sent[from][to - from - 1] : 0;
    }

    /** What enters a token, from the source or from other tokens. Cost O(n). */
    public double inflow(int token) {
        double inflow = entered[token];
        for (int from = 0; from < token; from++) {
            inflow += along(from, token);
        }
        return inflow;
    }

    /** {@link #inflow(int)} of every token [n]. */
    public double[] inflow() {
        return IntStream.range(0, sent.length).mapToDouble(this::inflow).toArray();
    }

    /** The sum of flow times length -log W. Cost O(n^2). */
    public double cost() {
        double cost = 0;
        for (int to = 0; to < sent.length; to++) {
            for (int from = 0; from < to; from++) {
                double flow = along(from, to);
                cost += flow == 0 ? 0 : flow * PathAlgebra.length(graph.dag().weight(from, to));
            }
        }
        return cost;
    }

    /** Whether a token lies on the sink's side of the minimum cut nearest to the sink: its edges from the other side are full. */
    public boolean isOnSinkSide(int token) {
        return sinkSide[token];
    }

    /**
     * Whether the minimum cut does no more than isolate the answer, so that the value tells what enters the answer and nothing of the way there:
     * the sink's side holds none but tokens from which the flow leaves.
     */
    public boolean cutIsolatesAnswer() {
        return IntStream.range(0, sinkSide.length)
                .allMatch(token -> !sinkSide[token] || graph.dag().sinks().contains(token));
    }

    /** The capacity of all edges from the source's side of the minimum cut to the sink's; those of S included. Cost O(n^2). */
    public double cutCapacity() {
        double capacity = 0;
        for (Integer edge : graph.edgeSet()) {
            if (!isSinkSide(graph.getEdgeSource(edge)) && isSinkSide(graph.getEdgeTarget(edge))) {
                capacity += graph.getEdgeWeight(edge);
            }
        }
        return capacity;
    }

    private boolean isSinkSide(int vertex) {
        return vertex < sinkSide.length ? sinkSide[vertex] : graph.sink().equals(vertex);
    }

    @Override
    public double getFlow(Integer edge) {
        int from = graph.getEdgeSource(edge);
        int to = graph.getEdgeTarget(edge);
        if (graph.source().equals(from)) {
            return entered[to];
        }
        return graph.sink().equals(to) ? left[from] : along(from, to);
    }

    /** The flow of each edge of the graph: a view, computed as it is read. */
    @Override
    public Map<Integer, Double> getFlowMap() {
        return new FlowMap();
    }

    private final class FlowMap extends AbstractMap<Integer, Double> {
        @Override
        public boolean containsKey(@Nullable Object key) {
            return graph.edgeSet().contains(key);
        }

        @Override
        public @Nullable Double get(@Nullable Object key) {
            return key instanceof Integer edge && graph.containsEdge(edge) ? getFlow(edge) : null;
        }

        @Override
        public Set<Integer> keySet() {
            return graph.edgeSet();
        }

        @Override
        public Set<Entry<Integer, Double>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return graph.edgeSet().size();
                }

                @Override
                public Iterator<Entry<Integer, Double>> iterator() {
                    return graph.edgeSet().stream()
                            .map(edge -> Map.entry(edge, getFlow(edge)))
                            .iterator();
                }
            };
        }
    }
}
