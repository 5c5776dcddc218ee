package org.flowtracer.graph;

import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;

/**
 * What an attention graph can still carry, on primitive rows. A residual capacity that is used up becomes exactly 0, since what is pushed is one
 * of the residuals of its path: no tolerance is needed, and none is used.
 *
 * <p>Rows lie so that whoever searches backwards from the sink reads memory in order: {@code forward[v][u]} is left of the edge u -> v, u < v, and
 * {@code backward[v][u - v - 1]} is what v -> u, u > v, carries and could send back. Together 8 bytes each for every possible edge.
 */
final class ResidualNetwork {
    final int size;
    final double[][] forward;
    final double[][] backward;
    /** What may still enter at each token; 0 if the source has no edge to it. */
    final double[] entering;
    /** What may still leave at each token; 0 if it has no edge to the sink. */
    final double[] leaving;

    /** What entered at each token so far. */
    final double[] entered;
    /** What left at each token so far. */
    final double[] left;

    private final AttentionGraph graph;

    /**
     * @param graph weighted by a capacity
     * @param source S or a token; a token has any amount to send
     * @param sink T or a token; a token takes any amount
     * @throws IllegalArgumentException if weights are lengths, source and sink are the same or unknown, or a token is joined
     *     to both without limit
     */
    ResidualNetwork(AttentionGraph graph, Integer source, Integer sink) {
        this.graph = graph;
        requireNetwork(graph, source, sink);
        AttentionDag dag = graph.dag();
        size = dag.size();
        forward = new double[size][];
        backward = new double[size][];
        float[] packed = dag.packed();
        for (int token = 0; token < size; token++) {
            forward[token] = new double[token];
            backward[token] = new double[size - 1 - token];
            int row = AttentionDag.rowStart(token);
            for (int from = 0; from < token; from++) {
                forward[token][from] = packed[row + from];
            }
        }
        entering = new double[size];
        leaving = new double[size];
        entered = new double[size];
        left = new double[size];
        for (int token = 0; token < size; token++) {
            entering[token] = capacity(source, token, source.equals(graph.source()));
            leaving[token] = capacity(token, sink, sink.equals(graph.sink()));
            if (Math.min(entering[token], leaving[token]) == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("expected a bounded flow, found token " + token
                        + " both as a source and as a sink without limit");
            }
        }
    }

    private static void requireNetwork(AttentionGraph graph, Integer source, Integer sink) {
        if (graph.weight() == EdgeWeight.LENGTH) {
            throw new IllegalArgumentException("expected a graph weighted by capacities, found lengths");
        }
        if (!graph.containsVertex(source) || !graph.containsVertex(sink) || source.equals(sink)) {
            throw new IllegalArgumentException(
                    "expected two vertices of the graph as source and sink, found " + source + " and " + sink);
        }
    }

    /** The capacity of an edge of S or T; a token that is itself source or sink has no limit. */
    private double capacity(Integer from, Integer to, boolean virtual) {
        if (!virtual) {
            return from.equals(to) ? Double.POSITIVE_INFINITY : 0;
        }
        Integer edge = graph.getEdge(from, to);
        return edge == null ? 0 : graph.getEdgeWeight(edge);
    }

    /** What can still be sent along {@code from -> to} between two tokens, forwards or by taking back. */
    double residual(int from, int to) {
        return from < to ? forward[to][from] : backward[to][from - to - 1];
    }

    /** Sends an amount along {@code from -> to} between two tokens, forwards or by taking back. */
    void send(int from, int to, double amount) {
        if (from < to) {
            forward[to][from] -= amount;
            backward[from][to - from - 1] += amount;
        } else {
            backward[to][from - to - 1] -= amount;
            forward[from][to] += amount;
        }
    }

    /** Lets an amount enter at a token; a negative one takes back. */
    void enter(int token, double amount) {
        entering[token] -= amount;
        entered[token] += amount;
    }

    /** Lets an amount leave at a token; a negative one takes back. */
    void leave(int token, double amount) {
        leaving[token] -= amount;
        left[token] += amount;
    }

    /** Sends an amount from the source along a path of tokens, given from the last to the first, to the sink. */
    void push(int[] path, int length, double amount) {
        leave(path[0], amount);
        for (int j = 0; j + 1 < length; j++) {
            send(path[j + 1], path[j], amount);
        }
        enter(path[length - 1], amount);
    }

    /** The most that such a path can take. */
    double bottleneck(int[] path, int length) {
        double amount = Math.min(leaving[path[0]], entering[path[length - 1]]);
        for (int j = 0; j + 1 < length; j++) {
            amount = Math.min(amount, residual(path[j + 1], path[j]));
        }
        return amount;
    }

    /**
     * What was sent so far.
     *
     * @param reachesSink the tokens that could still send something to the sink
     */
    NetworkFlow flow(boolean[] reachesSink) {
        return new NetworkFlow(graph, backward, entered, left, reachesSink);
    }
}
