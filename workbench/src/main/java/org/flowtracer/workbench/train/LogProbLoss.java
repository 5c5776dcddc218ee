package org.flowtracer.workbench.train;

import java.util.Arrays;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.HostCopy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogSoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss that is a function of the log-probabilities of given tokens, each at its position: cross-entropy, policy gradients with or without
 * clipping, penalties estimated from log-probabilities. With slope s of the loss in log p(label), the gradient of that row's logits is s (one-hot
 * of the label - p).
 */
public final class LogProbLoss implements TokenLoss {
    /** The function, and its derivatives. */
    @FunctionalInterface
    public interface Terms {
        /**
         * The share of a slice's sequences in the loss. Several threads call it at once, each for another slice.
         *
         * @param logProb [N], in nats: row {@link Slice#row} holds that of the position's label; 0 where there is none
         * @param slope [N], 0 everywhere: to be set to the derivative of the loss in each of them; of no effect where there is no label
         */
        double at(Slice slice, float[] logProb, float[] slope);
    }

    private final int[][] labels;
    private final Terms terms;

    /**
     * @param labels one for each token of each sequence: the token that should follow it, or {@link Batch#NO_LABEL}
     */
    public LogProbLoss(int[][] labels, Terms terms) {
        this.labels = labels;
        this.terms = terms;
    }

    /** A loss on each sequence's own tokens: the label of a position is the token after it, and the last has none. */
    public static LogProbLoss ofNextTokens(int[][] tokenIds, Terms terms) {
        return new LogProbLoss(Batch.nextTokens(tokenIds), terms);
    }

    @Override
    public double replaceByGradient(Slice slice, INDArray logits) {
        int[] labels = slice.rows(this.labels, Batch.NO_LABEL); // [N]
        requireTokens(labels, logits.size(1));
        try (INDArray target = Nd4j.createUninitialized(DataType.FLOAT, logits.shape());
                INDArray logProbabilities = Nd4j.createUninitialized(DataType.FLOAT, logits.shape());
                INDArray ones = Nd4j.ones(DataType.FLOAT, logits.size(1), 1);
                INDArray chosen = Nd4j.createUninitialized(DataType.FLOAT, logits.size(0), 1)) {
            TrainableEmbedding.oneHot(labels, target); // [N, V]
            Nd4j.exec(new LogSoftMax(logits, logProbabilities)); // [N, V]
            Nd4j.exec(new MulOp(target, logProbabilities, logits)); // [N, V]
            Nd4j.gemm(logits, ones, chosen, false, false, 1, 0); // [N, 1]

            float[] slope = new float[labels.length];
            double loss = terms.at(slice, HostCopy.of(chosen), slope);
            for (int row = 0; row < slope.length; row++) {
                slope[row] = labels[row] == Batch.NO_LABEL ? 0 : slope[row];
            }
            Nd4j.exec(new Exp(logProbabilities, logits)); // [N, V] p
            Nd4j.exec(new SubOp(target, logits, logits)); // [N, V]
            try (INDArray slopes = Nd4j.create(slope, new long[] {slope.length, 1}, DataType.FLOAT)) {
                Nd4j.exec(new MulOp(logits, slopes, logits)); // [N, V]
            }
            return loss;
        }
    }

    private static void requireTokens(int[] labels, long vocabulary) {
        for (int label : labels) {
            if (label != Batch.NO_LABEL && (label < 0 || label >= vocabulary)) {
                throw new InputException(
                        "labels below the vocabulary of " + vocabulary + ", or " + Batch.NO_LABEL,
                        Integer.toString(label),
                        "a training batch");
            }
        }
    }

    /** The number of labels. */
    static long count(int[][] labels) {
        return Arrays.stream(labels)
                .flatMapToInt(Arrays::stream)
                .filter(label -> label != Batch.NO_LABEL)
                .count();
    }
}
