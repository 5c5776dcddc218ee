package org.flowtracer.workbench.bench;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.jgrapht.Graph;
import org.jgrapht.alg.flow.DinicMFImpl;
import org.jgrapht.alg.scoring.PageRank;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.jgrapht.graph.DefaultWeightedEdge;

/**
 * {@link AttentionGraph} beside JGraphT's {@link DefaultDirectedWeightedGraph} of the same edges: memory, building, iteration, and JGraphT's own
 * PageRank and Dinic on both.
 *
 * <p>The graph is complete: n tokens, the question the first eighth, the answer the last 4, each token's incoming weights drawn uniformly and
 * scaled to sum to 1.
 */
public final class GraphBench {
    /** The numbers of tokens that are measured unless told otherwise. */
    public static final List<Integer> SIZES_DEFAULT = List.of(512, 1024, 2048);

    private static final int ANSWER_TOKENS = 4;

    private GraphBench() {}

    /**
     * Both graphs of one size.
     *
     * @param n number of tokens
     * @param edges number of edges, those of source and sink included
     * @param repeats how often each time was taken; the median is given
     */
    public record Comparison(int n, int edges, int repeats, Cost attentionGraph, Cost defaultGraph) {}

    /**
     * What one graph costs. Times are medians in milliseconds.
     *
     * @param bytesPerEdge heap that the built graph keeps, weights included, a graph of its own edge objects for the default graph
     * @param build from the packed rows of weights
     * @param iterate over the outgoing edges of every vertex, adding weight times target
     * @param pageRank JGraphT's, damping 0.85, tolerance 1e-12, at most 100 iterations
     * @param dinic JGraphT's, with unit source
     */
    public record Cost(double bytesPerEdge, double build, double iterate, double pageRank, double dinic) {}

    /** Measures one size. The heap must hold some 600 bytes an edge. */
    public static Comparison measure(int n, int repeats, long seed) {
        AttentionDag dag = complete(n, seed);
        Supplier<Graph<Integer, ?>> view =
                () -> dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE);
        AttentionGraph built = dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE);
        double weights = 4.0 * dag.packed().length;
        return new Comparison(
                n,
                built.edgeSet().size(),
                repeats,
                cost(view, weights, built, repeats),
                cost(() -> defaultGraph(built), 0, built, repeats));
    }

    private static Cost cost(Supplier<Graph<Integer, ?>> build, double bytesShared, AttentionGraph ends, int repeats) {
        long before = Stopwatch.usedHeap();
        Graph<Integer, ?> graph = build.get();
        double bytes = bytesShared + Stopwatch.usedHeap() - before;
        return new Cost(
                bytes / graph.edgeSet().size(),
                Stopwatch.medianMillis(repeats, build),
                Stopwatch.medianMillis(repeats, () -> walk(graph)),
                Stopwatch.medianMillis(repeats, () -> new PageRank<>(graph, 0.85, 100, 1e-12).getScores()),
                Stopwatch.medianMillis(
                        repeats,
                        () -> new DinicMFImpl<>(graph, 1e-12).getMaximumFlowValue(ends.source(), ends.sink())));
    }

    private static <E> double walk(Graph<Integer, E> graph) {
        double sum = 0;
        for (Integer vertex : graph.vertexSet()) {
            for (E edge : graph.outgoingEdgesOf(vertex)) {
                double weight = graph.getEdgeWeight(edge);
                sum += weight * graph.getEdgeTarget(edge);
            }
        }
        return sum;
    }

    private static Graph<Integer, ?> defaultGraph(AttentionGraph view) {
        Graph<Integer, DefaultWeightedEdge> graph = new DefaultDirectedWeightedGraph<>(DefaultWeightedEdge.class);
        view.vertexSet().forEach(graph::addVertex);
        for (Integer edge : view.edgeSet()) {
            DefaultWeightedEdge copy = graph.addEdge(view.getEdgeSource(edge), view.getEdgeTarget(edge));
            graph.setEdgeWeight(copy, view.getEdgeWeight(edge));
        }
        return graph;
    }

    private static AttentionDag complete(int n, long seed) {
        Random random = new Random(seed);
        float[] packed = new float[AttentionDag.rowStart(n)];
        for (int to = 1; to < n; to++) {
            int row = AttentionDag.rowStart(to);
            double sum = 0;
            for (int from = 0; from < to; from++) {
                packed[row + from] = 0.01f + random.nextFloat();
                sum += packed[row + from];
            }
            for (int from = 0; from < to; from++) {
                packed[row + from] /= (float) sum;
            }
        }
        Positions question = Positions.range(0, n / 8);
        return AttentionDag.over(
                n, packed, Regions.ofQuestionAndAnswer(n, question, Positions.range(n - ANSWER_TOKENS, n)));
    }
}
