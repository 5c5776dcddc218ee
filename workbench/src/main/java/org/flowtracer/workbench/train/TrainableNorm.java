package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.RmsNorm;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Root-mean-square normalisation, y = w x s with s = (mean of x^2 + epsilon)^(-1/2) for each row, and its gradient:
 *
 * <pre>
 * dw = sum over rows of dy x s
 * dx = s w dy - x s^3 (w dy . x) / width
 * </pre>
 */
final class TrainableNorm {
    private final RmsNorm norm;
    private final RmsNorm gradient;
    private final INDArray ones; // [1, N]
    private final INDArray scale; // [N, 1] s of each row, from the forward pass
    private final INDArray along; // [N, 1] how far each row's gradient points along the row

    TrainableNorm(RmsNorm norm, RmsNorm gradient, long rows) {
        this.norm = norm;
        this.gradient = gradient;
        ones = Nd4j.ones(DataType.FLOAT, 1, rows);
        scale = Nd4j.createUninitialized(DataType.FLOAT, rows, 1);
        along = Nd4j.createUninitialized(DataType.FLOAT, rows, 1);
    }

    /**
     * Normalises each row.
     *
     * @param input [N, width], to be kept for the backward pass
     * @param output [N, width], overwritten
     * @param scratch [N, width]
     */
    void forward(INDArray input, INDArray output, INDArray scratch) {
        norm.apply(input, output, scratch, scale);
    }

    /**
     * The gradient of the weight, overwritten, and of the input.
     *
     * @param input [N, width], as in the forward pass
     * @param change [N, width]: the gradient of the output, replaced by that of the input
     * @param scratch [N, width]
     */
    void backward(INDArray input, INDArray change, INDArray scratch) {
        long width = input.size(1);
        Nd4j.exec(new MulOp(change, input, scratch)); // [N, width] dy x
        Nd4j.exec(new MulOp(scratch, scale, scratch)); // [N, width] dy x s
        Nd4j.gemm(ones, scratch, gradient.weight(), false, false, 1, 0); // [1, width] dw
        Nd4j.gemm(
                scratch,
                norm.weight().reshape(width, 1),
                along,
                false,
                false,
                1.0 / width,
                0); // [N, 1] s (w dy . x) / width
        along.muli(scale).muli(scale); // [N, 1] s^3 (w dy . x) / width
        Nd4j.exec(new MulOp(change, norm.weight(), change)); // [N, width] w dy
        Nd4j.exec(new MulOp(change, scale, change)); // [N, width] s w dy
        Nd4j.exec(new MulOp(input, along, scratch)); // [N, width]
        change.subi(scratch); // [N, width] dx
    }
}
