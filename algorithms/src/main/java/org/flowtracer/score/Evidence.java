package org.flowtracer.score;

import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.trace.AttentionTrace;
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

    /** The number of tokens n. */
    public int size() {
        return dag.size();
    }
}
