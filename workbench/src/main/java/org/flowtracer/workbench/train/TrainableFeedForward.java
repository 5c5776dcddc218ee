package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.FeedForward;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gated feed-forward network, down(a u) with a = silu(g) = g sigmoid(g), and its gradient. The product a u is taken again in the backward
 * pass, which costs less than to keep it.
 */
final class TrainableFeedForward {
    private final Kernels kernels;
    private final FeedForward weights;
    private final long F;
    private final INDArray sigmoid; // [N, F] s = sigmoid(g)
    private final INDArray activated; // [N, F] g, then a
    private final INDArray lifted; // [N, F] u
    private final Scratch scratch;

    TrainableFeedForward(Kernels kernels, FeedForward weights, ActivationMemory memory, Scratch scratch) {
        this.kernels = kernels;
        this.weights = weights;
        F = weights.gate().weight().size(0);
        sigmoid = memory.floats(scratch.rows, F);
        activated = memory.floats(scratch.rows, F);
        lifted = memory.floats(scratch.rows, F);
        this.scratch = scratch;
    }

    /**
     * Transforms each row.
     *
     * @param input [N, D], to be kept for the backward pass
     * @param output [N, D], overwritten
     */
    void forward(int N, INDArray input, INDArray output) {
        kernels.linear(N, input, weights.gate(), activated); // [N, F] g
        kernels.linear(N, input, weights.up(), lifted); // [N, F] u
        kernels.gate(N * F, activated, sigmoid, lifted, scratch.wide); // [N, F] a, s, a u
        kernels.linear(N, scratch.wide, weights.down(), output); // [N, D]
    }

    /**
     * The way back.
     *
     * @param input [N, D], as in the forward pass
     * @param gradient of the weights, to which is added
     * @param outputGradient [N, D]
     * @param inputGradient [N, D], overwritten
     */
    void backward(int N, INDArray input, FeedForward gradient, INDArray outputGradient, INDArray inputGradient) {
        INDArray product = scratch.wideToo; // [N, F] a u
        INDArray change = scratch.wide; // [N, F] d(a u), then dg
        INDArray liftedGradient = scratch.wideToo; // [N, F] du
        kernels.multiply(N * F, activated, lifted, product);
        kernels.linearBackward(N, product, outputGradient, weights.down(), gradient.down(), change, 0);
        kernels.gateBackward(N * F, activated, sigmoid, lifted, change, liftedGradient);
        kernels.linearBackward(N, input, liftedGradient, weights.up(), gradient.up(), inputGradient, 0);
        kernels.linearBackward(N, input, change, weights.gate(), gradient.gate(), inputGradient, 1);
    }
}
