package org.flowtracer.workbench.model;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Rotary position embedding: entries j and j + d/2 of a query or key are a point in the plane, turned by position times frequency j.
 *
 * <p>Exponents, frequencies and angles are rounded to float one after the other, as the reference does, so that far positions agree too.
 *
 * <p>Source: Su et al., arXiv 2104.09864, with the pairing of Hugging Face checkpoints.
 */
public final class RotaryEmbedding {
    private final float[] frequencies;

    /** The rotation of heads of width {@code headWidth}, which is even. */
    public RotaryEmbedding(RotaryConfig config, int headWidth) {
        frequencies = new float[headWidth / 2];
        for (int j = 0; j < frequencies.length; j++) {
            float exponent = 2f * j / headWidth;
            float frequency = 1 / (float) Math.pow(config.theta(), exponent);
            frequencies[j] = config.scaling().scaled(frequency);
        }
    }

    /**
     * The rotation of a stretch of positions.
     *
     * @param cosine [1, T, d], or [N, 1, d] for rows, the two halves alike
     * @param signedSine of the same shape, the first half negated
     */
    public record Turn(INDArray cosine, INDArray signedSine) {
        /**
         * Turns in place.
         *
         * @param vectors [heads, T, d], or [N, heads, d] for rows, modified
         * @param swapped of the same shape, scratch
         */
        public void apply(INDArray vectors, INDArray swapped) {
            long d = vectors.size(2);
            INDArray sineFirst = half(signedSine, 0, d / 2); // [1, T, d/2]
            INDArray sineSecond = half(signedSine, d / 2, d); // [1, T, d/2]
            Nd4j.exec(new MulOp(half(vectors, d / 2, d), sineFirst, half(swapped, 0, d / 2))); // [heads, T, d/2]
            Nd4j.exec(new MulOp(half(vectors, 0, d / 2), sineSecond, half(swapped, d / 2, d))); // [heads, T, d/2]
            Nd4j.exec(new MulOp(vectors, cosine, vectors)); // [heads, T, d]
            vectors.addi(swapped); // [heads, T, d]
        }

        private static INDArray half(INDArray array, long from, long to) {
            return array.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
        }
    }

    /** The rotation of the positions {@code first}, ..., {@code first + rows - 1}. */
    public Turn turn(int first, int rows) {
        return turn(IntStream.range(first, first + rows).toArray(), 1, rows);
    }

    /** The rotation of N rows, each a position of its own, with shapes [N, 1, d]: it turns vectors [N, heads, d]. */
    public Turn turnRows(int[] positions) {
        return turn(positions, positions.length, 1);
    }

    private Turn turn(int[] positions, long sequences, long length) {
        int half = frequencies.length;
        float[] cosine = new float[positions.length * 2 * half];
        float[] signedSine = new float[positions.length * 2 * half];
        for (int row = 0; row < positions.length; row++) {
            for (int j = 0; j < half; j++) {
                float angle = positions[row] * frequencies[j];
                int at = row * 2 * half + j;
                cosine[at] = (float) Math.cos(angle);
                cosine[at + half] = cosine[at];
                signedSine[at] = (float) -Math.sin(angle);
                signedSine[at + half] = -signedSine[at];
            }
        }
        long[] shape = {sequences, length, 2L * half};
        return new Turn(Nd4j.create(cosine, shape, DataType.FLOAT), Nd4j.create(signedSine, shape, DataType.FLOAT));
    }
}
