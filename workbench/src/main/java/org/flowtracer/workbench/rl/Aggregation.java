package org.flowtracer.workbench.rl;

import java.util.Arrays;

/** How the losses of tokens become one loss: what a token of each sequence counts. */
public enum Aggregation {
    /** The mean over each response's tokens, then over responses: a token of a long response counts less. DeepSeekMath, arXiv 2402.03300. */
    SEQUENCE_MEAN,
    /** The mean over all tokens: every token counts the same. DAPO, arXiv 2503.14476. */
    TOKEN_MEAN,
    /** The sum over tokens divided by responses times the longest response allowed, a constant. Dr. GRPO, arXiv 2503.20783. */
    CONSTANT;

    /**
     * What one token of each response counts [B].
     *
     * @param lengths tokens of each response [B], each at least 1
     * @param longest the most tokens that a response may have
     */
    public double[] shares(int[] lengths, int longest) {
        double sequences = lengths.length;
        double tokens = Arrays.stream(lengths).sum();
        return Arrays.stream(lengths)
                .mapToDouble(length -> switch (this) {
                    case SEQUENCE_MEAN -> 1 / (sequences * length);
                    case TOKEN_MEAN -> 1 / tokens;
                    case CONSTANT -> 1 / (sequences * longest);
                })
                .toArray();
    }
}
