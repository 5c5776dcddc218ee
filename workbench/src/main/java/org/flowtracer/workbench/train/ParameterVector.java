package org.flowtracer.workbench.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flowtracer.workbench.model.CheckpointSource;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Every parameter of a model in one flat vector, with a view for each tensor: writing into one writes into the other. The gradient of a model is
 * such a vector too.
 *
 * <p>Matrices come first, so that weight decay, which spares norms and biases, is one operation on {@link #matrices}.
 */
public final class ParameterVector {
    private static final int NORM_STRETCH = 4096;

    private final INDArray values;
    private final Map<String, INDArray> tensors = new LinkedHashMap<>();
    private final ModelWeights weights;
    private long matricesEnd;
    private long vectorsStart;

    private ParameterVector(ModelConfig config) {
        ComputeBackend.start();
        values = Nd4j.zeros(DataType.FLOAT, config.parameters());
        vectorsStart = config.parameters();
        try {
            weights = ModelWeights.of(config, this::place);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next matrix from the front, or the next vector from the back. */
    private INDArray place(String name, long... shape) {
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        long from;
        if (shape.length > 1) {
            from = matricesEnd;
            matricesEnd += length;
        } else {
            vectorsStart -= length;
            from = vectorsStart;
        }
        INDArray flat = values.get(NDArrayIndex.interval(from, from + length));
        INDArray tensor = shape.length > 1 ? flat.reshape(shape) : flat.reshape(1, length);
        tensors.put(name, tensor);
        return tensor;
    }

    /** All parameters 0: room for a gradient. */
    public static ParameterVector zeros(ModelConfig config) {
        return new ParameterVector(config);
    }

    /** Random parameters: normal matrices, biases of 0, norms of 1. */
    public static ParameterVector random(ModelConfig config, long seed) {
        try {
            return zeros(config).fill(ModelWeights.random(seed));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The parameters of a Hugging Face folder.
     *
     * @throws org.flowtracer.workbench.files.InputException if a tensor is missing, superfluous, of another shape or type, or not finite
     * @throws IOException if the disk refuses
     */
    public static ParameterVector load(Path folder, ModelConfig config) throws IOException {
        try (TensorStore stored = TensorStore.ofCheckpoint(folder)) {
            CheckpointSource source = new CheckpointSource(stored);
            ParameterVector parameters = zeros(config).fill(source);
            source.requireAllRead(config);
            return parameters;
        }
    }

    private ParameterVector fill(ModelWeights.Source source) throws IOException {
        for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
            boolean matrix = isMatrix(tensor.getKey());
            long[] shape = tensor.getValue().shape();
            tensor.getValue().assign(source.get(tensor.getKey(), matrix ? shape : new long[] {shape[1]}));
        }
        return this;
    }

    static boolean isMatrix(String name) {
        return !name.endsWith("norm.weight") && !name.endsWith(".bias");
    }

    /** All parameters [P]. */
    public INDArray values() {
        return values;
    }

    /**
     * The Euclidean norm of all of them: of stretches in float32, which over a whole vector of a million entries would lose a thousandth, and of these
     * norms in double.
     */
    public double norm() {
        double squares = 0;
        for (long from = 0; from < values.length(); from += NORM_STRETCH) {
            long to = Math.min(from + NORM_STRETCH, values.length());
            double norm =
                    values.get(NDArrayIndex.interval(from, to)).norm2Number().doubleValue();
            squares += norm * norm;
        }
        return Math.sqrt(squares);
    }

    /** Those of the matrices and embeddings [M], a view. */
    public INDArray matrices() {
        return values.get(NDArrayIndex.interval(0, matricesEnd));
    }

    /** A view for each tensor, by its name in a Hugging Face checkpoint; a vector of n entries is [1, n]. */
    public Map<String, INDArray> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * The view of one tensor.
     *
     * @throws IllegalArgumentException if the model has none of that name
     */
    public INDArray tensor(String name) {
        INDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("expected one of " + tensors.keySet() + ", found " + name);
        }
        return tensor;
    }

    /** The same views as a model's weights: a decoder on them sees every change. */
    public ModelWeights weights() {
        return weights;
    }
}
