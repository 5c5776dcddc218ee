package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.RmsNorm;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Root-mean-square normalisation of rows, and its gradient ({@link Kernels#norm} has the formulas). */
final class TrainableNorm {
    private final Kernels kernels;
    private final RmsNorm norm;
    private final INDArray scale; // [rows, 1] from the forward pass

    /** @param rows of the largest slice */
    TrainableNorm(Kernels kernels, RmsNorm norm, ActivationMemory memory, long rows) {
        this.kernels = kernels;
        this.norm = norm;
        scale = memory.floats(rows, 1);
    }

    /**
     * Normalises each row.
     *
     * @param input [rows, width], to be kept for the backward pass
     * @param output [rows, width], overwritten
     */
    void forward(int rows, INDArray input, INDArray output) {
        kernels.norm(rows, input, norm, output, scale);
    }

    /** The output of the last forward pass once more, which costs less than to keep it. */
    void again(int rows, INDArray input, INDArray output) {
        kernels.normAgain(rows, input, scale, norm, output);
    }

    /**
     * The way back.
     *
     * @param input [rows, width], as in the forward pass
     * @param gradient of the weight, to which is added
     * @param change [rows, width]: the gradient of the output, replaced by that of the input
     */
    void backward(int rows, INDArray input, RmsNorm gradient, INDArray change) {
        kernels.normBackward(rows, input, scale, norm, gradient, change);
    }
}
