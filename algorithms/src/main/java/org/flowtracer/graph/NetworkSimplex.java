package org.flowtracer.graph;

import static org.flowtracer.graph.SpanningForest.NONE;

/**
 * Turns a maximum flow through a {@link ResidualNetwork} into the canonical one, which {@link LeastCostMaximumFlow} defines.
 *
 * <p>The primal network simplex method (Ahuja, Magnanti and Orlin 1993, chapter 11), on either side of the minimum cut, whose own edges no maximum flow
 * can change: a tree towards T holds all that could still send something there, and one towards S what could send something back. Where an edge
 * outside the trees, and the way from its head to the root, are shorter than the way from its tail, the edge enters: flow goes around the
 * cycle that it closes until an edge there is used up, which leaves. The trees are strongly feasible: every vertex can send something along its
 * tree to its root. They stay so because, of the edges used up together, the last one on the way around from the cycle's apex leaves;
 * so no basis comes twice (Cunningham 1976). Edges outside the trees may be filled in part: the flow begins as any.
 *
 * <p>Of the edges into one vertex the one that shortens the way most enters; the next vertex is looked at when none does. What ties remain is settled by
 * the same steps: among edges that neither shorten the way nor lengthen it, those enter that make the flow come earlier in the canonical order.
 */
final class NetworkSimplex {
    /** Ways whose lengths differ by no more are equally long: far more than sums of lengths are rounded by, far less than what tells attention apart. */
    static final double TIE = 1e-10;

    private final ResidualNetwork network;
    private final double[][] lengths;
    private final SpanningForest forest;
    private final int size;
    private final int source;
    private final int sink;
    /** The vertices of a cycle that an edge closes: from the apex down to the edge's tail, and from its head up to the apex. */
    private final int[] cycle;
    /** Where in the cycle the tail stands. */
    private int tailAt;
    /** Where in the cycle the apex stands for the second time. */
    private int end;

    /**
     * @param network carries a maximum flow
     * @param lengths row k holds the lengths of the edges into token k
     */
    NetworkSimplex(ResidualNetwork network, double[][] lengths) {
        this.network = network;
        this.lengths = lengths;
        forest = new SpanningForest(lengths);
        size = network.size;
        source = size;
        sink = size + 1;
        cycle = new int[size + 3];
        grow(sink);
        grow(source);
    }

    /** Searches, breadth first, for all that can send something to a root. */
    private void grow(int root) {
        forest.plant(root);
        int[] queue = new int[size + 1];
        queue[0] = root;
        int found = 1;
        for (int next = 0; next < found; next++) {
            for (int from = 0; from < size; from++) {
                if (forest.root[from] == NONE && residual(from, queue[next]) > 0) {
                    forest.attach(from, queue[next]);
                    queue[found++] = from;
                }
            }
        }
    }

    /** Which edge into a vertex should enter, by its tail; {@link SpanningForest#NONE} if none should. */
    private interface Rule {
        int entering(int to);
    }

    void run() {
        follow(this::shortening);
        follow(this::makingEarlier);
    }

    private void follow(Rule rule) {
        int to = sink;
        for (int settled = 0; settled <= sink; ) {
            int from = forest.root[to] == NONE ? NONE : rule.entering(to);
            if (from == NONE) {
                settled++;
                to = to == 0 ? sink : to - 1;
            } else {
                settled = 0;
                pivot(from, to);
            }
        }
    }

    private int shortening(int to) {
        double[] price = forest.price;
        int[] root = forest.root;
        int chosen = NONE;
        double least = -TIE - price[to];
        if (to < size) {
            double[] length = lengths[to];
            double[] open = network.forward[to];
            for (int from = 0; from < to; from++) {
                if (open[from] > 0 && length[from] - price[from] < least && root[from] == root[to]) {
                    least = length[from] - price[from];
                    chosen = from;
                }
            }
            double[] sent = network.backward[to];
            for (int from = to + 1; from < size; from++) {
                if (sent[from - to - 1] > 0 && -lengths[from][to] - price[from] < least && root[from] == root[to]) {
                    least = -lengths[from][to] - price[from];
                    chosen = from;
                }
            }
        }
        for (int from = to < size ? size : 0; from <= sink; from++) {
            if (-price[from] < least && root[from] == root[to] && residual(from, to) > 0) {
                least = -price[from];
                chosen = from;
            }
        }
        return chosen;
    }

