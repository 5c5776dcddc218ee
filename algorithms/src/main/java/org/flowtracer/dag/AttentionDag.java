package org.flowtracer.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;

/**
 * The attention graph: one node a token, and an edge from token i to every later token k with weight W[i][k] = attention that the query k
 * pays to the key i (section 3.1). A weight of 0 is no edge.
 *
 * <p>Memory: the rows of the queries 1, 2, ..., n - 1 are packed one after another; row k holds W[0][k], ..., W[k - 1][k] and starts at
 * {@link #rowStart}. That is 4 bytes for each of the n (n - 1) / 2 possible edges and nothing else. All arithmetic on the weights is double.
 *
 * <p>Immutable; safe for many threads.
 */
public final class AttentionDag {
    private final int size;
    private final float[] packed;
    private final Regions regions;
    private final Positions sources;
    private final Positions sinks;

    private AttentionDag(int size, float[] packed, Regions regions, Positions sources, Positions sinks) {
        this.size = size;
        this.packed = packed;
        this.regions = regions;
        this.sources = sources;
        this.sinks = sinks;
    }

    /** An edge from an earlier token to a later one. */
    public record Edge(int from, int to, double weight) {}

    /**
     * The graph of a trace. Heads are averaged first, then layers, in double. Cost O(layers x heads x n^2) time, one copy of the triangle.
     *
     * @throws IllegalArgumentException if the trace does not hold what the options ask for, or if the options leave no question or no answer
     */
    public static AttentionDag of(AttentionTrace trace, DagOptions options) {
        List<CausalMatrix> matrices = matrices(trace.attention(), options);
        int size = trace.size();
        float[] packed = new float[packedLength(size)];
        double[] row = new double[size];
        for (int query = 0; query < size; query++) {
            CausalMatrix.averageRow(matrices, query, row);
            if (options.diagonal() == DagOptions.Diagonal.RENORMALISE) {
                giveBackDiagonal(row, query);
            }
            int start = rowStart(query);
            for (int key = 0; key < query; key++) {
                packed[start + key] = (float) row[key];
            }
        }
        Positions sources = trace.regions().question();
        if (options.firstToken() == DagOptions.FirstToken.DROP) {
            for (int query = 1; query < size; query++) {
                packed[rowStart(query)] = 0f;
            }
            sources = sources.without(0);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a question that goes beyond the first token, which is to be dropped, found only that token");
            }
        }
        Positions answer = trace.regions().answer();
        Positions sinks = options.answerAt() == DagOptions.AnswerAt.PREDICTOR ? answer.predictors() : answer;
        if (sinks.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected an answer token that another token predicts, found the answer at " + answer);
        }
        return new AttentionDag(size, packed, trace.regions(), sources, sinks);
    }

    /**
     * A graph given edge by edge.
     *
     * @param size number of tokens n
     * @param edges in any order, weights in (0, 1], kept as float
     * @throws IllegalArgumentException if an edge runs backwards or to itself, stands twice, leaves the tokens, or has a weight outside (0, 1]
     */
    public static AttentionDag ofEdges(int size, Positions question, Positions answer, List<Edge> edges) {
        Regions regions = Regions.ofQuestionAndAnswer(size, question, answer);
        float[] packed = new float[packedLength(size)];
        for (int j = 0; j < edges.size(); j++) {
            Edge edge = edges.get(j);
            if (edge.from() < 0 || edge.to() >= size || edge.from() >= edge.to()) {
                throw new IllegalArgumentException("expected an edge from an earlier to a later of " + size
                        + " tokens, found " + edge.from() + " -> " + edge.to() + " at edge " + j);
            }
            float weight = (float) edge.weight();
            if (!(weight > 0 && edge.weight() <= 1)) {
                throw new IllegalArgumentException("expected a weight in (0, 1], found " + edge.weight() + " at edge "
                        + j + " (" + edge.from() + " -> " + edge.to() + ")");
            }
            int slot = rowStart(edge.to()) + edge.from();
            if (packed[slot] != 0) {
                throw new IllegalArgumentException(
                        "expected each edge once, found " + edge.from() + " -> " + edge.to() + " again at edge " + j);
            }
            packed[slot] = weight;
        }
        return new AttentionDag(size, packed, regions, regions.question(), regions.answer());
    }

    /**
     * A graph over packed rows laid out as {@link #packed}; the array is not copied.
     *
     * @throws IllegalArgumentException if the length is not n (n - 1) / 2 or a weight is NaN, infinite or negative
     */
    public static AttentionDag over(int size, float[] packed, Regions regions) {
        if (packed.length != packedLength(size)) {
            throw new IllegalArgumentException(
                    "expected " + packedLength(size) + " weights for " + size + " tokens, found " + packed.length);
        }
        for (int query = 1, j = 0; query < size; query++) {
            for (int key = 0; key < query; key++, j++) {
                if (!(packed[j] >= 0 && packed[j] <= Float.MAX_VALUE)) {
                    throw new IllegalArgumentException("expected finite weights of at least 0, found " + packed[j]
                            + " at edge " + key + " -> " + query);
                }
            }
        }
        return new AttentionDag(size, packed, regions.within(size), regions.question(), regions.answer());
    }

    /**
     * A graph with the same regions, sources and sinks, over other packed rows, which are not copied.
     *
     * @throws IllegalArgumentException as {@link #over}
     */
    public AttentionDag withWeights(float[] weights) {
        over(size, weights, regions);
        return new AttentionDag(size, weights, regions, sources, sinks);
    }

    private static List<CausalMatrix> matrices(Attention attention, DagOptions options) {
        if (!options.heads().isEmpty() && !(attention instanceof Attention.PerHead)) {
            throw new IllegalArgumentException("expected a trace that keeps every head, since heads " + options.heads()
                    + " were asked for, found one that is averaged over heads");
        }
        boolean stored = options.layers().equals(LayerBand.STORED);
        if (attention instanceof Attention.Averaged averaged) {
            boolean same = !averaged.layers().isEmpty()
                    && averaged.layers().equals(options.layers().layersOf(averaged.modelLayers()));
            if (!stored && !same) {
                throw new IllegalArgumentException("expected layers 'stored', since the trace is averaged over layers "
                        + (averaged.layers().isEmpty() ? "that it does not name" : averaged.layers()) + ", found '"
                        + options.layers() + "'");
            }
            return List.of(averaged.mean());
        }
        List<Integer> wanted = stored ? attention.layers() : options.layers().layersOf(attention.modelLayers());
        List<CausalMatrix> chosen = new ArrayList<>();
        for (int layer : wanted) {
            int slice = attention.layers().indexOf(layer);
            if (slice < 0) {
                throw new IllegalArgumentException("expected layers among the stored " + attention.layers()
                        + ", found '" + options.layers() + "', which needs " + layer);
            }
            if (attention instanceof Attention.PerLayer perLayer) {
                chosen.add(perLayer.means().get(slice));
            } else if (attention instanceof Attention.PerHead perHead) {
                chosen.addAll(heads(perHead, slice, options.heads()));
            }
        }
        return chosen;
    }

    private static List<CausalMatrix> heads(Attention.PerHead attention, int stored, List<Integer> chosen) {
        List<CausalMatrix> all = attention.heads().get(stored);
        for (int head : chosen) {
            if (head < 0 || head >= all.size()) {
                throw new IllegalArgumentException("expected heads below " + all.size() + ", found " + head);
            }
        }
        return chosen.isEmpty() ? all : chosen.stream().map(all::get).toList();
    }

    /** Scales the entries before the diagonal so that they sum to what the whole row summed to. */
    private static void giveBackDiagonal(double[] row, int query) {
        double others = 0;
        for (int key = 0; key < query; key++) {
            others += row[key];
        }
        if (others > 0) {
            double scale = (others + row[query]) / others;
            for (int key = 0; key < query; key++) {
                row[key] *= scale;
            }
        }
    }

    private static int packedLength(int size) {
        return size == 0 ? 0 : CausalMatrix.packedLength(size) - size;
    }

    /** Where row {@code query} starts in {@link #packed}; {@code W[key][query]} lies {@code key} entries behind. */
    public static int rowStart(int query) {
        return (int) ((long) query * (query - 1) / 2);
    }

    /** The number of tokens n. */
    public int size() {
        return size;
    }

    /** W[from][to]: the attention that the later token pays to the earlier one; 0 where there is no edge. */
    public double weight(int from, int to) {
        return from < to ? packed[rowStart(to) + from] : 0;
    }

    /** The rows themselves, not a copy and not to be written to. */
    public float[] packed() {
        return packed;
    }

    /** The tokens' regions, as the trace has them. */
    public Regions regions() {
        return regions;
    }

    /** Where flow enters: the question, without a dropped first token. */
    public Positions sources() {
        return sources;
    }

    /** Where flow leaves: the answer's tokens, or their predictors. */
    public Positions sinks() {
        return sinks;
    }

    /**
     * This graph for JGraphT's algorithms: a read-only view over the same memory, weighted by attention, without virtual source and sink (see
     * {@link AttentionGraph#weightedBy} and {@link AttentionGraph#withSourceAndSink}). Cost O(n^2) time and 3/8 of a byte a possible edge.
     */
    public AttentionGraph asGraph() {
        return new AttentionGraph(this);
    }

    /** The number of edges, that is of weights above 0. Cost O(n^2). */
    public long edgeCount() {
        return IntStream.range(0, packed.length).filter(j -> packed[j] > 0).count();
    }

    /** The edges in the order of their target, then of their source. Cost O(n^2) time, an object an edge: for small graphs. */
    public List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (int to = 1; to < size; to++) {
            for (int from = 0; from < to; from++) {
                double weight = weight(from, to);
                if (weight > 0) {
                    edges.add(new Edge(from, to, weight));
                }
            }
        }
        return edges;
    }
}
