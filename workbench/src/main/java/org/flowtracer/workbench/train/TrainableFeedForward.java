package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.FeedForward;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gated feed-forward network, down(a u) with a = silu(g) = g sigmoid(g), and its gradient. The derivative of silu is s + a (1 - s) with
 * s = sigmoid(g): since s is kept, the backward pass takes no exponential.
 */
final class TrainableFeedForward {
    private final TrainableLinear gate;
    private final TrainableLinear up;
    private final TrainableLinear down;
    private final INDArray sigmoid; // [N, F] s
    private final INDArray activated; // [N, F] g, then a
    private final INDArray lifted; // [N, F] u
    private final INDArray product; // [N, F] a u
    private final INDArray change; // [N, F] the gradient of the product, then of g; scratch of all layers
    private final INDArray scratch; // [N, F] of all layers

    TrainableFeedForward(FeedForward weights, FeedForward gradient, long rows, Scratch scratch) {
        gate = new TrainableLinear(weights.gate(), gradient.gate(), rows);
        up = new TrainableLinear(weights.up(), gradient.up(), rows);
        down = new TrainableLinear(weights.down(), gradient.down(), rows);
        long F = weights.gate().weight().size(0);
        sigmoid = Nd4j.createUninitialized(DataType.FLOAT, rows, F);
        activated = Nd4j.createUninitialized(DataType.FLOAT, rows, F);
        lifted = Nd4j.createUninitialized(DataType.FLOAT, rows, F);
        product = Nd4j.createUninitialized(DataType.FLOAT, rows, F);
        this.change = scratch.wide;
        this.scratch = scratch.wideToo;
    }

    /**
     * Transforms each row.
     *
     * @param input [N, D], to be kept for the backward pass
     * @param output [N, D], overwritten
     */
    void forward(INDArray input, INDArray output) {
        gate.forward(input, activated); // [N, F] g
        up.forward(input, lifted); // [N, F] u
        Nd4j.exec(new Sigmoid(activated, sigmoid)); // [N, F] s
        activated.muli(sigmoid); // [N, F] a
        Nd4j.exec(new MulOp(activated, lifted, product)); // [N, F] a u
        down.forward(product, output); // [N, D]
    }

    /**
     * The gradients of the weights, overwritten, and of the input.
     *
     * @param input [N, D], as in the forward pass
     * @param outputGradient [N, D]
     * @param inputGradient [N, D], overwritten
     */
    void backward(INDArray input, INDArray outputGradient, INDArray inputGradient) {
        down.backward(product, outputGradient, change, 0); // [N, F] d(a u)
        Nd4j.exec(new MulOp(change, activated, scratch)); // [N, F] du
        up.backward(input, scratch, inputGradient, 0); // [N, D]
        change.muli(lifted); // [N, F] da
        Nd4j.exec(new MulOp(activated, sigmoid, scratch)); // [N, F] a s
        activated.subi(scratch).addi(sigmoid); // [N, F] a - a s + s, the derivative of silu
        change.muli(activated); // [N, F] dg
        gate.backward(input, change, inputGradient, 1); // [N, D]
    }
}
