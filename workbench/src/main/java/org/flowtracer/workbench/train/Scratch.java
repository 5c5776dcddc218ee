package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.ModelConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Memory that every layer overwrites, in the forward pass and again in the backward pass. */
final class Scratch {
    final INDArray change; // [N, D] what a block adds to the residual stream, or the gradient of its input
    final INDArray narrow; // [N, D]
    final INDArray wide; // [N, F]
    final INDArray wideToo; // [N, F]
    final INDArray queryRows; // [N, H d]
    final INDArray keyRows; // [N, G d]
    final INDArray query; // [B, H, T, d]
    final INDArray queryToo; // [B, H, T, d]
    final INDArray key; // [B, G, T, d]
    final INDArray keyToo; // [B, G, T, d]
    final INDArray scores; // [B, H, T, T]

    Scratch(ModelConfig config, long sequences, long length) {
        long N = sequences * length;
        long H = config.heads();
        long G = config.keyValueHeads();
        long d = config.headWidth();
        change = floats(N, config.width());
        narrow = floats(N, config.width());
        wide = floats(N, config.feedForwardWidth());
        wideToo = floats(N, config.feedForwardWidth());
        queryRows = floats(N, H * d);
        keyRows = floats(N, G * d);
        query = floats(sequences, H, length, d);
        queryToo = floats(sequences, H, length, d);
        key = floats(sequences, G, length, d);
        keyToo = floats(sequences, G, length, d);
        scores = floats(sequences, H, length, length);
    }

    private static INDArray floats(long... shape) {
        return Nd4j.createUninitialized(DataType.FLOAT, shape);
    }
}
