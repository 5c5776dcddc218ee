package org.flowtracer.workbench.train;

import java.util.Arrays;
import org.flowtracer.workbench.files.InputException;
import org.nd4j.linalg.api.ndarray.INDArray;

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
        try (INDArray probabilities = logits.ulike();
                LogitKernels kernels = new PlainLogitKernels()) {
            return replaceByGradient(slice, logits, probabilities, kernels);
        }
    }

    /**
     * As {@link #replaceByGradient(Slice, INDArray)}, 0 in the rows of padding.
     *
     * @param probabilities [N, V], overwritten
     */
    double replaceByGradient(Slice slice, INDArray logits, INDArray probabilities, LogitKernels kernels) {
        int[] labels = slice.rows(this.labels, Batch.NO_LABEL); // [N]
        requireTokens(labels, logits.size(1));
        float[] logTotal = kernels.softmax(labels.length, logits, probabilities); // [N]
        float[] logProb = kernels.pick(labels, logits); // [N]
        for (int row = 0; row < labels.length; row++) {
            logProb[row] = labels[row] == Batch.NO_LABEL ? 0 : logProb[row] - logTotal[row];
        }
        float[] slope = new float[labels.length];
        double loss = terms.at(slice, logProb, slope);
        kernels.logProbBackward(labels, slope, probabilities, logits); // [N, V]
        return loss;
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
