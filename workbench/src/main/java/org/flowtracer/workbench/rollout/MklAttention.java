package org.flowtracer.workbench.rollout;

import static org.bytedeco.mkl.global.mkl_rt.cblas_isamax;
import static org.bytedeco.mkl.global.mkl_rt.vsExp;
import static org.bytedeco.mkl.global.mkl_rt.vsInv;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.rollout.ProductBatch.Shape;

/**
 * Attention of many rows, each to keys of its own, and the cache that holds these: softmax(q k^T / sqrt(d)) v as two batches of small products.
 *
 * <p>The cache has lanes, one a sequence. The samples of a prompt share the lane that it was read into: their queries meet the prompt's keys in one
 * product a head.
 */
final class MklAttention implements AutoCloseable {
    /** Exponents up to this size need no shift: their exponentials, and sums of them, are ordinary floats. */
    private static final float SAFE_EXPONENT = 60;

    /**
     * Rows of a pass that follow one another and have equally many keys: tokens of one sequence, one after the other, or the next tokens of some
     * sequences.
     *
     * @param first the first row
     * @param rows how many
     * @param lanes one, or one for each row
     * @param keys K
     * @param position of the first row's token
     * @param hidden what no token but itself sees
     * @param scores where the scores of the first row stand
     */
    private record Block(int first, int rows, int[] lanes, int keys, int position, Positions hidden, long scores) {
        boolean isSequence() {
            return lanes.length < rows;
        }

        int position(int row) {
            return isSequence() ? position + row : position;
        }
    }

    private final int heads; // H
    private final int groups; // G
    private final int width; // d
    private final int capacity; // C
    private final int queryStep; // (H + G) d: how far the rows of the queries lie apart
    private final long layerFloats; // R G C d
    private final FloatPointer keys; // [L, R, G, C, d]
    private final FloatPointer values; // [L, R, G, C, d]
    private final FloatPointer scores; // of each row of a pass [H, K], one after the other
    private final FloatIndexer scoreEntries;
    private final FloatPointer sums; // [rows, H]
    private final FloatPointer ones;
    private final FloatPointer queriesAndKeys; // [rows, (H + G) d] of the pass
    private final FloatPointer mixed; // [rows, H d] what attention gives
    private final FloatPointer
            newKey; // these four move over the arrays above: a pointer for each row would cost more than its copy
    private final FloatPointer newValue;
    private final FloatPointer nextKey;
    private final FloatPointer nextValue;

    private final ProductBatch sharedScores;
    private final ProductBatch ownScores;
    private final ProductBatch sharedValues;
    private final ProductBatch ownValues;
    private final List<Block> blocks = new ArrayList<>();
    private int rows;
    private long scoresUsed;

    /**
     * @param rows the most rows of a pass
     * @param lanes R
     * @param capacity C
     * @param queriesAndKeys [rows, (H + G) d] of the rows of a pass
     * @param newValues [rows, G d] of the rows of a pass
     * @param mixed [rows, H d], where results go
     * @param ones at least C of them
     */
    MklAttention(
            ModelConfig config,
            NativeMemory memory,
            int rows,
            int lanes,
            int capacity,
            FloatPointer queriesAndKeys,
            FloatPointer newValues,
            FloatPointer mixed,
            FloatPointer ones) {
        heads = config.heads();
        groups = config.keyValueHeads();
        width = config.headWidth();
        this.capacity = capacity;
        queryStep = (heads + groups) * width;
        layerFloats = (long) lanes * groups * capacity * width;
        keys = memory.floats(config.layers() * layerFloats);
        values = memory.floats(config.layers() * layerFloats);
        scores = memory.floats((long) rows * heads * capacity);
        scoreEntries = FloatIndexer.create(scores);
        sums = memory.floats((long) rows * heads);
        this.ones = ones;
        this.queriesAndKeys = queriesAndKeys;
        this.mixed = mixed;
        newKey = queriesAndKeys.getPointer();
        newValue = newValues.getPointer();
        nextKey = keys.getPointer();
        nextValue = values.getPointer();
        float sharpness = (float) (1 / Math.sqrt((double) width));
        sharedScores = new ProductBatch(rows, rows * heads, true, sharpness);
        ownScores = new ProductBatch(rows, rows * groups, true, sharpness);
        sharedValues = new ProductBatch(rows, rows * heads, false, 1);
        ownValues = new ProductBatch(rows, rows * groups, false, 1);
    }

