package org.flowtracer.trace;

import java.util.Arrays;
import java.util.List;

/**
 * The attention of a trace, in one of three grains: every head, the mean over heads of each layer, or one matrix averaged over heads and a
 * band of layers. A finer grain answers every question of a coarser one.
 */
public sealed interface Attention {
    /** The number of tokens. */
    int size();

    /** The absolute indices of the layers that are stored (or, for {@link Averaged}, that were averaged), ascending. */
    List<Integer> layers();

    /** The number of layers of the whole model, which the bands early, middle and late refer to. */
    int modelLayers();

    /**
     * Every head of the stored layers.
     *
     * @param heads {@code heads.get(l).get(h)}: head h of the l-th stored layer
     */
    record PerHead(List<Integer> layers, int modelLayers, List<List<CausalMatrix>> heads) implements Attention {
        /** @throws IllegalArgumentException if counts or sizes do not agree */
        public PerHead {
            layers = List.copyOf(layers);
            heads = heads.stream().map(List::copyOf).toList();
            requireLayers(layers, modelLayers, heads.size());
            int perLayer = heads.get(0).size();
            if (perLayer == 0 || heads.stream().anyMatch(h -> h.size() != perLayer)) {
                throw new IllegalArgumentException("expected the same number of heads, at least 1, in every layer");
            }
            requireSameSize(heads.stream().flatMap(List::stream).toList());
        }

        @Override
        public int size() {
            return heads.get(0).get(0).size();
        }

        /** The number of heads of a layer. */
        public int headCount() {
            return heads.get(0).size();
        }
    }

    /**
     * The mean over heads of each stored layer.
     *
     * @param means {@code means.get(l)}: the l-th stored layer
     */
    record PerLayer(List<Integer> layers, int modelLayers, List<CausalMatrix> means) implements Attention {
        /** @throws IllegalArgumentException if counts or sizes do not agree */
        public PerLayer {
            layers = List.copyOf(layers);
            means = List.copyOf(means);
            requireLayers(layers, modelLayers, means.size());
            requireSameSize(means);
        }

        @Override
        public int size() {
            return means.get(0).size();
        }
    }

    /**
     * One matrix, already averaged over heads and layers.
     *
     * @param layers which layers went into it; empty if unknown
     */
    record Averaged(List<Integer> layers, int modelLayers, CausalMatrix mean) implements Attention {
        public Averaged {
            layers = List.copyOf(layers);
            if (!layers.isEmpty()) {
                requireLayers(layers, modelLayers, layers.size());
            }
        }

        @Override
        public int size() {
            return mean.size();
        }
    }

    private static void requireLayers(List<Integer> layers, int modelLayers, int stored) {
        if (layers.isEmpty() || layers.size() != stored) {
            throw new IllegalArgumentException(
                    "expected one layer index for each of " + stored + " stored layers, found " + layers);
        }
        for (int j = 0; j < layers.size(); j++) {
            int layer = layers.get(j);
            if (layer < (j == 0 ? 0 : layers.get(j - 1) + 1) || layer >= modelLayers) {
                throw new IllegalArgumentException("expected ascending layer indices below " + modelLayers + ", found "
                        + Arrays.toString(layers.toArray()));
            }
        }
    }

    private static void requireSameSize(List<CausalMatrix> matrices) {
        int size = matrices.get(0).size();
        if (matrices.stream().anyMatch(m -> m.size() != size)) {
            throw new IllegalArgumentException("expected attention of " + size + " tokens in every layer and head");
        }
    }
}
