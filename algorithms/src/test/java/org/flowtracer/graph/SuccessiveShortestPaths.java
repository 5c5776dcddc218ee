package org.flowtracer.graph;

import java.util.Arrays;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;

/**
 * The plain oracle of {@link LeastCostMaximumFlow}: successive shortest paths with node potentials (Edmonds and Karp 1972; Ahuja, Magnanti and Orlin 1993,
 * section 9.7), a search of O(n^2) for each path that is filled. Where flows of equal cost exist it takes one of them.
 */
final class SuccessiveShortestPaths extends AttentionFlowAlgorithm {
    private final AttentionDag dag;

    SuccessiveShortestPaths(AttentionGraph graph) {
        super(graph);
        dag = graph.dag();
    }

    @Override
    boolean[] saturate(ResidualNetwork network) {
        Search search = new Search(network, lengths());
        while (search.findCheapestPath()) {
            search.fill();
        }
        return search.settled;
    }

    /** Row k holds the lengths of the edges into token k. */
    private double[][] lengths() {
        double[][] lengths = new double[dag.size()][];
        for (int to = 0; to < lengths.length; to++) {
            lengths[to] = new double[to];
            for (int from = 0; from < to; from++) {
                lengths[to][from] = PathAlgebra.length(dag.weight(from, to));
            }
        }
        return lengths;
    }

    /** One path after the other, on the same arrays. */
    private static final class Search {
        private static final int SINK = -1;

        private final ResidualNetwork network;
        private final double[][] lengths;
        private final int size;
        private final double[] price;
        private final double[] distance;
        private final int[] next;
        private final boolean[] settled;
        private final int[] path;
        private int first;

        Search(ResidualNetwork network, double[][] lengths) {
            this.network = network;
            this.lengths = lengths;
            size = network.size;
            price = new double[size];
            distance = new double[size];
            next = new int[size];
            settled = new boolean[size];
            path = new int[size];
        }

        /** Dijkstra's algorithm on reduced costs, from the sink to the nearest token where something can still enter; whether there is one. */
        boolean findCheapestPath() {
            Arrays.fill(settled, false);
            for (int token = 0; token < size; token++) {
                distance[token] = network.leaving[token] > 0 ? -price[token] : Double.POSITIVE_INFINITY;
                next[token] = SINK;
            }
            for (int to = nearest(); to < size; to = nearest()) {
                settled[to] = true;
                if (network.entering[to] > 0) {
                    first = to;
                    return true;
                }
                relaxInto(to);
            }
            return false;
        }

        /** The unsettled token of least distance, the earlier of equal ones; {@code size} if none is reached. */
        private int nearest() {
            int nearest = size;
            double least = Double.POSITIVE_INFINITY;
            for (int token = 0; token < size; token++) {
                if (!settled[token] && distance[token] < least) {
                    least = distance[token];
                    nearest = token;
                }
            }
            return nearest;
        }

        private void relaxInto(int to) {
            for (int from = 0; from < to; from++) {
                if (network.forward[to][from] > 0) {
                    relax(from, to, lengths[to][from]);
                }
            }
            double[] sent = network.backward[to];
            for (int from = to + 1; from < size; from++) {
                if (sent[from - to - 1] > 0) {
                    relax(from, to, -lengths[from][to]);
                }
            }
        }

        /** Reduced costs are not negative but for rounding, which is cut off. */
        private void relax(int from, int to, double cost) {
            double through = distance[to] + Math.max(0, cost + price[to] - price[from]);
            if (!settled[from] && through < distance[from]) {
                distance[from] = through;
                next[from] = to;
            }
        }

        /** Sends what the path found can carry, and raises the prices so that reduced costs stay right. */
        void fill() {
            int length = 0;
            for (int token = first; token != SINK; token = next[token]) {
                length++;
            }
            int j = length;
            for (int token = first; token != SINK; token = next[token]) {
                path[--j] = token;
            }
            network.push(path, length, network.bottleneck(path, length));
            for (int token = 0; token < size; token++) {
                price[token] += Math.min(distance[token], distance[first]);
            }
        }
    }
}
