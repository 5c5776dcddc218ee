package org.flowtracer.graph;

import java.util.Arrays;
import org.flowtracer.dag.AttentionDag;

/**
 * The best paths from S to T, and through every token, under a {@link PathAlgebra}: shortest, widest or longest.
 *
 * <p>One sweep forward and one backward over the packed rows, O(n^2) time, O(n) memory. Immutable; safe for many threads.
 */
public final class PathSweep {
    private final PathAlgebra algebra;
    private final AttentionDag dag;
    private final double[] fromSource;
    private final double[] toSink;

    /** Sweeps a graph. */
    public PathSweep(AttentionDag dag, PathAlgebra algebra) {
        this.dag = dag;
        this.algebra = algebra;
        fromSource = forward();
        toSink = backward();
    }

    private double[] forward() {
        double[] best = new double[dag.size()];
        Arrays.fill(best, algebra.none());
        dag.sources().stream().forEach(question -> best[question] = algebra.end());
        float[] packed = dag.packed();
        for (int to = 1; to < best.length; to++) {
            int row = AttentionDag.rowStart(to);
            double chosen = best[to];
            for (int from = 0; from < to; from++) {
                float weight = packed[row + from];
                if (weight > 0) {
                    chosen = algebra.choose(chosen, algebra.extend(best[from], weight));
                }
            }
            best[to] = chosen;
        }
        return best;
    }

    private double[] backward() {
        double[] best = new double[dag.size()];
        Arrays.fill(best, algebra.none());
        dag.sinks().stream().forEach(answer -> best[answer] = algebra.end());
        float[] packed = dag.packed();
        for (int to = best.length - 1; to > 0; to--) {
            int row = AttentionDag.rowStart(to);
            double onward = best[to];
            for (int from = 0; from < to; from++) {
                float weight = packed[row + from];
                if (weight > 0) {
                    best[from] = algebra.choose(best[from], algebra.extend(onward, weight));
                }
            }
        }
        return best;
    }

    /** The value of the best path from S to T; that of no path where there is none. */
    public double best() {
        double best = algebra.none();
        for (int answer : dag.sinks().toArray()) {
            best = algebra.choose(best, through(answer));
        }
        return best;
    }

    /** The value of the best path from S to T that passes a token. */
    public double through(int token) {
        return algebra.join(fromSource[token], toSink[token]);
    }

    /** {@link #through(int)} of every token [n]. */
    public double[] through() {
        double[] values = new double[dag.size()];
        Arrays.setAll(values, this::through);
        return values;
    }

    /** Whether any path leads from S through a token to T. */
    public boolean passes(int token) {
        return fromSource[token] != algebra.none() && toSink[token] != algebra.none();
    }
}
