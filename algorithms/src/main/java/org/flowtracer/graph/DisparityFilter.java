package org.flowtracer.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jgrapht.Graph;

/**
 * How surprising an edge's weight is at either end: with share p of the strength of a vertex of degree d, a weight drawn at random is at least as
 * large with probability {@code (1 - p)^(d - 1)}. Small is significant; an end of degree 1 says nothing.
 *
 * <p>Source: Serrano, Boguna and Vespignani 2009, "Extracting the multiscale backbone of complex weighted networks", equation 2, at the tail over
 * the outgoing edges and at the head over the incoming ones.
 *
 * <p>Cost: O(edges) once, then O(1) an edge. Immutable; safe for many threads if the graph is.
 *
 * @param <V> the vertices
 * @param <E> the edges
 */
public final class DisparityFilter<V, E> {
    /** An edge of lower significance belongs to the backbone. */
    public static final double SIGNIFICANCE_DEFAULT = 0.05;

    private final Graph<V, E> graph;
    private final Map<V, Double> outgoing = new HashMap<>();
    private final Map<V, Double> incoming = new HashMap<>();

    /** Sums the strengths of a directed graph. */
    public DisparityFilter(Graph<V, E> graph) {
        this.graph = graph;
        for (V vertex : graph.vertexSet()) {
            outgoing.put(vertex, strength(graph.outgoingEdgesOf(vertex)));
            incoming.put(vertex, strength(graph.incomingEdgesOf(vertex)));
        }
    }

    private double strength(Set<E> edges) {
        double sum = 0;
        for (E edge : edges) {
            sum += graph.getEdgeWeight(edge);
        }
        return sum;
    }

    /** The significance among the outgoing edges of the edge's tail; none where it is the only one. */
    public OptionalDouble atTail(E edge) {
        V tail = graph.getEdgeSource(edge);
        return significance(edge, outgoing.getOrDefault(tail, 0.0), graph.outDegreeOf(tail));
    }

    /** The significance among the incoming edges of the edge's head; none where it is the only one. */
    public OptionalDouble atHead(E edge) {
        V head = graph.getEdgeTarget(edge);
        return significance(edge, incoming.getOrDefault(head, 0.0), graph.inDegreeOf(head));
    }

    /** Whether the edge is significant at either end. */
    public boolean isSignificant(E edge, double level) {
        return atTail(edge).orElse(1) < level || atHead(edge).orElse(1) < level;
    }

    private OptionalDouble significance(E edge, double strength, int degree) {
        return degree <= 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.pow(1 - graph.getEdgeWeight(edge) / strength, degree - 1));
    }
}
