package org.flowtracer.workbench.model;

import java.util.Set;
import org.flowtracer.workbench.files.InputException;

/**
 * The architecture of a decoder.
 *
 * @param family which published architecture
 * @param vocabulary V, the number of tokens
 * @param width D, the length of a hidden state
 * @param feedForwardWidth F
 * @param layers L
 * @param heads H, the number of query heads
 * @param keyValueHeads G, the number of heads of keys and values; each serves H / G query heads
 * @param headWidth d, the length of a query, key or value
 * @param normEpsilon what RMS normalisation adds to the mean square
 * @param rotary how positions are encoded
 * @param maxPositions the most tokens that prompt and response may have together
 * @param tiedEmbeddings whether the output matrix is the embedding matrix
 * @param attentionBias which of the attention's projections have a bias
 * @param feedForwardBias whether the projections of the feed-forward network have one
 * @param endTokens the tokens that end a text; may be empty
 */
public record ModelConfig(
        Family family,
        int vocabulary,
        int width,
        int feedForwardWidth,
        int layers,
        int heads,
        int keyValueHeads,
        int headWidth,
        double normEpsilon,
        RotaryConfig rotary,
        int maxPositions,
        boolean tiedEmbeddings,
        AttentionBias attentionBias,
        boolean feedForwardBias,
        Set<Integer> endTokens) {

    /** The published architectures that are implemented, by their {@code model_type}. */
    public enum Family {
        QWEN3,
        QWEN2,
        LLAMA,
        MISTRAL;

        /** Whether each head's query and key are normalised before their rotation. */
        public boolean normalisesQueryAndKey() {
            return this == QWEN3;
        }
    }

    /** Which of the projections of attention have a bias. */
    public enum AttentionBias {
        NONE,
        QUERY_KEY_VALUE,
        QUERY_KEY_VALUE_OUTPUT
    }

    /** @throws IllegalArgumentException if a number is not positive, or the heads cannot share keys and values evenly */
    public ModelConfig {
        endTokens = Set.copyOf(endTokens);
        requirePositive("vocab_size", vocabulary);
        requirePositive("hidden_size", width);
        requirePositive("intermediate_size", feedForwardWidth);
        requirePositive("num_hidden_layers", layers);
        requirePositive("num_attention_heads", heads);
        requirePositive("num_key_value_heads", keyValueHeads);
        requirePositive("head_dim", headWidth);
        requirePositive("max_position_embeddings", maxPositions);
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw new IllegalArgumentException("expected rms_norm_eps in (0, 1), found " + normEpsilon);
        }
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "expected num_attention_heads to be a multiple of num_key_value_heads, found " + heads + " and "
                            + keyValueHeads);
        }
        if (headWidth % 2 != 0) {
            throw new IllegalArgumentException("expected an even head_dim, found " + headWidth);
        }
        for (int token : endTokens) {
            if (token < 0 || token >= vocabulary) {
                throw new IllegalArgumentException(
                        "expected eos_token_id in the vocabulary of " + vocabulary + ", found " + token);
            }
        }
    }

    private static void requirePositive(String key, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("expected " + key + " of at least 1, found " + value);
        }
    }

    /** H / G: how many query heads share a key-value head. */
    public int headsPerGroup() {
        return heads / keyValueHeads;
    }

    /** H d: the length of all queries of a token. */
    public int queryWidth() {
        return heads * headWidth;
    }

    /** G d: the length of all keys, or all values, of a token. */
    public int keyValueWidth() {
        return keyValueHeads * headWidth;
    }

    /** The number of weights and biases. */
    public long parameters() {
        boolean biased = attentionBias != AttentionBias.NONE;
        boolean outputBiased = attentionBias == AttentionBias.QUERY_KEY_VALUE_OUTPUT;
        long projections = (long) width * (2L * queryWidth() + 2L * keyValueWidth() + 3L * feedForwardWidth);
        long biases = (biased ? queryWidth() + 2L * keyValueWidth() : 0)
                + (outputBiased ? width : 0)
                + (feedForwardBias ? 2L * feedForwardWidth + width : 0);
        long norms = 2L * width + (family.normalisesQueryAndKey() ? 2L * headWidth : 0);
        long embeddings = (long) vocabulary * width * (tiedEmbeddings ? 1 : 2);
        return embeddings + layers * (projections + biases + norms) + width;
    }

    /**
     * Refuses token ids that the model does not have, and more tokens than it has positions for.
     *
     * @param where what the ids are, for the message, such as "prompt and response"
     * @throws InputException naming the first id out of the vocabulary, or the length
     */
    public void requireTokens(int[] tokenIds, String where) {
        for (int position = 0; position < tokenIds.length; position++) {
            if (tokenIds[position] < 0 || tokenIds[position] >= vocabulary) {
                throw new InputException(
                        "token ids below the vocabulary of " + vocabulary,
                        tokenIds[position] + " at position " + position,
                        where);
            }
        }
        requireLength(tokenIds.length, where);
    }

    /** Refuses more tokens than there are positions. */
    public void requireLength(long tokens, String where) {
        if (tokens > maxPositions) {
            throw new InputException(
                    "at most " + maxPositions + " tokens (max_position_embeddings)", Long.toString(tokens), where);
        }
    }
}
