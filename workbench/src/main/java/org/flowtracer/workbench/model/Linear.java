package org.flowtracer.workbench.model;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A projection: output = input W^T + b.
 *
 * @param weight W [out, in]
 * @param bias b [1, out], or null
 */
public record Linear(INDArray weight, @Nullable INDArray bias) {
    /**
     * Projects each row. A single row is a matrix-vector product, which costs the time to read W.
     *
     * @param input [T, in]
     * @param output [T, out], overwritten
     */
    public void apply(INDArray input, INDArray output) {
        if (input.rows() == 1) {
            // W times a column reads the same memory, and OpenBLAS is slower with the row on the left.
            INDArray column = input.reshape(input.columns(), 1); // [in, 1]
            Nd4j.gemm(weight, column, output.reshape(output.columns(), 1), false, false, 1, 0); // [out, 1]
        } else {
            Nd4j.gemm(input, weight, output, false, true, 1, 0); // [T, out]
        }
        if (bias != null) {
            Nd4j.exec(new AddOp(output, bias, output)); // [T, out]
        }
    }
}
