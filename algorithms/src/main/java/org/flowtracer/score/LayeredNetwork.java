package org.flowtracer.score;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.trace.CausalMatrix;

/**
 * The layers of a transformer as a flow network, and maximum flows through it by Dinic's algorithm (Dinic 1970).
 *
 * <p>Node (l, t), with number l n + t, is token t after l of the L layers; an edge leads from (l, key) to (l + 1, query) for every key up to
 * query. No edge is an object: edge (l, key, query) has the index l n (n + 1) / 2 + query (query + 1) / 2 + key in two arrays of residual
 * capacities, 16 bytes an edge. A residual capacity that is used up becomes exactly 0, so the search ends.
 *
 * <p>Not safe for many threads.
 */
final class LayeredNetwork {
    private static final int UNSEEN = -1;

    private final int size;
    private final int layerCount;
    private final int end;
    private final double[] capacity;
    private final double[] forward;
    private final double[] backward;
    private final int[] level;
    private final int[] nextNeighbour;
    private final int[] queue;
    private final boolean[] sink;

    /**
     * @param layers each layer as the matrices whose mean is its attention
     * @param sinks the tokens where flow leaves above the last layer
     */
    LayeredNetwork(List<List<CausalMatrix>> layers, int[] sinks) {
        this.size = layers.get(0).get(0).size();
        this.layerCount = layers.size();
        this.end = Arrays.stream(sinks).max().orElse(-1) + 1;
        this.capacity = capacities(layers, size);
        this.forward = new double[capacity.length];
        this.backward = new double[capacity.length];
        int nodes = (layerCount + 1) * size;
        this.level = new int[nodes];
        this.nextNeighbour = new int[nodes];
        this.queue = new int[nodes];
        this.sink = new boolean[nodes];
        for (int token : sinks) {
            sink[layerCount * size + token] = true;
        }
    }

    private static double[] capacities(List<List<CausalMatrix>> layers, int size) {
        int perLayer = CausalMatrix.packedLength(size);
        double[] capacity = new double[Math.multiplyExact(layers.size(), perLayer)];
        double[] row = new double[size];
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int query = 0; query < size; query++) {
                CausalMatrix.averageRow(layers.get(layer), query, row);
                int start = layer * perLayer + CausalMatrix.rowStart(query);
                for (int key = 0; key <= query; key++) {
                    capacity[start + key] = 0.5 * row[key];
                }
                capacity[start + query] += 0.5;
            }
        }
        return capacity;
    }

    /** The value of a maximum flow from {@code token} below the first layer to the sinks above the last. */
    double maximumFlowFrom(int token) {
        System.arraycopy(capacity, 0, forward, 0, capacity.length);
        Arrays.fill(backward, 0);
        double flow = 0;
        while (setLevels(token)) {
            Arrays.fill(nextNeighbour, 0);
            flow += push(token, Double.POSITIVE_INFINITY);
        }
        return flow;
    }

    /** Numbers the nodes by their distance from {@code source} along residual edges, as far as the nearest sink; whether one was found. */
    private boolean setLevels(int source) {
        Arrays.fill(level, UNSEEN);
        level[source] = 0;
        queue[0] = source;
        int found = 1;
        int sinkLevel = Integer.MAX_VALUE;
        for (int next = 0; next < found && level[queue[next]] < sinkLevel; next++) {
            int node = queue[next];
            if (sink[node]) {
                sinkLevel = level[node];
            }
            for (int neighbour = 0; neighbour < neighbourCount(node); neighbour++) {
                int other = neighbour(node, neighbour);
                if (level[other] == UNSEEN && residual(node, neighbour) > 0) {
                    level[other] = level[node] + 1;
                    queue[found++] = other;
                }
            }
        }
        return sinkLevel < Integer.MAX_VALUE;
    }

    /** Sends up to {@code limit} from {@code node} to the sinks along edges that lead one level up; what could be sent. */
    private double push(int node, double limit) {
        if (sink[node]) {
            return limit;
        }
        double sent = 0;
        for (; nextNeighbour[node] < neighbourCount(node); nextNeighbour[node]++) {
            int neighbour = nextNeighbour[node];
            int other = neighbour(node, neighbour);
            double residual = residual(node, neighbour);
            if (level[other] != level[node] + 1 || residual <= 0) {
                continue;
            }
            double passed = push(other, Math.min(limit - sent, residual));
            if (passed > 0) {
                take(node, neighbour, passed);
                sent += passed;
            }
            if (sent >= limit) {
                break;
            }
        }
        return sent;
    }

    /**
     * How many nodes an edge joins to this one. First come those above, (l + 1, t), (l + 1, t + 1), ..., as far as flow to the sinks can use
     * them; then those below, (l - 1, 0), ..., (l - 1, t), to which only flow that is taken back leads.
     */
    private int neighbourCount(int node) {
        return aboveCount(node) + (node < size ? 0 : node % size + 1);
    }

    private int aboveCount(int node) {
        return node < layerCount * size ? Math.max(0, end - node % size) : 0;
    }

    private int neighbour(int node, int index) {
        int above = aboveCount(node);
        return index < above ? node + size + index : node - node % size - size + index - above;
    }

    private double residual(int node, int index) {
        return index < aboveCount(node) ? forward[edge(node, index)] : backward[edge(node, index)];
    }

    private void take(int node, int index, double flow) {
        boolean upwards = index < aboveCount(node);
        int edge = edge(node, index);
        forward[edge] += upwards ? -flow : flow;
        backward[edge] += upwards ? flow : -flow;
    }

    /** The index of the edge between a node and its neighbour. */
    private int edge(int node, int index) {
        int token = node % size;
        int layer = node / size;
        int above = aboveCount(node);
        return index < above ? edge(layer, token, token + index) : edge(layer - 1, index - above, token);
    }

    private int edge(int layer, int key, int query) {
        return layer * CausalMatrix.packedLength(size) + CausalMatrix.rowStart(query) + key;
    }
}
