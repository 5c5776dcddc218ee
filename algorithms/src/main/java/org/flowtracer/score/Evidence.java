package org.flowtracer.score;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What a scorer may look at.
 *
 * @param dag the attention graph; its sources and sinks are the question and the answer
 * @param trace what the graph was made from, or null for a graph that came alone
 */
public record Evidence(AttentionDag dag, @Nullable AttentionTrace trace) {
    /** @throws IllegalArgumentException if graph and trace have different numbers of tokens */
    public Evidence {
        if (trace != null && trace.size() != dag.size()) {
            throw new IllegalArgumentException(
                    "expected a trace of " + dag.size() + " tokens as the graph, found " + trace.size());
        }
    }

    /** The graph of a trace, and the trace. */
    public static Evidence of(AttentionTrace trace, DagOptions options) {
        return new Evidence(AttentionDag.of(trace, options), trace);
    }

    /** A graph alone. */
    public static Evidence of(AttentionDag dag) {
        return new Evidence(dag, null);
    }

    /** The text of each token, if there is a trace. */
    public Optional<List<String>> tokens() {
        return Optional.ofNullable(trace).map(AttentionTrace::tokens);
    }

    /** The attention of every head of the stored layers, if the trace keeps the heads apart. */
    public Optional<Attention.PerHead> heads() {
        return trace != null && trace.attention() instanceof Attention.PerHead heads
                ? Optional.of(heads)
                : Optional.empty();
    }

    /**
     * The stored layers from the first to the last, each as the matrices whose mean is its attention, if the trace keeps the layers apart and
     * no layer between them is missing.
     */
    public Optional<List<List<CausalMatrix>>> layers() {
        if (trace == null) {
            return Optional.empty();
        }
        Attention attention = trace.attention();
        List<Integer> stored = attention.layers();
        if (stored.isEmpty() || stored.get(stored.size() - 1) - stored.get(0) + 1 != stored.size()) {
            return Optional.empty();
        }
        if (attention instanceof Attention.PerHead perHead) {
            return Optional.of(perHead.heads());
        }
        return attention instanceof Attention.PerLayer perLayer
                ? Optional.of(perLayer.means().stream().map(List::of).toList())
                : Optional.empty();
    }

    /** Natural log-probabilities, laid out as {@link AttentionTrace#logProb}, if the trace has them. */
    public Optional<float[]> logProb() {
        return Optional.ofNullable(trace).map(AttentionTrace::logProb);
    }

    /** Entropies in nats, laid out as {@link AttentionTrace#entropy}, if the trace has them. */
    public Optional<float[]> entropy() {
        return Optional.ofNullable(trace).map(AttentionTrace::entropy);
    }

    /** How the answer depends on each token's embedding; nothing for a graph that came alone. */
    public AnswerGradients gradients() {
        return trace == null ? AnswerGradients.NONE : trace.gradients();
    }

    /** {@code what} where the part of the evidence is absent: the answer of {@link TokenScorer#lacks}. */
    static Optional<String> unless(Optional<?> part, String what) {
        return part.isPresent() ? Optional.empty() : Optional.of(what);
    }

    static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, k -> values[k]);
        return wide;
    }

    /** The number of tokens n. */
    public int size() {
        return dag.size();
    }
}
