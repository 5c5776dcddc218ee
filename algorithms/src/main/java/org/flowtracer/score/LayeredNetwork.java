package org.flowtracer.score;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.flowtracer.trace.CausalMatrix;

/**
 * The layers of a transformer as a flow network, and maximum flows through it from one token at a time by Dinic's algorithm (Dinic 1970), searched from the
 * sinks so that memory is read in order.
 *
 * <p>Node (l, t), with number l n + t, is token t after l of the L layers; an edge leads from (l, key) to (l + 1, query) for every key up to
 * query. No edge is an object: edge (l, key, query) has the index l n (n + 1) / 2 + query (query + 1) / 2 + key in two arrays of residual
 * capacities, 16 bytes an edge. A residual capacity that is used up becomes exactly 0, so the search ends.
 *
 * <p>Cost: at most O(L n^2) a phase. On dense attention it is much less, since a search for distances does not look again at what it reached, the first
 * phase needs no search, and all that leads from the source is soon full. Not safe for many threads.
 */
final class LayeredNetwork {
    private static final int UNREACHED = -1;
    private static final int NONE = -1;

    private final int size;
    private final int layerCount;
    private final int[] sinks;
    private final double[] forward;
    private final double[] backward;
    /** Edges from each node to the nearest sink in the empty network. */
    private final int[] layersToSink;

    /** Edges from each node to the nearest sink along residual edges. */
    private final int[] distance;
    /** The tokens of each layer that the search for distances has not reached. */
    private final BitSet[] unreached;
    /** How many of the edges into each node from the layer below were tried in this phase. */
    private final int[] tried;
    /** The first used edge out of each node that was not tried in this phase. */
    private final int[] untriedUse;

    private final int[] queue;
    private final UsedEdges used;
    private int source;

    /**
     * @param layers each layer as the matrices whose mean is its attention
     * @param sinks the tokens where flow leaves above the last layer
     */
    LayeredNetwork(List<List<CausalMatrix>> layers, int[] sinks) {
        this.size = layers.get(0).get(0).size();
        this.layerCount = layers.size();
        this.sinks = sinks;
        this.forward = capacities(layers, size);
        this.backward = new double[forward.length];
        int nodes = (layerCount + 1) * size;
        this.distance = new int[nodes];
        this.unreached = new BitSet[layerCount + 1];
        Arrays.setAll(unreached, layer -> new BitSet(size));
        this.tried = new int[nodes];
        this.untriedUse = new int[nodes];
        this.queue = new int[nodes];
        this.used = new UsedEdges(nodes);
        measure();
        this.layersToSink = distance.clone();
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
        source = token;
        System.arraycopy(layersToSink, 0, distance, 0, distance.length);
        distance[source] = layerCount;
        double flow = 0;
        boolean reached = true;
        while (reached) {
            Arrays.fill(tried, 0);
            used.copyLatest(untriedUse);
            for (int sink : sinks) {
                flow += draw(layerCount * size + sink, Double.POSITIVE_INFINITY);
            }
            reached = canSend() && measure();
        }
        restore();
        return flow;
    }

    /** Whether any edge from the source towards a sink has something left. */
    private boolean canSend() {
        for (int query = source; query < size; query++) {
            if (layersToSink[size + query] != UNREACHED && forward[edge(0, source, query)] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Searches for distances to the sinks, breadth first and as far as the source; whether that is reached. */
    private boolean measure() {
        Arrays.fill(distance, UNREACHED);
        for (BitSet layer : unreached) {
            layer.set(source, size);
        }
        unreached[0].clear();
        unreached[0].set(source);
        int found = 0;
        for (int sink : sinks) {
            found = reach(layerCount * size + sink, 0, found);
        }
        for (int next = 0; next < found && distance[source] == UNREACHED; next++) {
            int node = queue[next];
            int token = node % size;
            int layer = node / size;
            if (layer > 0) {
                BitSet below = unreached[layer - 1];
                int row = edge(layer - 1, 0, token);
                for (int key = below.nextSetBit(0); key >= 0 && key <= token; key = below.nextSetBit(key + 1)) {
                    if (forward[row + key] > 0) {
                        found = reach(node - size - token + key, distance[node] + 1, found);
                    }
                }
            }
            for (int use = used.latest(node); use != NONE; use = used.previous(use)) {
                int upper = used.upper(use);
                if (distance[upper] == UNREACHED && backward[between(node, upper)] > 0) {
                    found = reach(upper, distance[node] + 1, found);
                }
            }
        }
        return distance[source] != UNREACHED;
    }

    private int reach(int node, int edges, int found) {
        distance[node] = edges;
        unreached[node / size].clear(node % size);
        queue[found] = node;
        return found + 1;
    }

    /** Draws up to {@code limit} from the source into a node along shortest paths; what came. */
    private double draw(int node, double limit) {
        if (node == source) {
            return limit;
        }
        double wanted = limit;
        double came = 0;
        while (wanted > 0) {
            int from = distance[node] < distance[source] ? before(node) : NONE;
            if (from == NONE) {
                distance[node] = UNREACHED;
                return Math.min(came, limit);
            }
            double amount = draw(
                    from, Math.min(wanted, from < node ? forward[between(from, node)] : backward[between(node, from)]));
            if (amount > 0) {
                send(from, node, amount);
                wanted -= amount;
                came += amount;
            }
        }
        return limit;
    }

    /**
     * The first untried node one farther from the sinks from which something can still be sent to a node; {@link #NONE} if there is none. First come those below,
     * (l - 1, t), (l - 1, t - 1), ... down to the source's token, in the lowest layer the source alone; then those above, which can give flow back.
     */
    private int before(int node) {
        int farther = distance[node] + 1;
        int layer = node / size;
        int token = node % size;
        int nearest = layer > 1 ? token : source;
        int count = layer > 1 ? token - source + 1 : layer;
        int below = node - size - token + nearest;
        int edge = layer > 0 ? edge(layer - 1, nearest, token) : 0;
        for (; tried[node] < count; tried[node]++) {
            int j = tried[node];
            if (distance[below - j] == farther && forward[edge - j] > 0) {
                return below - j;
            }
        }
        for (; untriedUse[node] != NONE; untriedUse[node] = used.previous(untriedUse[node])) {
            int upper = used.upper(untriedUse[node]);
            if (distance[upper] == farther && backward[between(node, upper)] > 0) {
                return upper;
            }
        }
        return NONE;
    }

    private void send(int from, int to, double amount) {
        if (from < to) {
            int edge = between(from, to);
            if (backward[edge] == 0) {
                used.add(from, to, forward[edge]);
            }
            forward[edge] -= amount;
            backward[edge] += amount;
        } else {
            int edge = between(to, from);
            forward[edge] += amount;
            backward[edge] -= amount;
        }
    }

    /** Takes all flow back, and restores the capacities exactly. */
    private void restore() {
        for (int use = used.count() - 1; use >= 0; use--) {
            int edge = between(used.lower(use), used.upper(use));
            forward[edge] = used.capacity(use);
            backward[edge] = 0;
        }
        used.clear();
    }

    /** The edge from a node to one in the layer above. */
    private int between(int lower, int upper) {
        return edge(lower / size, lower % size, upper % size);
    }

    private int edge(int layer, int key, int query) {
        return layer * CausalMatrix.packedLength(size) + CausalMatrix.rowStart(query) + key;
    }
}
