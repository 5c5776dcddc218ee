package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.safetensors.Tensor;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the attention of a trace folder in any of its three layouts, a few rows at a time, and refuses what is negative, NaN, infinite or not
 * causal with its layer, head, query and key.
 */
final class AttentionReader {
    static final String HEADS = "attentions";
    static final String LAYERS = "layer_attentions";
    static final String WEIGHTS = "weights";

    /** The elements that are read at once, at least one row. */
    private static final int BLOCK = 1 << 16;

    private final Tensor tensor;
    private final int size;

    private AttentionReader(Tensor tensor, int size) {
        this.tensor = tensor;
        this.size = size;
        long[] shape = tensor.shape();
        int axes = shape.length;
        boolean square = axes >= 2 && shape[axes - 1] == size && shape[axes - 2] == size;
        int expected = tensor.name().equals(HEADS) ? 4 : tensor.name().equals(LAYERS) ? 3 : 2;
        if (!square || axes != expected || Arrays.stream(shape).anyMatch(length -> length == 0)) {
            String layout = List.of("", "", "[n, n]", "[layers, n, n]", "[layers, heads, n, n]")
                    .get(expected);
            throw new InputException(
                    "shape " + layout + " with n = " + size + " tokens", Arrays.toString(shape), tensor.where());
        }
    }

    /**
     * The attention that a store holds.
     *
     * @param size the number of tokens n
     * @param layers the absolute index of each stored layer, null where the trace does not say: then 0, 1, ...
     * @param modelLayers the layers of the whole model, 0 where the trace does not say: then no more than the stored ones need
     * @param finest heads are averaged while reading unless this is {@link Keep#HEADS}
     * @throws InputException if the store holds none or several of the layouts, or one with values that are no attention
     */
    static Attention read(TensorStore store, int size, @Nullable List<Integer> layers, int modelLayers, Keep finest)
            throws IOException {
        List<String> present = IntStream.range(0, 3)
                .mapToObj(List.of(HEADS, LAYERS, WEIGHTS)::get)
                .filter(store.names()::contains)
                .toList();
        if (present.size() != 1) {
            throw new InputException(
                    "one of the tensors " + HEADS + ", " + LAYERS + " and " + WEIGHTS,
                    present.isEmpty() ? "none" : String.join(" and ", present),
                    store.path().toString());
        }
        AttentionReader reader = new AttentionReader(store.tensor(present.get(0)), size);
        if (present.get(0).equals(WEIGHTS)) {
            List<Integer> averaged = layers == null ? List.of() : layers;
            return new Attention.Averaged(averaged, atLeast(modelLayers, averaged), reader.weights());
        }
        int stored = (int) reader.tensor.shape()[0];
        List<Integer> indices =
                layers != null ? layers : IntStream.range(0, stored).boxed().toList();
        if (indices.size() != stored) {
            throw new InputException(
                    "one entry of 'layers' for each of " + stored + " layers",
                    indices.toString(),
                    reader.tensor.where());
        }
        int all = atLeast(modelLayers, indices);
        if (present.get(0).equals(LAYERS)) {
            return new Attention.PerLayer(indices, all, reader.layers(indices));
        }
        return finest == Keep.HEADS
                ? new Attention.PerHead(indices, all, reader.heads(indices))
                : new Attention.PerLayer(indices, all, reader.meansOfHeads(indices));
    }

    private static int atLeast(int modelLayers, List<Integer> layers) {
        return modelLayers > 0 || layers.isEmpty() ? modelLayers : layers.get(layers.size() - 1) + 1;
    }

    /** One row of a matrix. */
    @FunctionalInterface
    private interface Row {
        /** @param values the row [n], to be read before this returns */
        void accept(int row, float[] values);
    }

    /** What the rows of a matrix are and where it stands, for messages. */
    private record Place(String matrix, boolean rowsAreQueries) {
        static Place of(int layer) {
            return new Place("layer " + layer + ", ", true);
        }

        static Place of(int layer, int head) {
            return new Place("layer " + layer + ", head " + head + ", ", true);
        }

        String at(int row, int column) {
            return " at " + matrix + "query " + (rowsAreQueries ? row : column) + ", key "
                    + (rowsAreQueries ? column : row);
        }
    }

    private List<CausalMatrix> layers(List<Integer> layers) throws IOException {
        List<CausalMatrix> means = new ArrayList<>();
        for (int layer : layers) {
            means.add(matrix(means.size(), Place.of(layer)));
        }
        return means;
    }

    private List<List<CausalMatrix>> heads(List<Integer> layers) throws IOException {
        List<List<CausalMatrix>> all = new ArrayList<>();
        for (int layer : layers) {
            List<CausalMatrix> heads = new ArrayList<>();
            for (int head = 0; head < headCount(); head++) {
                heads.add(matrix((long) all.size() * headCount() + head, Place.of(layer, head)));
            }
            all.add(heads);
        }
        return all;
    }

    private int headCount() {
        return (int) tensor.shape()[1];
    }

    private List<CausalMatrix> meansOfHeads(List<Integer> layers) throws IOException {
        List<CausalMatrix> means = new ArrayList<>();
        for (int layer : layers) {
            double[] sums = new double[CausalMatrix.packedLength(size)];
            for (int head = 0; head < headCount(); head++) {
                rows((long) means.size() * headCount() + head, Place.of(layer, head), (query, values) -> {
                    for (int key = 0, j = CausalMatrix.rowStart(query); key <= query; key++, j++) {
                        sums[j] += values[key];
                    }
                });
            }
            float[] packed = new float[sums.length];
            for (int j = 0; j < packed.length; j++) {
                packed[j] = (float) (sums[j] / headCount());
            }
            means.add(CausalMatrix.over(size, packed));
        }
        return means;
    }

    private CausalMatrix matrix(long index, Place place) throws IOException {
        float[] packed = new float[CausalMatrix.packedLength(size)];
        rows(
                index,
                place,
                (query, values) -> System.arraycopy(values, 0, packed, CausalMatrix.rowStart(query), query + 1));
        return CausalMatrix.over(size, packed);
    }

    private CausalMatrix weights() throws IOException {
        float[] packed = new float[CausalMatrix.packedLength(size)];
        rows(0, new Place("", false), (key, values) -> {
            for (int query = key; query < size; query++) {
                packed[CausalMatrix.rowStart(query) + key] = values[query];
            }
        });
        return CausalMatrix.over(size, packed);
    }

    private void rows(long matrix, Place place, Row each) throws IOException {
        float[] values = new float[size];
        FloatBuffer block = FloatBuffer.allocate(Math.max(1, BLOCK / size) * size);
        for (int row = 0; row < size; row++) {
            if (row * (long) size % block.capacity() == 0) {
                block.clear().limit(Math.min(block.capacity(), (size - row) * size));
                tensor.read((matrix * size + row) * size, block);
                block.flip();
            }
            block.get(values);
            requireAttention(row, values, place);
            each.accept(row, values);
        }
    }

    private void requireAttention(int row, float[] values, Place place) {
        for (int column = 0; column < size; column++) {
            float value = values[column];
            if (!(value >= 0 && value <= Float.MAX_VALUE)) {
                throw new InputException(
                        "finite attention of at least 0", value + place.at(row, column), tensor.where());
            }
            boolean later = place.rowsAreQueries() ? column > row : column < row;
            if (later && value != 0) {
                throw new InputException(
                        "no attention to a later token", value + place.at(row, column), tensor.where());
            }
        }
    }
}
