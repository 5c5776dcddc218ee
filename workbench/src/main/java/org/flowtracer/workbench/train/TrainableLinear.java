package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.Linear;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A projection, output = input W^T + b, and its gradient.
 *
 * @param linear W [out, in] and b [1, out]
 * @param gradient theirs
 * @param ones [1, N], every entry 1: the sum of N rows is its product with them
 */
record TrainableLinear(Linear linear, Linear gradient, INDArray ones) {
    TrainableLinear(Linear linear, Linear gradient, long rows) {
        this(linear, gradient, Nd4j.ones(DataType.FLOAT, 1, rows));
    }

    /**
     * Projects each row.
     *
     * @param input [N, in]
     * @param output [N, out], overwritten
     */
    void forward(INDArray input, INDArray output) {
        linear.apply(input, output);
    }

    /**
     * The gradient of W and b, overwritten, and of the input.
     *
     * @param input [N, in], as in the forward pass
     * @param outputGradient [N, out]
     * @param inputGradient [N, in]: {@code kept} times what it held, and this projection's share
     * @param kept 0 to overwrite, 1 to add
     */
    void backward(INDArray input, INDArray outputGradient, INDArray inputGradient, double kept) {
        Nd4j.gemm(outputGradient, input, gradient.weight(), true, false, 1, 0); // [out, in]
        if (gradient.bias() != null) {
            Nd4j.gemm(ones, outputGradient, gradient.bias(), false, false, 1, 0); // [1, out]
        }
        Nd4j.gemm(outputGradient, linear.weight(), inputGradient, false, false, 1, kept); // [N, in]
    }
}
