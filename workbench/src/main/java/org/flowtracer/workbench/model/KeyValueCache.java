package org.flowtracer.workbench.model;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The keys and values of the tokens read so far, layer by layer; 2 L G d floats a token. */
public final class KeyValueCache implements AutoCloseable {
    private final int capacity;
    private final List<INDArray> keys = new ArrayList<>(); // of each layer [G, capacity, d]
    private final List<INDArray> values = new ArrayList<>(); // of each layer [G, capacity, d]
    private int length;

    /**
     * An empty cache.
     *
     * @param capacity the most tokens that it will hold
     */
    public KeyValueCache(ModelConfig config, int capacity) {
        config.requireLength(capacity, "a key-value cache");
        this.capacity = capacity;
        ComputeBackend.start();
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(Nd4j.createUninitialized(DataType.FLOAT, config.keyValueHeads(), capacity, config.headWidth()));
            values.add(Nd4j.createUninitialized(DataType.FLOAT, config.keyValueHeads(), capacity, config.headWidth()));
        }
    }

    /** The number of tokens read so far. */
    public int length() {
        return length;
    }

    /** The most tokens that fit. */
    public int capacity() {
        return capacity;
    }

    /** Forgets every token from position {@code length} on. */
    public void truncate(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException("expected a length of 0 to " + this.length + ", found " + length);
        }
        this.length = length;
    }

    /** Where the keys of the next {@code rows} tokens go: [G, rows, d], a view. */
    INDArray nextKeys(int layer, int rows) {
        return view(keys.get(layer), length, length + rows);
    }

    /** Where their values go: [G, rows, d], a view. */
    INDArray nextValues(int layer, int rows) {
        return view(values.get(layer), length, length + rows);
    }

    /** The keys of the tokens read so far and the next {@code rows}: [G, K, d], a view. */
    INDArray keys(int layer, int rows) {
        return view(keys.get(layer), 0, length + rows);
    }

    /** Their values: [G, K, d], a view. */
    INDArray values(int layer, int rows) {
        return view(values.get(layer), 0, length + rows);
    }

    /** Counts the next {@code rows} tokens, whose keys and values stand in every layer, as read. */
    void advance(int rows) {
        length += rows;
    }

    private static INDArray view(INDArray array, int from, int to) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        keys.forEach(INDArray::close);
        values.forEach(INDArray::close);
    }
}
