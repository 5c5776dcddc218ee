package org.flowtracer.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One prompt with its response, as a model attended to it. Arrays are not copied and not to be written to.
 *
 * @param tokens the text of each token, in order; n of them
 * @param tokenIds the vocabulary index of each token [n], or null where the trace came without
 * @param regions question, response and answer
 * @param attention who attended to whom
 * @param logProb natural log-probabilities [n - 1]; entry t is that of token t + 1 given tokens 0..t; null where not captured
 * @param entropy in nats [n]; entry t is that of the distribution after token t; null where not captured
 * @param gradients how the answer depends on each token's embedding
 */
public record AttentionTrace(
        List<String> tokens,
        int @Nullable [] tokenIds,
        Regions regions,
        Attention attention,
        float @Nullable [] logProb,
        float @Nullable [] entropy,
        AnswerGradients gradients) {

    /** @throws IllegalArgumentException if the lengths do not agree, or a region leaves the tokens */
    // Spelt out because javac 17 writes no @Nullable of a compact constructor's parameters into the class file.
    public AttentionTrace(
            List<String> tokens,
            int @Nullable [] tokenIds,
            Regions regions,
            Attention attention,
            float @Nullable [] logProb,
            float @Nullable [] entropy,
            AnswerGradients gradients) {
        int n = tokens.size();
        requireLength("attention", attention.size(), n);
        regions.within(n);
        if (tokenIds != null) {
            requireLength("token ids", tokenIds.length, n);
        }
        if (logProb != null) {
            requireLength("log-probabilities", logProb.length, n - 1);
        }
        if (entropy != null) {
            requireLength("entropies", entropy.length, n);
        }
        this.tokens = List.copyOf(tokens);
        this.tokenIds = tokenIds;
        this.regions = regions;
        this.attention = attention;
        this.logProb = logProb;
        this.entropy = entropy;
        this.gradients = gradients.of(n);
    }

    /** A trace without gradients. */
    public AttentionTrace(
            List<String> tokens,
            int @Nullable [] tokenIds,
            Regions regions,
            Attention attention,
            float @Nullable [] logProb,
            float @Nullable [] entropy) {
        this(tokens, tokenIds, regions, attention, logProb, entropy, AnswerGradients.NONE);
    }

    private static void requireLength(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "expected " + what + " of length " + expected + " for the tokens, found " + found);
        }
    }

    /** A trace without token ids, log-probabilities, entropy and gradients. */
    public static AttentionTrace of(List<String> tokens, Regions regions, Attention attention) {
        return new AttentionTrace(tokens, null, regions, attention, null, null);
    }

    /** The same tokens in other regions; gradients, which are of an answer, are lost where that is another one. */
    public AttentionTrace withRegions(Regions others) {
        boolean sameAnswer = others.answer().equals(regions.answer());
        return new AttentionTrace(
                tokens, tokenIds, others, attention, logProb, entropy, sameAnswer ? gradients : AnswerGradients.NONE);
    }

    public AttentionTrace withTokenIds(int[] ids) {
        return new AttentionTrace(tokens, ids, regions, attention, logProb, entropy, gradients);
    }

    public AttentionTrace withLogProb(float[] values) {
        return new AttentionTrace(tokens, tokenIds, regions, attention, values, entropy, gradients);
    }

    public AttentionTrace withEntropy(float[] values) {
        return new AttentionTrace(tokens, tokenIds, regions, attention, logProb, values, gradients);
    }

    public AttentionTrace withGradients(AnswerGradients others) {
        return new AttentionTrace(tokens, tokenIds, regions, attention, logProb, entropy, others);
    }

    /** The number of tokens n. */
    public int size() {
        return tokens.size();
    }

    /** The natural log-probability with which token {@code position} was predicted; NaN at 0 and where not captured. */
    public double logProbOf(int position) {
        return logProb == null || position == 0 ? Double.NaN : logProb[position - 1];
    }

    /** The entropy, in nats, of the distribution that produced token {@code position}; NaN at 0 and where not captured. */
    public double entropyOf(int position) {
        return entropy == null || position == 0 ? Double.NaN : entropy[position - 1];
    }
}
