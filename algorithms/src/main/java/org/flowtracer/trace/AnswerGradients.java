package org.flowtracer.trace;

import org.jspecify.annotations.Nullable;

/**
 * How the answer's log-likelihood, the sum of log p(token | tokens before it) over the answer's tokens, depends on the embedding e(k) of each token k.
 * Arrays are not copied and not to be written to.
 *
 * @param norm the Euclidean norm of the gradient in e(k) [n]; null where not computed
 * @param timesInput the gradient in e(k) times e(k) [n]; null where not computed
 * @param integrated the mean of the gradient on the straight way from a baseline to the embeddings, times e(k) - baseline [n] (Sundararajan et al.,
 *     arXiv 1703.01365); null where not computed
 */
public record AnswerGradients(float @Nullable [] norm, float @Nullable [] timesInput, float @Nullable [] integrated) {
    /** None of them. */
    public static final AnswerGradients NONE = new AnswerGradients(null, null, null);

    // Spelt out because javac 17 writes no @Nullable of a compact constructor's parameters into the class file.
    public AnswerGradients(float @Nullable [] norm, float @Nullable [] timesInput, float @Nullable [] integrated) {
        this.norm = norm;
        this.timesInput = timesInput;
        this.integrated = integrated;
    }

    /**
     * The same gradients, of a trace of {@code size} tokens.
     *
     * @throws IllegalArgumentException if they are of another number of tokens
     */
    AnswerGradients of(int size) {
        requireLength("gradient norms", norm, size);
        requireLength("gradients times input", timesInput, size);
        requireLength("integrated gradients", integrated, size);
        return this;
    }

    private static void requireLength(String what, float @Nullable [] values, int size) {
        if (values != null && values.length != size) {
            throw new IllegalArgumentException(
                    "expected " + what + " of length " + size + " for the tokens, found " + values.length);
        }
    }
}
