package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RotaryEmbedding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rotations of positions 0, ..., T - 1 for heads that stand side by side: x becomes x cosine + (x with the halves of each head swapped)
 * sine; the inverse has the sines' signs reversed.
 *
 * @param headWidth d
 * @param cosine [T, heads d]
 * @param sine [T, heads d], the first half of each head negated
 * @param backSine [T, heads d], the second half of each head negated
 */
record Rotation(int headWidth, INDArray cosine, INDArray sine, INDArray backSine) {
    /** The rotations of so many heads. */
    static Rotation of(ModelConfig config, int heads, int length) {
        RotaryEmbedding.Turn turn = new RotaryEmbedding(config.rotary(), config.headWidth()).turn(0, length);
        INDArray sine = sideBySide(turn.signedSine(), heads);
        return new Rotation(config.headWidth(), sideBySide(turn.cosine(), heads), sine, sine.neg());
    }

    /** [1, T, d] repeated to [T, heads d]. */
    private static INDArray sideBySide(INDArray table, int heads) {
        long T = table.size(1);
        long d = table.size(2);
        INDArray ones = Nd4j.ones(DataType.FLOAT, 1, heads, 1);
        return ones.mul(table.reshape(T, 1, d)).reshape(T, heads * d);
    }
}
