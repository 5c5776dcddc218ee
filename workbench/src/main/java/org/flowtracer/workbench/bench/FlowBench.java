package org.flowtracer.workbench.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.model.ComputeBackend;

/**
 * What the two sweeps of {@link FlowTracer} cost on dense attention, with one thread and with all processors, beside
 *
 * <ul>
 *   <li>{@code read}: reading as many bytes, once for each sweep. {@link Arrays#mismatch} compares the two equal halves of an array of that size: a
 *       vectorised loop that loads every byte once, keeps nothing and stores nothing;
 *   <li>{@code strsv}: the two triangular solves in single precision by the BLAS that ND4J is bound to, on the square matrix that it asks for;
 *   <li>{@code jgrapht}: the same two sweeps over the edges of a JGraphT graph, on fewer tokens, beside {@link FlowTracer} on the same graph.
 * </ul>
 *
 * The sweeps' time is that of the whole of {@link FlowTracer#trace(AttentionDag, FlowOptions, int)}. Memory: 8 bytes an edge on the heap, 8 outside.
 *
 * @param tokens n of the dense graph
 * @param graphTokens n of the graph that JGraphT holds too
 * @param rounds how often each rival is timed
 * @param seed of the weights
 */
public record FlowBench(int tokens, int graphTokens, int rounds, long seed) {
    public static final FlowBench DEFAULT = new FlowBench(8192, 1024, 21, 1);

    /** @throws IllegalArgumentException if a graph has fewer than 8 tokens, or there is no round */
    public FlowBench {
        if (tokens < 8 || graphTokens < 8 || rounds < 1) {
            throw new IllegalArgumentException("expected at least 8 tokens and 1 round, found " + tokens + " and "
                    + graphTokens + " tokens and " + rounds + " rounds");
        }
    }

    /**
     * Measures. For each rival the shortest and the median time in milliseconds, both sweeps together; a ratio is the sweeps' time divided by the
     * rival's: {@code median} over rounds of the two taken in the same round, {@code shortest} of the shortest times.
     *
     * @return settings and results in the order to print them
     */
    public Map<String, Object> run() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "flow");
        result.put("tokens", tokens);
        result.put("megabytes", round(4e-6 * tokens * (tokens - 1) / 2));
        result.put("rounds", rounds);
        result.put("processors", processors);
        result.put("blas", ComputeBackend.start().blas());
        AttentionDag dag = denseDag(tokens);
        int[] sameSize = new int[dag.packed().length];
        Arrays.fill(sameSize, 1);
        int threadsBefore = org.bytedeco.openblas.presets.openblas_nolapack.blas_get_num_threads();
        try (TriangularSolve solve = new TriangularSolve(dag)) {
            result.put("one_thread", dense(dag, sameSize, solve, 1));
            result.put("all_processors", dense(dag, sameSize, solve, processors));
        } finally {
            org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(threadsBefore);
        }
        result.put("graph", beside(denseDag(graphTokens)));
        return result;
    }

    private Map<String, Object> dense(AttentionDag dag, int[] sameSize, TriangularSolve solve, int threads) {
        org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(threads);
        Turns turns = new Turns(rounds)
                .with("sweeps", () -> FlowTracer.trace(dag, FlowOptions.DEFAULT, threads))
                .with("read", () -> readTwice(sameSize, threads))
                .with("strsv", solve::both)
                .run();
        return summary(turns, "sweeps", "read", "strsv");
    }

    private Map<String, Object> beside(AttentionDag dag) {
        GraphSweeps graph = new GraphSweeps(dag);
        Turns turns = new Turns(rounds)
                .with("sweeps", () -> FlowTracer.trace(dag, FlowOptions.DEFAULT, 1))
                .with("jgrapht", graph::both)
                .run();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tokens", dag.size());
        result.putAll(summary(turns, "sweeps", "jgrapht"));
        return result;
    }

    private static Map<String, Object> summary(Turns turns, String ours, String... rivals) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(ours + "_ms", pair(turns.median(ours), turns.shortest(ours)));
        for (String rival : rivals) {
            result.put(rival + "_ms", pair(turns.median(rival), turns.shortest(rival)));
        }
        for (String rival : rivals) {
            result.put(
                    ours + "_to_" + rival,
                    pair(turns.ratio(ours, rival), turns.shortest(ours) / turns.shortest(rival)));
        }
        return result;
    }

    private static Map<String, Double> pair(double median, double shortest) {
        Map<String, Double> pair = new LinkedHashMap<>();
        pair.put("median", round(median));
        pair.put("shortest", round(shortest));
        return pair;
    }

    /** To four significant digits. */
    private static double round(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }

    /** Random attention whose rows sum to about 1: the first quarter asks, the last 32nd answers. */
    private AttentionDag denseDag(int size) {
        Random random = new Random(seed);
        float[] packed = new float[size * (size - 1) / 2];
        for (int k = 1; k < size; k++) {
            for (int i = 0; i < k; i++) {
                packed[AttentionDag.rowStart(k) + i] = 2 * random.nextFloat() / (k + 1);
            }
        }
        int answer = size - Math.max(1, size / 32);
        return AttentionDag.over(size, packed, Regions.ofRanges(0, size / 4, size / 4, size, answer, size));
    }

    private static void readTwice(int[] array, int threads) {
        for (int sweep = 0; sweep < 2; sweep++) {
            int half = array.length / 2;
            boolean equal = IntStream.range(0, threads).parallel().allMatch(part -> {
                int from = (int) ((long) half * part / threads);
                int to = (int) ((long) half * (part + 1) / threads);
                return Arrays.mismatch(array, from, to, array, half + from, half + to) < 0;
            });
            if (!equal) {
                throw new IllegalStateException("expected two equal halves");
            }
        }
    }

    /** h and g by BLAS: with L[k][i] = -W[i][k] and a unit diagonal, L^T h = b and L g = q. */
    private static final class TriangularSolve implements AutoCloseable {
        private final int size;
        private final FloatPointer matrix;
        private final FloatPointer vector;

        TriangularSolve(AttentionDag dag) {
            size = dag.size();
            matrix = new FloatPointer((long) size * size);
            vector = new FloatPointer((long) size);
            float[] row = new float[size];
            for (int k = 0; k < size; k++) {
                for (int i = 0; i < k; i++) {
                    row[i] = (float) -dag.weight(i, k);
                }
                matrix.position((long) k * size).put(row, 0, size);
            }
            matrix.position(0);
        }

        void both() {
            solve(openblas_nolapack.CblasTrans, size - 1);
            solve(openblas_nolapack.CblasNoTrans, 0);
        }

        private void solve(int transposed, int unitAt) {
            float[] unit = new float[size];
            unit[unitAt] = 1;
            vector.put(unit, 0, size);
            openblas_nolapack.cblas_strsv(
                    openblas_nolapack.CblasRowMajor,
                    openblas_nolapack.CblasLower,
                    transposed,
                    openblas_nolapack.CblasUnit,
                    size,
                    matrix,
                    size,
                    vector,
                    1);
        }

        @Override
        public void close() {
            matrix.close();
            vector.close();
        }
    }
}
