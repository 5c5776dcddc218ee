package org.flowtracer.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.flowtracer.dag.AttentionDag;

/**
 * The tokens that every path from S to a token, or to T, must cross.
 *
 * <p>The immediate dominator of a vertex is the nearest common ancestor, in the tree of dominators, of its reachable predecessors (Cooper, Harvey
 * and Kennedy 2001, "A simple, fast dominance algorithm"). In topological order one sweep finds them all: O(n^2) edges, each a walk up the tree
 * that is short unless the graph is nearly a chain. Immutable; safe for many threads.
 */
public final class Dominators {
    private static final int UNREACHED = -2;

    private final int size;
    private final int[] immediate;

    /** Sweeps a graph. */
    public Dominators(AttentionDag dag) {
        size = dag.size();
        int source = size;
        int sink = size + 1;
        immediate = new int[size + 2];
        int[] depth = new int[size + 2];
        Arrays.fill(immediate, UNREACHED);
        immediate[source] = source;
        dag.sources().stream().forEach(question -> immediate[question] = source);
        for (int to = 0; to < size; to++) {
            for (int from = 0; from < to; from++) {
                if (dag.weight(from, to) > 0) {
                    meet(from, to, depth);
                }
            }
            depth[to] = immediate[to] == UNREACHED ? 0 : depth[immediate[to]] + 1;
        }
        dag.sinks().stream().forEach(answer -> meet(answer, sink, depth));
    }

    /** Takes one more predecessor of {@code to} into account. */
    private void meet(int from, int to, int[] depth) {
        if (immediate[from] == UNREACHED) {
            return;
        }
        int one = from;
        int other = immediate[to] == UNREACHED ? from : immediate[to];
        while (one != other) {
            if (depth[one] >= depth[other]) {
                one = immediate[one];
            } else {
                other = immediate[other];
            }
        }
        immediate[to] = one;
    }

    /** The tokens that every path from S to T crosses, ascending; none where there is no path. */
    public List<Integer> ofSink() {
        return above(size + 1);
    }

    /** The tokens other than itself that every path from S to a token crosses, ascending; none where there is no path. */
    public List<Integer> of(int token) {
        return above(token);
    }

    private List<Integer> above(int vertex) {
        List<Integer> chain = new ArrayList<>();
        if (immediate[vertex] != UNREACHED) {
            for (int above = immediate[vertex]; above != size; above = immediate[above]) {
                chain.add(above);
            }
        }
        Collections.reverse(chain);
        return chain;
    }
}
