package org.flowtracer.graph;

import org.flowtracer.dag.AttentionDag;

/**
 * The salience of an edge: the share of the n shortest-path trees, one rooted at each token and grown along the lengths -log W, that use it. Of
 * equally long paths a tree takes the one whose last token but one is earlier.
 *
 * <p>Source: Grady, Thiemann and Brockmann 2012, "Robust classification of salient links in complex networks", on directed edges.
 *
 * <p>Cost: a sweep of the packed rows a root, O(n^3) time in all; 12 bytes an edge. Immutable; safe for many threads.
 */
public final class HighSalienceSkeleton {
    private final int size;
    private final int[] uses;

    /** Grows the trees. */
    public HighSalienceSkeleton(AttentionDag dag) {
        size = dag.size();
        uses = new int[dag.packed().length];
        ShortestPathTrees trees = new ShortestPathTrees(dag);
        for (int root = 0; root < size; root++) {
            trees.grow(root);
            for (int to = root + 1; to < size; to++) {
                int nearest = trees.before(to);
                if (nearest != ShortestPathTrees.NONE) {
                    uses[AttentionDag.rowStart(to) + nearest]++;
                }
            }
        }
    }

    /** The salience of the edge {@code from -> to}, in [0, 1]. */
    public double salience(int from, int to) {
        return from < to ? (double) uses[AttentionDag.rowStart(to) + from] / size : 0;
    }
}
