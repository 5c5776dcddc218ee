package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A decoder over batches of one shape, forward and backward. Every activation is made once, here; a step overwrites them.
 *
 * <p>One thread uses it at a time. Memory: about L N (4 D + 4 F + 4 H d + 3 G d + H T) floats.
 */
public final class TrainableDecoder {
    private final ModelConfig config;
    private final int length;
    private final Scratch scratch;
    private final TrainableEmbedding embedding;
    private final List<TrainableLayer> layers = new ArrayList<>();
    private final List<INDArray> hidden =
            new ArrayList<>(); // [N, D] the residual stream before each layer, and after the last
    private final TrainableNorm finalNorm;
    private final INDArray normed; // [N, D]
    private final TrainableLinear output;
    private final INDArray logits; // [N, V]
    private final INDArray gradient; // [N, D] of the residual stream

    /**
     * @param parameters what the passes read
     * @param gradients where the backward pass writes
     * @param sequences B
     * @param length T
     * @throws InputException if the model has not so many positions
     */
    public TrainableDecoder(ParameterVector parameters, ParameterVector gradients, int sequences, int length) {
        ModelWeights weights = parameters.weights();
        ModelWeights gradient = gradients.weights();
        config = weights.config();
        config.requireLength(length, "a training batch");
        this.length = length;
        long N = (long) sequences * length;
        long D = config.width();
        scratch = new Scratch(config, sequences, length);
        embedding = new TrainableEmbedding(weights.embedding(), gradient.embedding(), N);
        SequencePositions positions = new SequencePositions(config, length);
        hidden.add(Nd4j.createUninitialized(DataType.FLOAT, N, D));
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(new TrainableLayer(
                    config, weights.layers().get(layer), gradient.layers().get(layer), positions, scratch));
            hidden.add(Nd4j.createUninitialized(DataType.FLOAT, N, D));
        }
        finalNorm = new TrainableNorm(weights.finalNorm(), gradient.finalNorm(), N);
        normed = Nd4j.createUninitialized(DataType.FLOAT, N, D);
        output = new TrainableLinear(weights.output(), gradient.output(), N);
        logits = Nd4j.createUninitialized(DataType.FLOAT, N, config.vocabulary());
        this.gradient = Nd4j.createUninitialized(DataType.FLOAT, N, D);
    }

    /**
     * The logits of the token after each position [N, V], valid until the next call.
     *
     * @param tokenIds [N], row after row
     */
    public INDArray forward(int[] tokenIds) {
        embedding.forward(tokenIds, hidden.get(0)); // [N, D]
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).forward(hidden.get(layer), hidden.get(layer + 1)); // [N, D]
        }
        finalNorm.forward(hidden.get(layers.size()), normed, scratch.narrow); // [N, D]
        output.forward(normed, logits); // [N, V]
        return logits;
    }

    /**
     * Overwrites the gradient of every parameter, once after each forward pass.
     *
     * @param logitsGradient [N, V]
     */
    public void backward(INDArray logitsGradient) {
        output.backward(normed, logitsGradient, gradient, 0); // [N, D]
        finalNorm.backward(hidden.get(layers.size()), gradient, scratch.narrow); // [N, D]
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            layers.get(layer).backward(hidden.get(layer), gradient); // [N, D]
        }
        embedding.backward(gradient, config.tiedEmbeddings() ? 1 : 0);
    }

    /**
     * The mean attention of one sequence in the last forward pass [T, T].
     *
     * @param index of the sequence
     * @param band the layers whose heads are averaged, at least one
     */
    INDArray meanAttention(int index, List<Integer> band) {
        long heads = config.heads();
        INDArray averaging =
                Nd4j.valueArrayOf(new long[] {1, heads}, 1.0 / (heads * band.size()), DataType.FLOAT); // [1, H]
        INDArray mean = Nd4j.zeros(DataType.FLOAT, 1, (long) length * length);
        for (int layer : band) {
            INDArray weights = layers.get(layer).attentionWeights().slice(index); // [H, T, T]
            Nd4j.gemm(averaging, weights.reshape(heads, (long) length * length), mean, false, false, 1, 1); // [1, T T]
        }
        return mean.reshape(length, length);
    }
}
