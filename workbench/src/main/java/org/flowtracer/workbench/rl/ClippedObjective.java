package org.flowtracer.workbench.rl;

/**
 * The clipped objective of one token, with r the ratio of the new to the old probability, A its advantage and an optional penalty for leaving the
 * reference model:
 *
 * <pre>
 * loss = -min(r A, clip(r, 1 - clipLow, 1 + clipHigh) A) + klCoefficient k3
 * k3   = exp(d) - d - 1,   d = log-probability under the reference less that under the new policy
 * </pre>
 *
 * <p>k3 is never negative and its mean over samples of the new policy is the divergence from the reference.
 *
 * <p>Source: Schulman et al., arXiv 1707.06347 (clipping); DAPO, arXiv 2503.14476 (an upper bound of its own); DeepSeekMath, arXiv 2402.03300,
 * equation 4 (k3).
 *
 * @param clipLow how far the ratio may fall below 1, in [0, 1]
 * @param clipHigh how far it may rise above 1, not negative
 * @param klCoefficient weight of the penalty, not negative; 0 for none
 */
public record ClippedObjective(double clipLow, double clipHigh, double klCoefficient) {
    /** The usual bounds, without a penalty. */
    public static final ClippedObjective DEFAULT = new ClippedObjective(0.2, 0.2, 0);

    /** @throws IllegalArgumentException if a number is out of its range */
    public ClippedObjective {
        require(clipLow >= 0 && clipLow <= 1, "a lower clip in [0, 1]", clipLow);
        require(clipHigh >= 0 && clipHigh < Double.POSITIVE_INFINITY, "an upper clip of at least 0", clipHigh);
        require(
                klCoefficient >= 0 && klCoefficient < Double.POSITIVE_INFINITY,
                "a KL coefficient of at least 0",
                klCoefficient);
    }

    private static void require(boolean holds, String expected, double found) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }

    /**
     * What one token gives.
     *
     * @param loss of the token
     * @param slope the derivative of the loss by the new log-probability
     * @param clipped whether the clipped term was the smaller, so that the advantage pulls no further
     */
    public record Term(double loss, double slope, boolean clipped) {}

    /** k3 of one token. */
    public static double k3(double logProb, double reference) {
        double towards = reference - logProb;
        return Math.exp(towards) - towards - 1;
    }

    /**
     * The term of one token.
     *
     * @param logProb under the new policy
     * @param old under the policy that sampled it
     * @param reference under the start model; {@code logProb} itself where there is no penalty
     * @param advantage the response's, times the token's weight
     */
    public Term of(double logProb, double old, double reference, double advantage) {
        double ratio = Math.exp(logProb - old);
        double free = ratio * advantage;
        double bounded = Math.max(1 - clipLow, Math.min(1 + clipHigh, ratio)) * advantage;
        boolean clipped = bounded < free;
        return new Term(
                -(clipped ? bounded : free) + klCoefficient * k3(logProb, reference),
                -(clipped ? 0 : free) + klCoefficient * (1 - Math.exp(reference - logProb)),
                clipped);
    }
}
