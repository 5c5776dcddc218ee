package org.flowtracer.workbench.capture;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.PassListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps attention as a decoder goes. Means are taken on the device, where they cost one vector-matrix product a layer; each number leaves it
 * once.
 */
public final class AttentionRecorder implements PassListener {
    private final Keep keep;
    private final List<Integer> layers;
    private final int modelLayers;
    private final List<TriangleRows> triangles = new ArrayList<>(); // one, one a layer, or H a layer
    private final INDArray averaging; // [1, H]: the weight of each head
    private INDArray mean = Nd4j.createUninitialized(DataType.FLOAT, 1, 1); // [1, T K] of the pass in work

    /**
     * A recorder for one sequence.
     *
     * @param layers the band, ascending
     * @param size n
     */
    public AttentionRecorder(Keep keep, List<Integer> layers, int modelLayers, int heads, int size) {
        this.keep = keep;
        this.layers = layers;
        this.modelLayers = modelLayers;
        int matrices = switch (keep) {
            case WEIGHTS -> 1;
            case LAYERS -> layers.size();
            case HEADS -> layers.size() * heads;
        };
        for (int j = 0; j < matrices; j++) {
            triangles.add(new TriangleRows(size));
        }
        double averaged = keep == Keep.WEIGHTS ? (double) heads * layers.size() : heads;
        averaging = Nd4j.valueArrayOf(new long[] {1, heads}, 1 / averaged, DataType.FLOAT);
    }

    @Override
    public void attended(int layer, int first, INDArray weights) {
        int slot = layers.indexOf(layer);
        if (slot < 0) {
            return;
        }
        int heads = (int) weights.size(0);
        int rows = (int) weights.size(1);
        long entries = weights.size(1) * weights.size(2); // T K
        if (keep == Keep.HEADS) {
            float[] values = HostCopy.of(weights);
            for (int head = 0; head < heads; head++) {
                triangles.get(slot * heads + head).put(first, rows, values, head * (int) entries);
            }
            return;
        }
        boolean begins = slot == 0 || keep == Keep.LAYERS;
        if (begins && mean.length() != entries) {
            mean.close();
            mean = Nd4j.createUninitialized(DataType.FLOAT, 1, entries);
        }
        Nd4j.gemm(averaging, weights.reshape(heads, entries), mean, false, false, 1, begins ? 0 : 1); // [1, T K]
        if (keep == Keep.LAYERS || slot == layers.size() - 1) {
            triangles.get(keep == Keep.LAYERS ? slot : 0).put(first, rows, HostCopy.of(mean), 0);
        }
    }

    /** What was kept, once every row has been seen. */
    public Attention attention() {
        List<CausalMatrix> matrices =
                triangles.stream().map(TriangleRows::matrix).toList();
        return switch (keep) {
            case WEIGHTS -> new Attention.Averaged(layers, modelLayers, matrices.get(0));
            case LAYERS -> new Attention.PerLayer(layers, modelLayers, matrices);
            case HEADS -> new Attention.PerHead(layers, modelLayers, byLayer(matrices));
        };
    }

    private List<List<CausalMatrix>> byLayer(List<CausalMatrix> matrices) {
        int heads = matrices.size() / layers.size();
        List<List<CausalMatrix>> grouped = new ArrayList<>();
        for (int slot = 0; slot < layers.size(); slot++) {
            grouped.add(matrices.subList(slot * heads, (slot + 1) * heads));
        }
        return grouped;
    }
}
