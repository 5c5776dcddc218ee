package org.flowtracer.dag;

/**
 * What the weight of an edge of an {@link AttentionGraph} stands for. Attention is W[i][k] of the edge i -> k; the edges from the virtual
 * source S to the q question tokens and from the answer to the virtual sink T have no attention, so each meaning gives them a weight of its own.
 */
public enum EdgeWeight {
    /** W; 1 at S and T. */
    ATTENTION,
    /** -log W, at least 0; 0 at S and T. The shortest path is the one of largest product of weights. */
    LENGTH,
    /** W as a capacity; 1/q at each edge of S, so that at most one unit enters; infinite at T. */
    CAPACITY_UNIT_SOURCE,
    /** W as a capacity; infinite at S and T. */
    CAPACITY_FREE_SOURCE;

    double ofToken(double attention) {
        return this == LENGTH ? Math.max(0, -Math.log(attention)) : attention;
    }

    double ofSource(int sources) {
        return switch (this) {
            case ATTENTION -> 1;
            case LENGTH -> 0;
            case CAPACITY_UNIT_SOURCE -> 1.0 / sources;
            case CAPACITY_FREE_SOURCE -> Double.POSITIVE_INFINITY;
        };
    }

    double ofSink() {
        return switch (this) {
            case ATTENTION -> 1;
            case LENGTH -> 0;
            case CAPACITY_UNIT_SOURCE, CAPACITY_FREE_SOURCE -> Double.POSITIVE_INFINITY;
        };
    }
}
