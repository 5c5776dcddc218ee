package org.flowtracer.workbench.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Root-mean-square normalisation: each row divided by sqrt(mean of its squares + epsilon), then scaled entry by entry.
 *
 * <p>Source: Zhang and Sennrich, arXiv 1910.07467.
 *
 * @param weight the scales [1, width]
 * @param ones [width, 1], every entry 1: the sum of a row is its product with this
 */
public record RmsNorm(INDArray weight, double epsilon, INDArray ones) {
    RmsNorm(INDArray weight, double epsilon) {
        this(weight, epsilon, Nd4j.ones(DataType.FLOAT, weight.length(), 1));
    }

    /**
     * Normalises each row.
     *
     * @param input [N, width]
     * @param output [N, width], overwritten; may be {@code input}
     * @param square [N, width], scratch
     * @param scale [N, 1], scratch
     */
    public void apply(INDArray input, INDArray output, INDArray square, INDArray scale) {
        Nd4j.exec(new MulOp(input, input, square)); // [N, width]
        Nd4j.gemm(square, ones, scale, false, false, 1, 0); // [N, 1] sum of squares
        scale.divi(
                ones.length()); // [N, 1] not a product with 1 / width, which is rounded and would tilt every row alike
        scale.addi(epsilon); // [N, 1]
        Nd4j.exec(new RSqrt(scale, scale)); // [N, 1]
        Nd4j.exec(new MulOp(input, scale, output)); // [N, width]
        Nd4j.exec(new MulOp(output, weight, output)); // [N, width]
    }
}
