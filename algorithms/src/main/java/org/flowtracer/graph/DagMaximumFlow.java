package org.flowtracer.graph;

import org.flowtracer.dag.AttentionGraph;

/**
 * A maximum flow directly on the packed rows of an attention graph, by Dinic's algorithm (Dinitz 1970), searched from the sink so that memory is
 * read in order.
 *
 * <p>Exact up to the rounding of double additions: no absolute tolerance cuts small capacities off, as JGraphT's 1e-9 does. Which of many
 * maximum flows is found depends on the search, earlier tokens first; {@link LeastCostMaximumFlow} gives a canonical one.
 *
 * <p>Cost: at most n phases, each a search of O(n^2) and a blocking flow; on dense attention some few phases. Memory 8 bytes for each
 * possible edge and direction.
 */
public final class DagMaximumFlow extends AttentionFlowAlgorithm {
    /** An algorithm on a graph weighted by capacities. */
    public DagMaximumFlow(AttentionGraph graph) {
        super(graph);
    }

    @Override
    boolean[] saturate(ResidualNetwork network) {
        Search search = new Search(network);
        while (search.level()) {
            search.block();
        }
        return search.reached();
    }

    /** One phase after the other, on the same arrays. */
    private static final class Search {
        private final ResidualNetwork network;
        private final int size;
        /** Edges to the sink along residual edges, 0 if not reached. */
        private final int[] distance;
        /** The first token not yet tried before each token on a path. */
        private final int[] untried;

        private final int[] queue;
        private final int[] path;
        private int shortest;

        Search(ResidualNetwork network) {
            this.network = network;
            size = network.size;
            distance = new int[size];
            untried = new int[size];
            queue = new int[size];
            path = new int[size];
        }

        /** Measures distances as far as the nearest token where something can still enter; whether there is one. */
        boolean level() {
            shortest = Integer.MAX_VALUE;
            int queued = 0;
            for (int token = 0; token < size; token++) {
                untried[token] = 0;
                distance[token] = network.leaving[token] > 0 ? 1 : 0;
                if (distance[token] == 1) {
                    queue[queued++] = token;
                }
            }
            for (int j = 0; j < queued && distance[queue[j]] <= shortest; j++) {
                int to = queue[j];
                if (network.entering[to] > 0) {
                    shortest = distance[to];
                }
                for (int from = 0; from < size && distance[to] < shortest; from++) {
                    if (distance[from] == 0 && from != to && network.residual(from, to) > 0) {
                        distance[from] = distance[to] + 1;
                        queue[queued++] = from;
                    }
                }
            }
            return shortest < Integer.MAX_VALUE;
        }

        boolean[] reached() {
            boolean[] reached = new boolean[size];
            for (int token = 0; token < size; token++) {
                reached[token] = distance[token] > 0;
            }
            return reached;
        }

        /** Fills every shortest path. */
        void block() {
            for (int last = 0; last < size; last++) {
                if (distance[last] == 1 && network.leaving[last] > 0) {
                    path[0] = last;
                    blockPathsTo();
                }
            }
        }

        private void blockPathsTo() {
            int length = 1;
            while (length > 0) {
                int to = path[length - 1];
                if (distance[to] == shortest && network.entering[to] > 0) {
                    network.push(path, length, network.bottleneck(path, length));
                    length = unfilled(length);
                    continue;
                }
                int from = distance[to] < shortest ? next(to) : size;
                if (from < size) {
                    path[length++] = from;
                } else {
                    distance[to] = -1;
                    length--;
                }
            }
        }

        /** The next token before {@code to} on a shortest path; {@code size} if there is none left. */
        private int next(int to) {
            int from = untried[to];
            while (from < size && (distance[from] != distance[to] + 1 || network.residual(from, to) == 0)) {
                from++;
            }
            untried[to] = from;
            return from;
        }

        /** How much of the path, from its end at the sink, is still open. */
        private int unfilled(int length) {
            if (network.leaving[path[0]] == 0) {
                return 0;
            }
            for (int j = 0; j + 1 < length; j++) {
                if (network.residual(path[j + 1], path[j]) == 0) {
                    return j + 1;
                }
            }
            return length;
        }
    }
}
