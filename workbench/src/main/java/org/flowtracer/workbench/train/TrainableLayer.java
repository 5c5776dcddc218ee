package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.DecoderLayer;
import org.flowtracer.workbench.model.ModelConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.factory.Nd4j;

/** One layer: attention and a feed-forward network, each applied to the normed residual stream and added to it. */
final class TrainableLayer {
    private final TrainableNorm attentionNorm;
    private final TrainableAttention attention;
    private final TrainableNorm feedForwardNorm;
    private final TrainableFeedForward feedForward;
    private final Scratch scratch;
    private final INDArray attended; // [N, D] what attention reads
    private final INDArray middle; // [N, D] the residual stream between the blocks
    private final INDArray fed; // [N, D] what the feed-forward network reads

    TrainableLayer(
            ModelConfig config,
            DecoderLayer weights,
            DecoderLayer gradient,
            SequencePositions positions,
            Scratch scratch) {
        long N = scratch.change.size(0);
        long D = config.width();
        attentionNorm = new TrainableNorm(weights.attentionNorm(), gradient.attentionNorm(), N);
        attention = new TrainableAttention(config, weights.attention(), gradient.attention(), positions, scratch);
        feedForwardNorm = new TrainableNorm(weights.feedForwardNorm(), gradient.feedForwardNorm(), N);
        feedForward = new TrainableFeedForward(weights.feedForward(), gradient.feedForward(), N, scratch);
        this.scratch = scratch;
        attended = Nd4j.createUninitialized(DataType.FLOAT, N, D);
        middle = Nd4j.createUninitialized(DataType.FLOAT, N, D);
        fed = Nd4j.createUninitialized(DataType.FLOAT, N, D);
    }

    /**
     * The residual stream after the layer.
     *
     * @param input [N, D], to be kept for the backward pass
     * @param output [N, D], overwritten
     */
    void forward(INDArray input, INDArray output) {
        attentionNorm.forward(input, attended, scratch.narrow); // [N, D]
        attention.forward(attended, scratch.change); // [N, D]
        Nd4j.exec(new AddOp(input, scratch.change, middle)); // [N, D]

        feedForwardNorm.forward(middle, fed, scratch.narrow); // [N, D]
        feedForward.forward(fed, scratch.change); // [N, D]
        Nd4j.exec(new AddOp(middle, scratch.change, output)); // [N, D]
    }

    /**
     * The gradients of the weights, overwritten, and of the residual stream.
     *
     * @param input [N, D], as in the forward pass
     * @param gradient [N, D]: that of the output, replaced by that of the input
     */
    void backward(INDArray input, INDArray gradient) {
        feedForward.backward(fed, gradient, scratch.change); // [N, D]
        feedForwardNorm.backward(middle, scratch.change, scratch.narrow); // [N, D]
        gradient.addi(scratch.change); // [N, D]

        attention.backward(attended, gradient, scratch.change); // [N, D]
        attentionNorm.backward(input, scratch.change, scratch.narrow); // [N, D]
        gradient.addi(scratch.change); // [N, D]
    }

    /** The attention of the last forward pass [B, H, T, T]. */
    INDArray attentionWeights() {
        return attention.weights();
    }
}
