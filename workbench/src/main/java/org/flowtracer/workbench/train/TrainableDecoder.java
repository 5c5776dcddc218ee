package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A decoder over slices, forward and backward. Every activation is made once, here, for the largest slice; a pass overwrites them.
 *
 * <p>One thread uses it at a time. Memory: about L N (4 D + 3 F + 3 H d + 3 G d + H T) floats.
 */
final class TrainableDecoder implements AutoCloseable {
    private final Kernels kernels;
    private final ModelWeights weights;
    private final ActivationMemory memory = new ActivationMemory();
    private final List<TrainableLayer> layers = new ArrayList<>();
    private final List<INDArray> hidden =
            new ArrayList<>(); // [N, D] the residual stream before each layer, and after the last
    private final TrainableNorm finalNorm;
    private final INDArray normed; // [N, D]
    private final INDArray logits; // [N, V]
    private final INDArray probabilities; // [N, V]
    private final INDArray gradient; // [N, D] of the residual stream

    /**
     * @param weights what the passes read
     * @param rows N of the largest slice
     * @param length T of the longest sequence
     */
    TrainableDecoder(Kernels kernels, ModelWeights weights, int rows, int length) {
        this.kernels = kernels;
        this.weights = weights;
        ModelConfig config = weights.config();
        Scratch scratch = new Scratch(config, rows, length, memory);
        hidden.add(memory.floats(rows, config.width()));
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(new TrainableLayer(kernels, config, weights.layers().get(layer), memory, scratch));
            hidden.add(memory.floats(rows, config.width()));
        }
        finalNorm = new TrainableNorm(kernels, weights.finalNorm(), memory, rows);
        normed = memory.floats(rows, config.width());
        logits = memory.floats(rows, config.vocabulary());
        probabilities = memory.floats(rows, config.vocabulary());
        gradient = memory.floats(rows, config.width());
    }

    /**
     * The logits of the token after each position, valid until the next call: the first B T rows of [.., V].
     *
     * @param tokenIds [B T], row after row
     */
    INDArray forward(int B, int T, int[] tokenIds) {
        kernels.lookUp(tokenIds, weights.embedding(), hidden.get(0)); // [N, D]
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).forward(B, T, hidden.get(layer), hidden.get(layer + 1)); // [N, D]
        }
        finalNorm.forward(B * T, hidden.get(layers.size()), normed); // [N, D]
        kernels.linear(B * T, normed, weights.output(), logits); // [N, V]
        return logits;
    }

    /**
     * The way back, once after each forward pass.
     *
     * @param tokenIds [B T], as in the forward pass
     * @param gradients of every parameter, to which is added
     * @param logitsGradient the first B T rows of [.., V]
     */
    void backward(int B, int T, int[] tokenIds, ModelWeights gradients, INDArray logitsGradient) {
        kernels.linearBackward(
                B * T, normed, logitsGradient, weights.output(), gradients.output(), gradient, 0); // [N, D]
        finalNorm.backward(B * T, hidden.get(layers.size()), gradients.finalNorm(), gradient); // [N, D]
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            layers.get(layer)
                    .backward(B, T, hidden.get(layer), gradients.layers().get(layer), gradient); // [N, D]
        }
        kernels.lookUpBackward(tokenIds, gradient, gradients.embedding());
    }

    /** Room for the softmax of the logits [.., V]. */
    INDArray probabilities() {
        return probabilities;
    }

    /** The normed hidden states of the last forward pass, of which its logits were made [.., D]. */
    INDArray hidden() {
        return normed;
    }

    /** The attention of a layer in the last forward pass [B, H, T, T]. */
    INDArray attention(int layer) {
        return layers.get(layer).attentionWeights();
    }

    @Override
    public void close() {
        memory.close();
    }
}
