package org.flowtracer.workbench.model;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The memory of one pass over T rows: every intermediate array, made once and overwritten by each layer. {@link #of} lays out the same memory
 * for another number of rows.
 */
final class Activations {
    /** What is added to the score of a later key: far enough below every score that its attention is exactly 0. */
    private static final float MASKED = -1e30f;

    /** Arrays begin at multiples of so many floats, 64 bytes. */
    private static final int ALIGNMENT = 16;

    private final ModelConfig config;
    private final INDArray memory; // one stretch of floats
    private final INDArray scoreMemory; // another, H T K of them in use
    private long taken;

    final int rows;
    final INDArray hidden; // [T, D] the residual stream
    final INDArray normed; // [T, D]
    final INDArray change; // [T, D] what a block adds to the residual stream; scratch of the norms
    final INDArray scale; // [T, 1] scratch of the norms
    final INDArray queries; // [T, H d] as projected; later the heads' outputs side by side
    final INDArray keyValues; // [T, G d] keys, then values, as projected
    final INDArray query; // [H, T, d]
    final INDArray queryScratch; // [H, T, d] scratch of norm and rotation; later the heads' outputs
    final INDArray queryScale; // [H T, 1] scratch of the norm
    final INDArray key; // [G, T, d]
    final INDArray keyScratch; // [G, T, d]
    final INDArray keyScale; // [G T, 1]
    final INDArray gate; // [T, F]
    final INDArray up; // [T, F]
    final INDArray causalMask; // [1, T, T]: 0 at and before the diagonal, MASKED after it

    /**
     * Memory for passes of up to {@code rows} rows.
     *
     * @param keys the most keys that a pass attends to
     */
    Activations(ModelConfig config, int rows, int keys) {
        this(config, rows, allocate(floats(config, rows)), allocate((long) config.heads() * rows * keys));
    }

    private Activations(ModelConfig config, int rows, INDArray memory, INDArray scoreMemory) {
        this.config = config;
        this.memory = memory;
        this.scoreMemory = scoreMemory;
        this.rows = rows;
        int heads = config.heads();
        int groups = config.keyValueHeads();
        hidden = take(rows, config.width());
        normed = take(rows, config.width());
        change = take(rows, config.width());
        scale = take(rows, 1);
        queries = take(rows, config.queryWidth());
        keyValues = take(rows, config.keyValueWidth());
        query = take(heads, rows, config.headWidth());
        queryScratch = take(heads, rows, config.headWidth());
        queryScale = take((long) heads * rows, 1);
        key = take(groups, rows, config.headWidth());
        keyScratch = take(groups, rows, config.headWidth());
        keyScale = take((long) groups * rows, 1);
        gate = take(rows, config.feedForwardWidth());
        up = take(rows, config.feedForwardWidth());
        causalMask = causalMask(rows);
    }

    private static long floats(ModelConfig config, int rows) {
        long perRow = 3L * config.width()
                + 1
                + 3L * config.queryWidth()
                + config.heads()
                + 3L * config.keyValueWidth()
                + config.keyValueHeads()
                + 2L * config.feedForwardWidth();
        int arrays = 14;
        return rows * perRow + (long) arrays * ALIGNMENT;
    }

    private static INDArray allocate(long floats) {
        return Nd4j.createUninitialized(DataType.FLOAT, floats);
    }

    private INDArray take(long... shape) {
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        INDArray view = memory.get(NDArrayIndex.interval(taken, taken + length)).reshape(shape);
        taken += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return view;
    }

    private static INDArray causalMask(int rows) {
        float[] mask = new float[rows * rows];
        for (int query = 0; query < rows; query++) {
            Arrays.fill(mask, query * rows + query + 1, (query + 1) * rows, MASKED);
        }
        return Nd4j.create(mask, new long[] {1, rows, rows}, DataType.FLOAT);
    }

    /** Gives the memory back; no layout of it may be used then. */
    void close() {
        memory.close();
        scoreMemory.close();
    }

    /** The same memory for a pass of {@code rows} rows, at most those it was made for. */
    Activations of(int rows) {
        return rows == this.rows ? this : new Activations(config, rows, memory, scoreMemory);
    }

    /** Room for the attention of every head of one layer: [H, T, K]. */
    INDArray scores(int keys) {
        long heads = config.heads();
        return scoreMemory.get(NDArrayIndex.interval(0, heads * rows * keys)).reshape(heads, rows, keys);
    }
}
