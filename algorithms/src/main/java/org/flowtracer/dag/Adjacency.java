package org.flowtracer.dag;

import java.util.BitSet;

/**
 * Which vertices are joined: one bit for each edge in the row of its tail and one in the row of its head, so that either end's edges are
 * found without walking the weights. Vertex n is the virtual source, n + 1 the virtual sink; a reader without them stops below n.
 *
 * <p>Memory: about n^2 / 8 bytes for the heads and half as much for the tails, 3/8 of a byte for each of the n (n - 1) / 2 possible edges.
 */
final class Adjacency {
    private final BitSet[] successors;
    private final BitSet[] predecessors;

    /** Cost O(n^2). */
    Adjacency(AttentionDag dag) {
        int size = dag.size();
        successors = new BitSet[size + 2];
        predecessors = new BitSet[size + 2];
        for (int vertex = 0; vertex < size + 2; vertex++) {
            successors[vertex] = new BitSet(size + 2);
            predecessors[vertex] = new BitSet(vertex);
        }
        float[] packed = dag.packed();
        for (int to = 1; to < size; to++) {
            int row = AttentionDag.rowStart(to);
            for (int from = 0; from < to; from++) {
                if (packed[row + from] > 0) {
                    join(from, to);
                }
            }
        }
        dag.sources().stream().forEach(question -> join(size, question));
        dag.sinks().stream().forEach(answer -> join(answer, size + 1));
    }

    private void join(int from, int to) {
        successors[from].set(to);
        predecessors[to].set(from);
    }

    BitSet successors(int vertex) {
        return successors[vertex];
    }

    BitSet predecessors(int vertex) {
        return predecessors[vertex];
    }
}
