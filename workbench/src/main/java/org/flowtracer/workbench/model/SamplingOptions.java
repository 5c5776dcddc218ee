package org.flowtracer.workbench.model;

/**
 * How the next token is chosen.
 *
 * @param temperature what logits are divided by; 0 for the most likely token always (greedy)
 * @param topK only the so many most likely tokens are drawn from; 0 for all
 * @param topP of these, only the fewest whose probabilities sum to at least this; 1 for all
 * @param maxTokens the most tokens of a response
 */
public record SamplingOptions(double temperature, int topK, double topP, int maxTokens) {
    public static final int MAX_TOKENS_DEFAULT = 512;

    /** The most likely token always. */
    public static final SamplingOptions GREEDY = new SamplingOptions(0, 0, 1, MAX_TOKENS_DEFAULT);

    /** @throws IllegalArgumentException if a number is out of its range */
    public SamplingOptions {
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a temperature of at least 0, found " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("expected a top-k of at least 1, or 0 for all, found " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("expected a top-p in (0, 1], found " + topP);
        }
        if (maxTokens <= 0) {
            throw new IllegalArgumentException("expected at least 1 token to generate, found " + maxTokens);
        }
    }

    /** These options with another limit. */
    public SamplingOptions withMaxTokens(int most) {
        return new SamplingOptions(temperature, topK, topP, most);
    }
}
