package org.flowtracer.dag;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.jgrapht.GraphType;
import org.jgrapht.graph.DefaultGraphType;
import org.jgrapht.util.UnmodifiableUnionSet;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AttentionDag} as a JGraphT graph: read-only, directed, acyclic, weighted, over the same packed memory. Every JGraphT algorithm
 * runs on it; whatever would change it throws {@link UnsupportedOperationException}.
 *
 * <p>Vertices are the tokens 0, ..., n - 1 and, {@linkplain #withSourceAndSink on request}, the virtual source S = n with an edge to every
 * source of the graph and the virtual sink T = n + 1 with an edge from every sink. An edge is the number {@code to * 2^b + from}, b the
 * number of bits of n + 1, the same in every view of a graph: see {@link #edge}. A stored weight of 0 is no edge. Sets of edges are views,
 * in ascending order of the other end; the whole {@link #edgeSet} is in ascending order.
 *
 * <p>Memory: the 4 bytes that {@link AttentionDag} spends on each of its n (n - 1) / 2 possible edges, 3/8 of a byte more for the index,
 * and no object an edge: the boxes handed out are not kept. Attention is dense; of a graph in which fewer than 55 % of the possible edges stand, that
 * is more than 8 bytes an edge.
 *
 * <p>Cost: built in O(n^2); degrees O(n / 64), edges of a vertex O(n / 64 + degree), any single edge O(1). Immutable; safe for many threads.
 */
public final class AttentionGraph extends ReadOnlyGraph {
    /** How far above 1 rounding may carry a weight that still has a length, namely 0. */
    public static final double WEIGHT_TOLERANCE = 1e-4;

    private static final GraphType TYPE = new DefaultGraphType.Builder()
            .directed()
            .weighted(true)
            .allowMultipleEdges(false)
            .allowSelfLoops(false)
            .allowCycles(false)
            .modifiable(false)
            .build();

    private final AttentionDag dag;
    private final Adjacency adjacency;
    private final List<Integer> vertices;
    private final EdgeWeight weight;
    private final int vertexCount;
    private final int edgeCount;
    private final int shift;

    AttentionGraph(AttentionDag dag) {
        this(
                dag,
                new Adjacency(dag),
                Arrays.asList(IntStream.range(0, dag.size() + 2).boxed().toArray(Integer[]::new)),
                EdgeWeight.ATTENTION,
                false);
    }

    private AttentionGraph(
            AttentionDag dag, Adjacency adjacency, List<Integer> vertices, EdgeWeight weight, boolean sourceAndSink) {
        this.dag = dag;
        this.adjacency = adjacency;
        this.vertices = vertices;
        this.weight = weight;
        vertexCount = sourceAndSink ? dag.size() + 2 : dag.size();
        edgeCount = IntStream.range(0, vertexCount)
                .map(vertex -> count(adjacency.predecessors(vertex)))
                .sum();
        shift = Integer.SIZE - Integer.numberOfLeadingZeros(dag.size() + 1);
    }

    /**
     * The same graph with weights of another meaning, at no cost.
     *
     * @throws IllegalArgumentException for lengths, if a weight is above 1 by more than {@link #WEIGHT_TOLERANCE}, since its length -log W
     *     would be negative
     */
    public AttentionGraph weightedBy(EdgeWeight meaning) {
        if (meaning == EdgeWeight.LENGTH) {
            requireLengths();
        }
        return new AttentionGraph(dag, adjacency, vertices, meaning, hasSourceAndSink());
    }

    private void requireLengths() {
        for (float attention : dag.packed()) {
            if (attention > 1 + WEIGHT_TOLERANCE) {
                throw new IllegalArgumentException(
                        "expected weights of at most 1 for lengths -log W, found " + attention);
            }
        }
    }

    /** The same graph with the virtual source {@link #source} and sink {@link #sink}, at no cost. */
    public AttentionGraph withSourceAndSink() {
        return new AttentionGraph(dag, adjacency, vertices, weight, true);
    }

    /** The graph that this is a view of. */
    public AttentionDag dag() {
        return dag;
    }

    /** What the edges' weights stand for. */
    public EdgeWeight weight() {
        return weight;
    }

    /** Whether {@link #source} and {@link #sink} are among the vertices. */
    public boolean hasSourceAndSink() {
        return vertexCount > dag.size();
    }

    /** The virtual source S = n. */
    public Integer source() {
        return vertices.get(dag.size());
    }

    /** The virtual sink T = n + 1. */
    public Integer sink() {
        return vertices.get(dag.size() + 1);
    }

    /** The number by which the edge {@code from -> to} goes, whether or not it exists. */
    public int edge(int from, int to) {
        return to << shift | from;
    }

    private int from(int edge) {
        return edge & (1 << shift) - 1;
    }

    private int to(int edge) {
        return edge >>> shift;
    }

    private boolean isVertex(int vertex) {
        return vertex >= 0 && vertex < vertexCount;
    }

    private boolean isEdge(int edge) {
        return isVertex(from(edge))
                && isVertex(to(edge))
                && adjacency.successors(from(edge)).get(to(edge));
    }

    private int requireVertex(int vertex) {
        if (!isVertex(vertex)) {
            throw new IllegalArgumentException("expected a vertex below " + vertexCount + ", found " + vertex);
        }
        return vertex;
    }

    /** How many of the neighbours are vertices of this view. */
    private int count(BitSet neighbours) {
        int all = neighbours.cardinality();
        return hasSourceAndSink() || neighbours.length() <= dag.size() ? all : all - 1;
    }

    @Override
    public GraphType getType() {
        return TYPE;
    }

    @Override
    public Set<Integer> vertexSet() {
        return new Vertices();
    }

    @Override
    public boolean containsVertex(@Nullable Integer vertex) {
        return vertex != null && isVertex(vertex);
    }

    @Override
    public Set<Integer> edgeSet() {
        return new AllEdges();
    }

    @Override
    public boolean containsEdge(@Nullable Integer edge) {
        return edge != null && isEdge(edge);
    }

    @Override
    public @Nullable Integer getEdge(@Nullable Integer from, @Nullable Integer to) {
        if (from == null || to == null || !isVertex(from) || !isVertex(to)) {
            return null;
        }
        return adjacency.successors(from).get(to) ? (Integer) edge(from, to) : null;
    }

    @Override
    public @Nullable Set<Integer> getAllEdges(@Nullable Integer from, @Nullable Integer to) {
        if (!containsVertex(from) || !containsVertex(to)) {
            return null;
        }
        Integer edge = getEdge(from, to);
        return edge == null ? Collections.emptySet() : Collections.singleton(edge);
    }

    /** The earlier end, read off the number of the edge: whether there is such an edge is not looked up. */
    @Override
    public Integer getEdgeSource(Integer edge) {
        return vertices.get(requireVertex(from(edge)));
    }

    /** The later end, read off the number of the edge: whether there is such an edge is not looked up. */
    @Override
    public Integer getEdgeTarget(Integer edge) {
        return vertices.get(requireVertex(to(edge)));
    }

    @Override
    public double getEdgeWeight(Integer edge) {
        int from = from(edge);
        int to = to(edge);
        double attention = to < dag.size() ? dag.weight(from, to) : 0;
        if (attention > 0) {
            return weight.ofToken(attention);
        }
        if (!isEdge(edge)) {
            throw new IllegalArgumentException("expected an edge of the graph, found " + edge);
        }
        return from == dag.size() ? weight.ofSource(dag.sources().size()) : weight.ofSink();
    }

    @Override
    public int degreeOf(Integer vertex) {
        return inDegreeOf(vertex) + outDegreeOf(vertex);
    }

    @Override
    public Set<Integer> edgesOf(Integer vertex) {
        return new UnmodifiableUnionSet<>(incomingEdgesOf(vertex), outgoingEdgesOf(vertex));
    }

    @Override
    public int inDegreeOf(Integer vertex) {
        return count(adjacency.predecessors(requireVertex(vertex)));
    }

    @Override
    public Set<Integer> incomingEdgesOf(Integer vertex) {
        return new EdgesAt(requireVertex(vertex), true);
    }

    @Override
    public int outDegreeOf(Integer vertex) {
        return count(adjacency.successors(requireVertex(vertex)));
    }

    @Override
    public Set<Integer> outgoingEdgesOf(Integer vertex) {
        return new EdgesAt(requireVertex(vertex), false);
    }

    private final class Vertices extends AbstractSet<Integer> {
        @Override
        public int size() {
            return vertexCount;
        }

        @Override
        public boolean contains(@Nullable Object object) {
            return object instanceof Integer vertex && isVertex(vertex);
        }

        @Override
        public Iterator<Integer> iterator() {
            return Collections.unmodifiableList(vertices.subList(0, vertexCount))
                    .iterator();
        }
    }

    private final class AllEdges extends AbstractSet<Integer> {
        @Override
        public int size() {
            return edgeCount;
        }

        @Override
        public boolean contains(@Nullable Object object) {
            return object instanceof Integer edge && isEdge(edge);
        }

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private int to = -1;
                private Iterator<Integer> edges = Collections.emptyIterator();

                @Override
                public boolean hasNext() {
                    while (!edges.hasNext() && to + 1 < vertexCount) {
                        edges = new EdgesAt(++to, true).iterator();
                    }
                    return edges.hasNext();
                }

                @Override
                public Integer next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return edges.next();
                }
            };
        }
    }

    /** The edges of one vertex in one direction. */
    private final class EdgesAt extends AbstractSet<Integer> {
        private final int vertex;
        private final boolean incoming;
        private final BitSet neighbours;

        EdgesAt(int vertex, boolean incoming) {
            this.vertex = vertex;
            this.incoming = incoming;
            neighbours = incoming ? adjacency.predecessors(vertex) : adjacency.successors(vertex);
        }

        @Override
        public int size() {
            return count(neighbours);
        }

        @Override
        public boolean contains(@Nullable Object object) {
            return object instanceof Integer edge && (incoming ? to(edge) : from(edge)) == vertex && isEdge(edge);
        }

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private int neighbour = neighbours.nextSetBit(0);

                @Override
                public boolean hasNext() {
                    return neighbour >= 0 && neighbour < vertexCount;
                }

                @Override
                public Integer next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    int edge = incoming ? edge(neighbour, vertex) : edge(vertex, neighbour);
                    neighbour = neighbours.nextSetBit(neighbour + 1);
                    return edge;
                }
            };
        }
    }
}
