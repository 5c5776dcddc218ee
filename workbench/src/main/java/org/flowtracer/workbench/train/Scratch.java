package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.ModelConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the layers share: memory that each overwrites, in the forward pass and again in the backward pass, and the rotations. */
final class Scratch {
    final int rows; // N of the largest slice
    final int length; // T of the longest sequence
    final Rotation queryRotation;
    final Rotation keyRotation;
    final INDArray normed; // [N, D] what a block reads
    final INDArray change; // [N, D] what a block adds to the residual stream, or the gradient of its input
    final INDArray wide; // [N, F]
    final INDArray wideToo; // [N, F]
    final INDArray queryGradient; // [N, H d]
    final INDArray mixedGradient; // [N, H d]
    final INDArray keyGradient; // [N, G d]
    final INDArray valueGradient; // [N, G d]

    Scratch(ModelConfig config, int rows, int length, ActivationMemory memory) {
        this.rows = rows;
        this.length = length;
        queryRotation = Rotation.of(config, config.heads(), length);
        keyRotation = Rotation.of(config, config.keyValueHeads(), length);
        normed = memory.floats(rows, config.width());
        change = memory.floats(rows, config.width());
        wide = memory.floats(rows, config.feedForwardWidth());
        wideToo = memory.floats(rows, config.feedForwardWidth());
        queryGradient = memory.floats(rows, config.queryWidth());
        mixedGradient = memory.floats(rows, config.queryWidth());
        keyGradient = memory.floats(rows, config.keyValueWidth());
        valueGradient = memory.floats(rows, config.keyValueWidth());
    }
}
