package org.flowtracer.workbench.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What training makes small: a sum over the sequences of a batch, seen through the logits. {@link LogProbLoss} is the kind that sees no more of
 * them than one log-probability a token.
 */
@FunctionalInterface
public interface TokenLoss {
    /**
     * The share of a slice's sequences in the loss, and its gradient. Several threads call it at once, each for another slice.
     *
     * @param slice which sequences of the batch
     * @param logits [N, V]: row {@link Slice#row} holds those of the token after that position; replaced by the gradient of the loss. What is left
     *     in the rows of padding is ignored
     */
    double replaceByGradient(Slice slice, INDArray logits);
}
