package org.flowtracer.workbench.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
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
 * What {@link AttentionGraph} costs beside JGraphT's {@link DefaultDirectedWeightedGraph} of the same edges: memory, building from the packed rows,
 * a walk over the outgoing edges of every vertex with their weights and targets, and JGraphT's own PageRank and Dinic on both.
 *
 * <p>The graph is complete, with source and sink of unit capacity: the question is the first eighth of the tokens, the answer the last 4, and each
 * token's incoming weights are drawn uniformly and scaled to sum to 1. It needs some 600 bytes of heap an edge.
 *
 * @param tokens n
 * @param rounds how often each is timed
 * @param seed of the weights
 */
public record GraphBench(int tokens, int rounds, long seed) {
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ANSWER_TOKENS = 4;
    private static final String VIEW = "attention_graph";
    private static final String RIVAL = "default_graph";

    /** @throws IllegalArgumentException if there are fewer than 8 tokens, or no round */
    public GraphBench {
        if (tokens < 8 || rounds < 1) {
            throw new IllegalArgumentException(
                    "expected at least 8 tokens and 1 round, found " + tokens + " tokens and " + rounds + " rounds");
        }
    }

    /**
     * Measures. Times are medians in milliseconds; a ratio is the attention graph's time divided by the default graph's, the median over rounds in
     * which both ran.
     *
     * @return settings and results in the order to print them
     */
    public Map<String, Object> run() {
        AttentionDag dag = complete();
        long empty = usedHeap();
        AttentionGraph view = view(dag);
        double viewBytes = usedHeap() - empty + (double) Float.BYTES * dag.packed().length;
        long before = usedHeap();
        Graph<Integer, DefaultWeightedEdge> rival = defaultGraph(view);
        double rivalBytes = usedHeap() - before;
        int edges = view.edgeSet().size();

        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "graph");
        result.put("tokens", tokens);
        result.put("edges", edges);
        result.put("rounds", rounds);
        result.put("bytes_per_edge", Map.of(VIEW, round(viewBytes / edges), RIVAL, round(rivalBytes / edges)));
        result.put(
                "build_ms",
                inTurns(
                        1,
                        () -> requirePositive(view(dag).edgeSet().size()),
                        () -> requirePositive(defaultGraph(view).edgeSet().size())));
        result.put("iterate_ms", inTurns(WARM_UP_ROUNDS, () -> walk(view), () -> walk(rival)));
        result.put("pagerank_ms", inTurns(WARM_UP_ROUNDS, () -> pageRank(view), () -> pageRank(rival)));
        result.put("dinic_ms", inTurns(1, () -> dinic(view, view), () -> dinic(rival, view)));
        return result;
    }

    private Map<String, Double> inTurns(int warmUpRounds, Runnable ofView, Runnable ofRival) {
        Turns turns = new Turns(rounds, warmUpRounds)
                .with(VIEW, ofView)
                .with(RIVAL, ofRival)
                .run();
        Map<String, Double> result = new LinkedHashMap<>();
        result.put(VIEW, round(turns.median(VIEW)));
        result.put(RIVAL, round(turns.median(RIVAL)));
        result.put("ratio", round(turns.ratio(VIEW, RIVAL)));
        return result;
    }

    private static <E> void walk(Graph<Integer, E> graph) {
        double sum = 0;
        for (Integer vertex : graph.vertexSet()) {
            for (E edge : graph.outgoingEdgesOf(vertex)) {
                double weight = graph.getEdgeWeight(edge);
                sum += Double.isInfinite(weight) ? 0 : weight * graph.getEdgeTarget(edge);
            }
        }
        requirePositive(sum);
    }

    private static <E> void pageRank(Graph<Integer, E> graph) {
        requirePositive(new PageRank<>(graph, 0.85, 100, 1e-12).getVertexScore(0));
    }

    private static <E> void dinic(Graph<Integer, E> graph, AttentionGraph ends) {
        requirePositive(new DinicMFImpl<>(graph, 1e-12).getMaximumFlowValue(ends.source(), ends.sink()));
    }

    /** Uses a result, so that its computation cannot be left out. */
    private static void requirePositive(double result) {
        if (!(result > 0)) {
            throw new IllegalStateException("expected a positive result, found " + result);
        }
    }

    private static AttentionGraph view(AttentionDag dag) {
        return dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE);
    }

    private static Graph<Integer, DefaultWeightedEdge> defaultGraph(AttentionGraph view) {
        Graph<Integer, DefaultWeightedEdge> graph = new DefaultDirectedWeightedGraph<>(DefaultWeightedEdge.class);
        view.vertexSet().forEach(graph::addVertex);
        for (Integer edge : view.edgeSet()) {
            DefaultWeightedEdge copy = graph.addEdge(view.getEdgeSource(edge), view.getEdgeTarget(edge));
            graph.setEdgeWeight(copy, view.getEdgeWeight(edge));
        }
        return graph;
    }

    private AttentionDag complete() {
        Random random = new Random(seed);
        float[] packed = new float[AttentionDag.rowStart(tokens)];
        for (int to = 1; to < tokens; to++) {
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
        Positions question = Positions.range(0, tokens / 8);
        Positions answer = Positions.range(tokens - ANSWER_TOKENS, tokens);
        return AttentionDag.over(tokens, packed, Regions.ofQuestionAndAnswer(tokens, question, answer));
    }

    /** The bytes in use on the heap after garbage was collected. */
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int j = 0; j < 3; j++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    /** To four significant digits. */
    private static double round(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
