package org.flowtracer.workbench.train;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.OneHot;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rows of the embedding matrix that token ids name, and their gradient. The sum over equal tokens is a product with the one-hot matrix of the
 * ids: fast for vocabularies up to a few thousand, in memory N V.
 */
final class TrainableEmbedding {
    private final INDArray embedding; // [V, D]
    private final INDArray gradient; // [V, D]
    private final INDArray oneHot; // [N, V]

    TrainableEmbedding(INDArray embedding, INDArray gradient, long rows) {
        this.embedding = embedding;
        this.gradient = gradient;
        oneHot = Nd4j.createUninitialized(DataType.FLOAT, rows, embedding.size(0));
    }

    /**
     * Looks each token up.
     *
     * @param tokenIds [N]
     * @param output [N, D], overwritten
     */
    void forward(int[] tokenIds, INDArray output) {
        oneHot(tokenIds, oneHot); // [N, V]
        Nd4j.pullRows(embedding, output, 1, tokenIds); // [N, D]
    }

    /**
     * The gradient of the matrix.
     *
     * @param outputGradient [N, D]
     * @param kept 0 to overwrite the gradient, 1 to add to it where the output matrix is the same and has written already
     */
    void backward(INDArray outputGradient, double kept) {
        Nd4j.gemm(oneHot, outputGradient, gradient, true, false, 1, kept); // [V, D]
    }

    /**
     * A 1 in the column that each row's id names; a row of zeros where it names none.
     *
     * @param ids [N]
     * @param output [N, V], overwritten
     */
    static void oneHot(int[] ids, INDArray output) {
        try (INDArray indices = Nd4j.createFromArray(ids)) {
            Nd4j.exec(new OneHot(indices, output, (int) output.size(1), -1, 1, 0));
        }
    }
}
