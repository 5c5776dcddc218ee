package org.flowtracer.workbench.train;

import java.util.Arrays;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RotaryEmbedding;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What positions 0, ..., T - 1 do to every sequence of a batch: the rotation of queries and keys with its inverse, and the causal mask. */
final class SequencePositions {
    /** What is added to the score of a later key: far enough below every score that its attention is exactly 0. */
    private static final float MASKED = -1e30f;

    private final RotaryEmbedding.Turn turn;
    private final RotaryEmbedding.Turn back;
    private final INDArray causalMask; // [1, 1, T, T]

    SequencePositions(ModelConfig config, int length) {
        turn = new RotaryEmbedding(config.rotary(), config.headWidth()).turn(0, length);
        back = new RotaryEmbedding.Turn(turn.cosine(), turn.signedSine().neg());
        float[] mask = new float[length * length];
        for (int query = 0; query < length; query++) {
            Arrays.fill(mask, query * length + query + 1, (query + 1) * length, MASKED);
        }
        causalMask = Nd4j.create(mask, new long[] {1, 1, length, length}, DataType.FLOAT);
    }

    /**
     * Turns queries or keys in place.
     *
     * @param vectors [B, heads, T, d], modified
     * @param scratch [B, heads, T, d]
     */
    void turn(INDArray vectors, INDArray scratch) {
        turn.apply(stacked(vectors), stacked(scratch));
    }

    /** The inverse, and so the transpose, of {@link #turn}: a gradient on its way back. */
    void turnBack(INDArray vectors, INDArray scratch) {
        back.apply(stacked(vectors), stacked(scratch));
    }

    /** 0 where the key stands at or before the query, far below 0 after it [1, 1, T, T]. */
    INDArray causalMask() {
        return causalMask;
    }

    /** [B, heads, T, d] seen as [B heads, T, d]. */
    private static INDArray stacked(INDArray heads) {
        return heads.reshape(heads.size(0) * heads.size(1), heads.size(2), heads.size(3));
    }
}
