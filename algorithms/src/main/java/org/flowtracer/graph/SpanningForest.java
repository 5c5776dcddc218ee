package org.flowtracer.graph;

import java.util.Arrays;

/**
 * The trees that a {@link NetworkSimplex} moves from basis to basis, and the price of each vertex: the length of the way from it to its root, where an
 * edge taken backwards counts with minus its length. Prices of what moves are summed up afresh along that way, so that rounding does not grow
 * with the number of moves.
 */
final class SpanningForest {
    /** Stands for no vertex. */
    static final int NONE = -1;

    /** The vertex above each vertex; {@link #NONE} above a root. */
    final int[] parent;
    /** The root of the tree that each vertex is in; {@link #NONE} where it is in none. */
    final int[] root;
    /** The number of edges between each vertex and its root. */
    final int[] depth;

    final double[] price;

    private final double[][] lengths;
    private final int[] firstChild;
    private final int[] nextSibling;
    private final int[] previousSibling;
    private final int[] waiting;

    /** @param lengths row k holds the lengths of the edges from earlier tokens into token k; S and T, the two vertices more, have edges of length 0 */
    SpanningForest(double[][] lengths) {
        this.lengths = lengths;
        int vertices = lengths.length + 2;
        parent = filled(vertices);
        root = filled(vertices);
        depth = new int[vertices];
        price = new double[vertices];
        firstChild = filled(vertices);
        nextSibling = filled(vertices);
        previousSibling = filled(vertices);
        waiting = new int[vertices];
    }

    private static int[] filled(int vertices) {
        int[] none = new int[vertices];
        Arrays.fill(none, NONE);
        return none;
    }

    /** The length of going from one vertex to another: of the edge between them, or minus that of the edge the other way. */
    double length(int from, int to) {
        if (Math.max(from, to) >= lengths.length) {
            return 0;
        }
        return from < to ? lengths[to][from] : -lengths[from][to];
    }

    /** Makes a vertex the root of a tree. */
    void plant(int vertex) {
        root[vertex] = vertex;
    }

    /** Hangs a vertex that has none above it, with all below it, under another. */
    void attach(int vertex, int to) {
        link(vertex, to);
        int count = 0;
        waiting[count++] = vertex;
        while (count > 0) {
            int child = waiting[--count];
            int above = parent[child];
            root[child] = root[above];
            depth[child] = depth[above] + 1;
            price[child] = length(child, above) + price[above];
            for (int below = firstChild[child]; below != NONE; below = nextSibling[below]) {
                waiting[count++] = below;
            }
        }
    }

    /** Cuts off {@code top} with all below it, turns that over so that {@code bottom} comes out on top, and hangs it under {@code to}. */
    void move(int top, int bottom, int to) {
        int below = NONE;
        int vertex = bottom;
        while (below != top) {
            int above = parent[vertex];
            unlink(vertex);
            if (below != NONE) {
                link(vertex, below);
            }
            below = vertex;
            vertex = above;
        }
        attach(bottom, to);
    }

    private void link(int vertex, int to) {
        parent[vertex] = to;
        previousSibling[vertex] = NONE;
        nextSibling[vertex] = firstChild[to];
        if (firstChild[to] != NONE) {
            previousSibling[firstChild[to]] = vertex;
        }
        firstChild[to] = vertex;
    }

    private void unlink(int vertex) {
        if (previousSibling[vertex] == NONE) {
            firstChild[parent[vertex]] = nextSibling[vertex];
        } else {
            nextSibling[previousSibling[vertex]] = nextSibling[vertex];
        }
        if (nextSibling[vertex] != NONE) {
            previousSibling[nextSibling[vertex]] = previousSibling[vertex];
        }
    }
}
