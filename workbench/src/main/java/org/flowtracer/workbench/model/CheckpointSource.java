package org.flowtracer.workbench.model;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.safetensors.Tensor;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Weights of an open checkpoint, converted to float32 on the device through one small buffer. */
public final class CheckpointSource implements ModelWeights.Source {
    /** Floats that are converted at once: 4 MB. */
    private static final int CHUNK = 1 << 20;

    private final TensorStore tensors;
    private final Set<String> read = new HashSet<>();
    private final INDArray chunk;

    /** Weights of {@code tensors}, which stays open as long as they are asked for. */
    public CheckpointSource(TensorStore tensors) {
        ComputeBackend.start();
        this.tensors = tensors;
        this.chunk = Nd4j.createUninitialized(DataType.FLOAT, CHUNK);
    }

    @Override
    public INDArray get(String name, long... shape) throws IOException {
        Tensor tensor = tensors.tensor(name, shape);
        requireType(tensor);
        read.add(name);
        INDArray flat = Nd4j.createUninitialized(DataType.FLOAT, tensor.elements());
        for (long from = 0; from < tensor.elements(); from += CHUNK) {
            int count = (int) Math.min(CHUNK, tensor.elements() - from);
            FloatBuffer floats = chunk.data().asNioFloat().limit(count);
            tensor.readFinite(from, floats);
            Nd4j.getAffinityManager().tagLocation(chunk, AffinityManager.Location.HOST);
            flat.get(NDArrayIndex.interval(from, from + count)).assign(chunk.get(NDArrayIndex.interval(0, count)));
        }
        return shape.length == 1 ? flat.reshape(1, shape[0]) : flat.reshape(shape);
    }

    private static void requireType(Tensor tensor) {
        switch (tensor.type()) {
            case F32, F16, BF16 -> {}
            default ->
                throw new InputException("type F32, F16 or BF16", tensor.type().name(), tensor.where());
        }
    }

    /**
     * Refuses tensors that the model has no place for: the configuration describes another model then. Two kinds are harmless and passed over:
     * the frequencies of the rotation, which old checkpoints keep, and an output matrix where the configuration ties it to the embedding.
     */
    public void requireAllRead(ModelConfig config) {
        for (String name : tensors.names()) {
            boolean harmless =
                    name.endsWith(".rotary_emb.inv_freq") || (config.tiedEmbeddings() && name.equals("lm_head.weight"));
            if (!read.contains(name) && !harmless) {
                throw new InputException(
                        "only the tensors that config.json asks for",
                        "tensor '" + name + "' "
                                + Arrays.toString(tensors.tensor(name).shape()),
                        tensors.path().toString());
            }
        }
    }
}
