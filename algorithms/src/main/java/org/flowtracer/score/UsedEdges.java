package org.flowtracer.score;

import java.util.Arrays;

/**
 * The edges of a {@link LayeredNetwork} that came to carry flow, by the nodes below and above them, each with the capacity that it had before. An edge that
 * lost its flow and gained some again is listed twice.
 */
final class UsedEdges {
    private static final int NONE = -1;

    private final int[] latest;
    private int[] lower = new int[1024];
    private int[] upper = new int[lower.length];
    private int[] previous = new int[lower.length];
    private double[] capacity = new double[lower.length];
    private int count;

    UsedEdges(int nodes) {
        latest = new int[nodes];
        Arrays.fill(latest, NONE);
    }

    void add(int from, int to, double capacityBefore) {
        if (count == lower.length) {
            lower = Arrays.copyOf(lower, 2 * count);
            upper = Arrays.copyOf(upper, 2 * count);
            previous = Arrays.copyOf(previous, 2 * count);
            capacity = Arrays.copyOf(capacity, 2 * count);
        }
        lower[count] = from;
        upper[count] = to;
        previous[count] = latest[from];
        capacity[count] = capacityBefore;
        latest[from] = count++;
    }

    int count() {
        return count;
    }

    int lower(int use) {
        return lower[use];
    }

    int upper(int use) {
        return upper[use];
    }

    double capacity(int use) {
        return capacity[use];
    }

    /** The latest use of an edge out of a node; -1 if there is none. */
    int latest(int node) {
        return latest[node];
    }

    /** The use before, of an edge out of the same node; -1 if there is none. */
    int previous(int use) {
        return previous[use];
    }

    /** Writes {@link #latest} of each node. */
    void copyLatest(int[] target) {
        System.arraycopy(latest, 0, target, 0, latest.length);
    }

    void clear() {
        for (int use = 0; use < count; use++) {
            latest[lower[use]] = NONE;
        }
        count = 0;
    }
}