    /** Begins to describe a pass. */
    void begin() {
        for (ProductBatch batch : List.of(sharedScores, ownScores, sharedValues, ownValues)) {
            batch.clear();
        }
        blocks.clear();
        rows = 0;
        scoresUsed = 0;
    }

    /** Adds rows: tokens of one sequence from a position on, which see each other and what is before them in the lane. */
    void addSequence(int lane, int position, int tokens, Positions hidden) {
        Block block = block(tokens, new int[] {lane}, position + tokens, position, hidden);
        addShared(block, lane, block.keys);
    }

    /**
     * Adds rows: the next tokens of sequences of one length with a common beginning.
     *
     * @param lanes of each
     * @param position of the tokens
     * @param sharedLane where the first {@code shared} keys stand; the others are in each one's own lane
     */
    void addTokens(int[] lanes, int position, int sharedLane, int shared, Positions hidden) {
        Block block = block(lanes.length, lanes, position + 1, position, hidden);
        if (shared > 0) {
            addShared(block, sharedLane, shared);
        }
        int K = block.keys;
        int perGroup = heads / groups;
        ownScores.shape(new Shape(perGroup, K - shared, width, width, width, K, 0));
        ownValues.shape(new Shape(perGroup, width, K - shared, K, width, width, shared > 0 ? 1 : 0));
        for (int row = 0; row < lanes.length; row++) {
            for (int group = 0; group < groups; group++) {
                int head = group * perGroup;
                long scoresAt = scoresAt(block, row, head) + (long) shared * Float.BYTES;
                long offset = place(lanes[row], group, shared) * Float.BYTES;
                ownScores.add(queryAt(block, row, head), keys.address() + offset, scoresAt);
                ownValues.add(scoresAt, values.address() + offset, mixedAt(block, row, head));
            }
        }
    }

    private Block block(int count, int[] lanes, int K, int position, Positions hidden) {
        Block block = new Block(rows, count, lanes, K, position, hidden, scoresUsed);
        blocks.add(block);
        rows += count;
        scoresUsed += (long) count * heads * K;
        return block;
    }

    /** All rows of a block against the first keys of one lane, a product for each head. */
    private void addShared(Block block, int lane, int shared) {
        int step = heads * block.keys;
        sharedScores.shape(new Shape(block.rows, shared, width, queryStep, width, step, 0));
        sharedValues.shape(new Shape(block.rows, width, shared, step, width, heads * width, 0));
        for (int head = 0; head < heads; head++) {
            long offset = place(lane, head / (heads / groups), 0) * Float.BYTES;
            sharedScores.add(queryAt(block, 0, head), keys.address() + offset, scoresAt(block, 0, head));
            sharedValues.add(scoresAt(block, 0, head), values.address() + offset, mixedAt(block, 0, head));
        }
    }

    private long queryAt(Block block, int row, int head) {
        return queriesAndKeys.address() + ((long) (block.first + row) * queryStep + (long) head * width) * Float.BYTES;
    }

    private long mixedAt(Block block, int row, int head) {
        return mixed.address() + ((long) (block.first + row) * heads + head) * width * Float.BYTES;
    }

    private long scoresAt(Block block, int row, int head) {
        return scores.address() + scores(block, row, head) * Float.BYTES;
    }

    /** Which of the scores is the first of a head of a row of a block. */
    private long scores(Block block, int row, int head) {
        return block.scores + ((long) row * heads + head) * block.keys;
    }

