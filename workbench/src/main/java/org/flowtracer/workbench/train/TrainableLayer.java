package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.DecoderLayer;
import org.flowtracer.workbench.model.ModelConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer: attention and a feed-forward network, each applied to the normed residual stream and added to it. */
final class TrainableLayer {
    private final Kernels kernels;
    private final int D;
    private final TrainableNorm attentionNorm;
    private final TrainableAttention attention;
    private final TrainableNorm feedForwardNorm;
    private final TrainableFeedForward feedForward;
    private final Scratch scratch;
    private final INDArray middle; // [N, D] the residual stream between the blocks

    TrainableLayer(
            Kernels kernels, ModelConfig config, DecoderLayer weights, ActivationMemory memory, Scratch scratch) {
        this.kernels = kernels;
        this.scratch = scratch;
        D = config.width();
        long N = scratch.rows;
        attentionNorm = new TrainableNorm(kernels, weights.attentionNorm(), memory, N);
        attention = new TrainableAttention(kernels, config, weights.attention(), memory, scratch);
        feedForwardNorm = new TrainableNorm(kernels, weights.feedForwardNorm(), memory, N);
        feedForward = new TrainableFeedForward(kernels, weights.feedForward(), memory, scratch);
        middle = memory.floats(N, D);
    }

    /**
     * The residual stream after the layer.
     *
     * @param input [N, D], to be kept for the backward pass
     * @param output [N, D], overwritten
     */
    void forward(int B, int T, INDArray input, INDArray output) {
        int N = B * T;
        attentionNorm.forward(N, input, scratch.normed); // [N, D]
        attention.forward(B, T, scratch.normed, scratch.change); // [N, D]
        kernels.add((long) N * D, input, scratch.change, middle); // [N, D]

        feedForwardNorm.forward(N, middle, scratch.normed); // [N, D]
        feedForward.forward(N, scratch.normed, scratch.change); // [N, D]
        kernels.add((long) N * D, middle, scratch.change, output); // [N, D]
    }

    /**
     * The way back.
     *
     * @param input [N, D], as in the forward pass
     * @param weights the gradient of the weights, to which is added
     * @param gradient [N, D]: that of the residual stream after the layer, replaced by that before it
     */
    void backward(int B, int T, INDArray input, DecoderLayer weights, INDArray gradient) {
        int N = B * T;
        feedForwardNorm.again(N, middle, scratch.normed); // [N, D]
        feedForward.backward(N, scratch.normed, weights.feedForward(), gradient, scratch.change); // [N, D]
        feedForwardNorm.backward(N, middle, weights.feedForwardNorm(), scratch.change); // [N, D]
        kernels.add((long) N * D, gradient, scratch.change, gradient); // [N, D]

        attentionNorm.again(N, input, scratch.normed); // [N, D]
        attention.backward(B, T, scratch.normed, weights.attention(), gradient, scratch.change); // [N, D]
        attentionNorm.backward(N, input, weights.attentionNorm(), scratch.change); // [N, D]
        kernels.add((long) N * D, gradient, scratch.change, gradient); // [N, D]
    }

    /** The attention of the last forward pass [B, H, T, T]. */
    INDArray attentionWeights() {
        return attention.weights();
    }
}