    private int makingEarlier(int to) {
        for (int from = 0; from <= sink; from++) {
            if (residual(from, to) > 0
                    && forest.root[from] == forest.root[to]
                    && Math.abs(forest.length(from, to) + forest.price[to] - forest.price[from]) <= TIE
                    && forest.parent[from] != to
                    && forest.parent[to] != from
                    && wouldMakeEarlier(from, to)) {
                return from;
            }
        }
        return NONE;
    }

    /** Whether flow around the cycle that an edge closes adds to the first of the cycle's edges in the canonical order. */
    private boolean wouldMakeEarlier(int from, int to) {
        close(from, to);
        int firstLate = NONE;
        int firstEarly = NONE;
        boolean adds = false;
        for (int j = 0; j < end; j++) {
            int early = Math.min(cycle[j], cycle[j + 1]);
            int late = Math.max(cycle[j], cycle[j + 1]);
            boolean ofSource = early == source || late == source;
            if (!ofSource && (late > firstLate || (late == firstLate && early < firstEarly))) {
                firstLate = late;
                firstEarly = early;
                adds = early == cycle[j];
            }
        }
        return adds;
    }

    private void pivot(int from, int to) {
        close(from, to);
        double amount = Double.POSITIVE_INFINITY;
        int usedUp = NONE;
        for (int j = 0; j < end; j++) {
            double residual = residual(cycle[j], cycle[j + 1]);
            if (residual <= amount) {
                amount = residual;
                usedUp = j;
            }
        }
        if (amount > 0) {
            for (int j = 0; j < end; j++) {
                send(cycle[j], cycle[j + 1], amount);
            }
        }
        if (usedUp < tailAt) {
            forest.move(cycle[usedUp + 1], from, to);
        } else if (usedUp > tailAt) {
            forest.move(cycle[usedUp], to, from);
        }
    }

    private void close(int from, int to) {
        int apex = apex(from, to);
        tailAt = forest.depth[from] - forest.depth[apex];
        end = tailAt + 1 + forest.depth[to] - forest.depth[apex];
        int vertex = from;
        for (int j = tailAt; j >= 0; j--) {
            cycle[j] = vertex;
            vertex = forest.parent[vertex];
        }
        vertex = to;
        for (int j = tailAt + 1; j <= end; j++) {
            cycle[j] = vertex;
            vertex = forest.parent[vertex];
        }
    }

    /** The lowest vertex that is above both, or one of them. */
    private int apex(int one, int other) {
        int left = one;
        int right = other;
        while (left != right) {
            if (forest.depth[left] >= forest.depth[right]) {
                left = forest.parent[left];
            } else {
                right = forest.parent[right];
            }
        }
        return left;
    }

    /** What can still be sent from one vertex to another; between S and T themselves nothing. */
    private double residual(int from, int to) {
        if (from < size && to < size) {
            return from == to ? 0 : network.residual(from, to);
        }
        if (from >= size && to >= size) {
            return 0;
        }
        if (from >= size) {
            return from == source ? network.entering[to] : network.left[to];
        }
        return to == sink ? network.leaving[from] : network.entered[from];
    }

    private void send(int from, int to, double amount) {
        if (from < size && to < size) {
            network.send(from, to, amount);
        } else if (from == source) {
            network.enter(to, amount);
        } else if (to == source) {
            network.enter(from, -amount);
        } else if (to == sink) {
            network.leave(from, amount);
        } else {
            network.leave(to, -amount);
        }
    }
}