    /** Which of a layer's floats is the first of a position of a lane. */
    private long place(int lane, int group, int position) {
        return (((long) lane * groups + group) * capacity + position) * width;
    }

    /** Attends from all rows of the pass. */
    void apply(int layer) {
        store(layer);
        long bytes = layer * layerFloats * Float.BYTES;
        sharedScores.multiply(bytes);
        ownScores.multiply(bytes);
        exponentiate();
        sum();
        vsInv(rows * heads, sums, sums);
        sharedValues.multiply(bytes);
        ownValues.multiply(bytes);
        Mkl.scaleRows(rows * heads, width, mixed, sums, mixed);
    }

    /** Puts the rows' keys and values into their lanes. */
    private void store(int layer) {
        for (Block block : blocks) {
            int tokens = block.isSequence() ? block.rows : 1;
            for (int j = 0; j < block.lanes.length; j++) {
                long row = (long) block.first + j;
                for (int group = 0; group < groups; group++) {
                    long to = layer * layerFloats + place(block.lanes[j], group, block.position);
                    newKey.position(row * queryStep + (long) (heads + group) * width);
                    newValue.position((row * groups + group) * width);
                    Mkl.copyRows(tokens, width, newKey, queryStep, nextKey.position(to), width);
                    Mkl.copyRows(tokens, width, newValue, groups * width, nextValue.position(to), width);
                }
            }
        }
    }

    /** The sum of each row and head's exponentials; blocks of equally many keys that follow one another are one matrix. */
    private void sum() {
        for (int j = 0; j < blocks.size(); ) {
            Block block = blocks.get(j);
            int count = 0;
            for (; j < blocks.size() && blocks.get(j).keys == block.keys; j++) {
                count += blocks.get(j).rows;
            }
            FloatPointer first = scores.getPointer(block.scores);
            FloatPointer sum = sums.getPointer((long) block.first * heads);
            Mkl.timesVector(count * heads, block.keys, 1, first, ones, 0, sum);
        }
    }

    /** Replaces scores by their exponentials, and by 0 what a row does not see. */
    private void exponentiate() {
        int count = Math.toIntExact(scoresUsed);
        long largest = cblas_isamax(count, scores, 1);
        if (!(Math.abs(scoreEntries.get(largest)) <= SAFE_EXPONENT)) {
            blocks.forEach(this::shift);
        }
        vsExp(count, scores, scores);
        blocks.forEach(this::clear);
    }

    private void clear(Block block) {
        if (!block.isSequence() && block.hidden.isEmpty()) {
            return;
        }
        for (int row = 0; row < block.rows; row++) {
            int own = block.position(row);
            for (int head = 0; head < heads; head++) {
                long from = scores(block, row, head);
                for (int key = own + 1; key < block.keys; key++) {
                    scoreEntries.put(from + key, 0);
                }
                for (int j = 0; j < block.hidden.size() && block.hidden.get(j) < own; j++) {
                    scoreEntries.put(from + block.hidden.get(j), 0);
                }
            }
        }
    }

    /** Moves the scores of each row so that the largest that it sees is 0, which changes no softmax. Seldom anything needs it. */
    private void shift(Block block) {
        for (int row = 0; row < block.rows; row++) {
            int own = block.position(row);
            for (int head = 0; head < heads; head++) {
                long from = scores(block, row, head);
                float largest = scoreEntries.get(from + own);
                for (int key = 0; key < own; key++) {
                    if (!block.hidden.contains(key)) {
                        largest = Math.max(largest, scoreEntries.get(from + key));
                    }
                }
                for (int key = 0; key < block.keys; key++) {
                    scoreEntries.put(from + key, scoreEntries.get(from + key) - largest);
                }
            }
        }
    }

    @Override
    public void close() {
        for (ProductBatch batch : List.of(sharedScores, ownScores, sharedValues, ownValues)) {
            batch.close();
        }
    }
}
