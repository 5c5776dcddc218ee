package org.flowtracer.workbench.model;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs a model over one sequence.
 *
 * <p>A long sequence is read in passes of at most {@value #ROWS_DEFAULT} rows, each attending to the tokens before it through the cache: memory
 * for attention is H x rows x n, and keys that no query of a pass may see cost nothing.
 *
 * <p>It owns the memory that a pass overwrites, so one thread uses it at a time; several decoders may share the weights. The arrays that it
 * returns are valid until its next call. That memory lies outside Java's heap, so that {@link #close} matters where many are made.
 */
public final class Decoder implements AutoCloseable {
    /** Rows of a pass: enough for full speed of the matrix products, few enough to save work on the causal half of attention. */
    public static final int ROWS_DEFAULT = 256;

    private final ModelWeights weights;
    private final RotaryEmbedding rotary;
    private final int capacity;
    private final int rows;
    private Activations activations;
    private final INDArray nextLogits; // [1, V]

    /**
     * A decoder for sequences of up to {@code capacity} tokens.
     *
     * @throws org.flowtracer.workbench.files.InputException if the model has not so many positions
     */
    public Decoder(ModelWeights weights, int capacity) {
        this(weights, capacity, ROWS_DEFAULT);
    }

    /**
     * A decoder with passes of another size.
     *
     * @param rows the most rows of a pass
     */
    public Decoder(ModelWeights weights, int capacity, int rows) {
        ModelConfig config = weights.config();
        config.requireLength(capacity, "a decoder's capacity");
        this.weights = weights;
        this.rotary = new RotaryEmbedding(config.rotary(), config.headWidth());
        this.capacity = capacity;
        this.rows = Math.min(rows, capacity);
        this.activations = new Activations(config, this.rows, capacity);
        this.nextLogits = Nd4j.createUninitialized(DataType.FLOAT, 1, config.vocabulary());
    }

    /** The model's configuration. */
    public ModelConfig config() {
        return weights.config();
    }

    /** An empty cache for a sequence of up to this decoder's capacity. */
    public KeyValueCache newCache() {
        return new KeyValueCache(weights.config(), capacity);
    }

    /**
     * Reads the tokens that follow those in the cache, in as many passes as it takes.
     *
     * @param tokenIds at least one
     * @param cache takes their keys and values
     * @return the logits of the token after the last [1, V]
     */
    public INDArray read(int[] tokenIds, KeyValueCache cache, PassListener listener) {
        weights.config().requireTokens(tokenIds, "the tokens to read");
        if (tokenIds.length == 0 || cache.length() + tokenIds.length > capacity) {
            throw new IllegalArgumentException("expected 1 to " + (capacity - cache.length())
                    + " tokens for a decoder of " + capacity + ", found " + tokenIds.length);
        }
        INDArray hidden = activations.normed;
        for (int from = 0; from < tokenIds.length; from += rows) {
            int first = cache.length();
            hidden = forward(
                    Arrays.copyOfRange(tokenIds, from, Math.min(from + rows, tokenIds.length)), cache, listener);
            listener.passed(first, hidden);
        }
        logits(hidden.get(NDArrayIndex.interval(hidden.rows() - 1, hidden.rows()), NDArrayIndex.all()), nextLogits);
        return nextLogits;
    }

    /**
     * One pass: the normed hidden states [T, D] of T tokens that follow those in the cache.
     *
     * @param tokenIds at most a pass's rows
     */
    private INDArray forward(int[] tokenIds, KeyValueCache cache, PassListener listener) {
        activations = activations.of(tokenIds.length);
        Activations a = activations;
        RotaryEmbedding.Turn turn = rotary.turn(cache.length(), tokenIds.length); // [1, T, d]

        Nd4j.pullRows(weights.embedding(), a.hidden, 1, tokenIds); // [T, D]
        for (int index = 0; index < weights.layers().size(); index++) {
            DecoderLayer layer = weights.layers().get(index);

            layer.attentionNorm().apply(a.hidden, a.normed, a.change, a.scale); // [T, D]
            layer.attention().apply(index, a, cache, turn, listener); // a.change [T, D]
            a.hidden.addi(a.change); // [T, D]

            layer.feedForwardNorm().apply(a.hidden, a.normed, a.change, a.scale); // [T, D]
            layer.feedForward().apply(a); // a.change [T, D]
            a.hidden.addi(a.change); // [T, D]
        }
        cache.advance(tokenIds.length);
        weights.finalNorm().apply(a.hidden, a.normed, a.change, a.scale); // [T, D]
        return a.normed;
    }

    /**
     * The logits of the token after each row.
     *
     * @param hidden [R, D], as a {@link PassListener} is shown
     * @param logits [R, V], overwritten
     */
    public void logits(INDArray hidden, INDArray logits) {
        weights.output().apply(hidden, logits);
    }

    /** Gives the memory of the passes back; the weights stay. */
    @Override
    public void close() {
        activations.close();
        nextLogits.close();
    }
}
