package org.flowtracer.graph;

import java.util.Arrays;
import org.flowtracer.dag.AttentionDag;

/**
 * The shortest paths from one token after the other to all later ones, by the lengths -log W: one sweep of the packed rows a root, since the tokens are in
 * topological order already. Paths are equally short if their lengths are the same double.
 *
 * <p>Cost: O(n^2) a root; 8 bytes a possible edge. Not safe for many threads.
 */
public final class ShortestPathTrees {
    /** Stands for no token. */
    static final int NONE = -1;

    private final int size;
    private final double[] lengths;
    private final double[] distance;
    private final int[] before;
    private final double[] count;
    private final boolean[] tied;

    /** Takes the lengths of a graph's edges. */
    public ShortestPathTrees(AttentionDag dag) {
        size = dag.size();
        float[] packed = dag.packed();
        lengths = new double[packed.length];
        Arrays.setAll(lengths, j -> packed[j] > 0 ? PathAlgebra.length(packed[j]) : Double.POSITIVE_INFINITY);
        distance = new double[size];
        before = new int[size];
        count = new double[size];
        tied = new boolean[size];
    }

    /** Finds the shortest paths from a token; those from another are forgotten. */
    public void grow(int root) {
        Arrays.fill(distance, 0, root, Double.POSITIVE_INFINITY);
        distance[root] = 0;
        before[root] = NONE;
        count[root] = 1;
        for (int to = root + 1; to < size; to++) {
            reach(root, to);
        }
    }

    private void reach(int root, int to) {
        int row = AttentionDag.rowStart(to);
        double least = Double.POSITIVE_INFINITY;
        int nearest = NONE;
        double paths = 0;
        boolean equal = false;
        for (int from = root; from < to; from++) {
            double length = distance[from] + lengths[row + from];
            if (length < least) {
                least = length;
                nearest = from;
                paths = count[from];
                equal = false;
            } else if (length == least && nearest != NONE) {
                paths += count[from];
                equal = true;
            }
        }
        distance[to] = least;
        before[to] = nearest;
        count[to] = paths;
        tied[to] = equal;
    }

    /** The length of the shortest path from the root to a token; infinite where there is none. */
    public double distance(int token) {
        return distance[token];
    }

    /** The last token but one of the shortest path to a later token than the root, of equally short ones the earliest; {@link #NONE} where there is none. */
    int before(int token) {
        return before[token];
    }

    /** The number of shortest paths to a token. */
    double count(int token) {
        return count[token];
    }

    /** Whether shortest paths to a token differ in their last step. */
    boolean isTied(int token) {
        return tied[token];
    }

    /** Whether a shortest path to {@code to}, which has one, takes the step from {@code from}. */
    boolean leadsThrough(int from, int to) {
        return distance[from] + lengths[AttentionDag.rowStart(to) + from] == distance[to];
    }
}
