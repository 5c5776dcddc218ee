package org.flowtracer.workbench.train;

import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sger;
import static org.bytedeco.mkl.global.mkl_rt.vsAdd;
import static org.bytedeco.mkl.global.mkl_rt.vsExp;
import static org.bytedeco.mkl.global.mkl_rt.vsInv;
import static org.bytedeco.mkl.global.mkl_rt.vsMul;
import static org.flowtracer.workbench.model.Mkl.at;
import static org.flowtracer.workbench.model.Mkl.product;
import static org.flowtracer.workbench.model.Mkl.requireSafeExponents;
import static org.flowtracer.workbench.model.Mkl.scaleRows;
import static org.flowtracer.workbench.model.Mkl.timesVector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.train.Kernels.Attended;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Causal attention through MKL, {@value #QUERIES} queries at a time and only with the keys that some of them may see: of T = 96 tokens that is two
 * thirds of the square, of long sequences one half.
 *
 * <p>The weights of a sequence stand block after block, [H, queries, keys] each. Heads are parts of rows, reached by leading dimensions.
 */
final class MklAttention implements AutoCloseable {
    private static final int QUERIES = 32;

    private final int heads;
    private final int groups;
    private final int headWidth;
    private final float sharpness; // 1 / sqrt(d)
    private final ActivationMemory memory = new ActivationMemory();
    private final FloatPointer wide; // [T, H d], scratch
    private final FloatPointer along; // [T, H]
    private final FloatPointer sums; // [H, queries]
    private final FloatPointer scores; // [queries, T]
    private final FloatPointer ones; // [T]
    private final FloatPointer
            causal; // for each block of the last length [queries, keys]: 1 at and before the diagonal, 0 after it
    private List<Block> blocks = List.of();
    private int length;

    /**
     * Some queries, and the keys up to the last of them.
     *
     * @param first query
     * @param from how many entries of one head stand in the blocks before
     */
    private record Block(int first, int queries, int keys, int from) {}

    /** @param length of the longest sequence */
    MklAttention(ModelConfig config, int length) {
        heads = config.heads();
        groups = config.keyValueHeads();
        headWidth = config.headWidth();
        sharpness = (float) (1 / Math.sqrt((double) headWidth));
        wide = at(memory.floats(length, config.queryWidth()));
        along = at(memory.floats(length, heads));
        sums = at(memory.floats(heads, QUERIES));
        scores = at(memory.floats(QUERIES, length));
        ones = at(memory.floats(1, Math.max(length, headWidth)).assign(1));
        causal = at(memory.floats(length, length));
    }

    /** The blocks of sequences of T tokens, with their masks made. */
    private List<Block> blocks(int T) {
        if (T != length) {
            List<Block> made = new ArrayList<>();
            int from = 0;
            for (int first = 0; first < T; first += QUERIES) {
                int queries = Math.min(QUERIES, T - first);
                int keys = first + queries;
                float[] mask = new float[queries * keys];
                for (int query = 0; query < queries; query++) {
                    Arrays.fill(mask, query * keys, query * keys + first + query + 1, 1);
                }
                at(causal, from).put(mask);
                made.add(new Block(first, queries, keys, from));
                from += queries * keys;
            }
            blocks = made;
            length = T;
        }
        return blocks;
    }

    /** How many weights of one head a sequence has. */
    private static int entries(List<Block> blocks) {
        Block last = blocks.get(blocks.size() - 1);
        return last.from() + last.queries() * last.keys();
    }

    /** {@link Kernels#attend}. */
    void forward(int B, int T, Attended of, INDArray weights) {
        long H = heads;
        long G = groups;
        int d = headWidth;
        List<Block> blocks = blocks(T);
        long entries = H * entries(blocks);
        for (int sequence = 0; sequence < B; sequence++) {
            for (Block block : blocks) {
                int entriesOfHead = block.queries() * block.keys();
                long queries = ((long) sequence * T + block.first()) * H * d; // where they start in [N, H d]
                long keys = (long) sequence * T * G * d; // in [N, G d]
                FloatPointer P = at(weights, sequence * entries + H * block.from()); // [H, queries, keys]
                for (int head = 0; head < H; head++) {
                    FloatPointer q = at(of.query(), queries + (long) head * d);
                    FloatPointer k = at(of.key(), keys + head / (H / G) * d);
                    FloatPointer S = at(P, (long) head * entriesOfHead);
                    product(
                            false,
                            true,
                            block.queries(),
                            block.keys(),
                            d,
                            sharpness,
                            q,
                            H * d,
                            k,
                            G * d,
                            0,
                            S,
                            block.keys());
                }
                softmaxOfEarlier(block, P);
                for (int head = 0; head < H; head++) {
                    FloatPointer own = at(P, (long) head * entriesOfHead);
                    FloatPointer v = at(of.value(), keys + head / (H / G) * d);
                    FloatPointer o = at(of.mixed(), queries + (long) head * d);
                    product(
                            false,
                            false,
                            block.queries(),
                            d,
                            block.keys(),
                            1,
                            own,
                            block.keys(),
                            v,
                            G * d,
                            0,
                            o,
                            H * d);
                }
            }
        }
    }

    /** Replaces scores [H, queries, keys] by the softmax of each row's entries at and before the diagonal, and 0 after it. */
    private void softmaxOfEarlier(Block block, FloatPointer P) {
        int rows = heads * block.queries();
        int entriesOfHead = block.queries() * block.keys();
        requireSafeExponents(rows, block.keys(), P, row -> block.first() + row % block.queries() + 1);
        vsExp(rows * block.keys(), P, P);
        FloatPointer mask = at(causal, block.from());
        for (int head = 0; head < heads; head++) {
            FloatPointer own = at(P, (long) head * entriesOfHead);
            vsMul(entriesOfHead, own, mask, own);
        }
        timesVector(rows, block.keys(), 1, P, ones, 0, sums);
        vsInv(rows, sums, sums);
        scaleRows(rows, block.keys(), P, sums, P);
    }

    /** {@link Kernels#attendBackward}. */
    void backward(int B, int T, Attended of, INDArray weights, Attended gradient) {
        long H = heads;
        long G = groups;
        int d = headWidth;
        List<Block> blocks = blocks(T);
        long entries = H * entries(blocks);
        for (int sequence = 0; sequence < B; sequence++) {
            long first = (long) sequence * T * H * d;
            vsMul(T * heads * d, at(of.mixed(), first), at(gradient.mixed(), first), wide);
            timesVector(T * heads, d, 1, wide, ones, 0, along); // [T, H] rows of dO . O
            // The last block, which reaches all keys, overwrites their gradients; the heads of a group add up.
            for (int j = blocks.size() - 1; j >= 0; j--) {
                Block block = blocks.get(j);
                for (int head = 0; head < H; head++) {
                    float kept = j == blocks.size() - 1 && head % (H / G) == 0 ? 0 : 1;
                    long atQuery = first + (block.first() * H + head) * d;
                    long atKey = (long) sequence * T * G * d + head / (H / G) * d;
                    FloatPointer P = at(
                            weights,
                            sequence * entries + H * block.from() + (long) head * block.queries() * block.keys());
                    FloatPointer dS = at(along, block.first() * H + head);
                    backward(block, P, dS, of, gradient, atQuery, atKey, kept);
                }
            }
        }
    }

    /** One head of one block: q, dO and dQ [queries, d] at {@code atQuery}, k, v, dK and dV [keys, d] at {@code atKey}. */
    private void backward(
            Block block,
            FloatPointer P,
            FloatPointer along,
            Attended of,
            Attended gradient,
            long atQuery,
            long atKey,
            float kept) {
        int queries = block.queries();
        int keys = block.keys();
        int d = headWidth;
        int stepQ = heads * d;
        int stepK = groups * d;
        FloatPointer dO = at(gradient.mixed(), atQuery);
        FloatPointer dV = at(gradient.value(), atKey);
        FloatPointer dQ = at(gradient.query(), atQuery);
        FloatPointer dK = at(gradient.key(), atKey);
        FloatPointer dS = scores; // [queries, keys]
        product(true, false, keys, d, queries, 1, P, keys, dO, stepQ, kept, dV, stepK);
        product(false, true, queries, keys, d, 1, dO, stepQ, at(of.value(), atKey), stepK, 0, dS, keys);
        cblas_sger(CblasRowMajor, queries, keys, -1, along, heads, ones, 1, dS, keys);
        vsMul(queries * keys, dS, P, dS);
        product(false, false, queries, d, keys, sharpness, dS, keys, at(of.key(), atKey), stepK, 0, dQ, stepQ);
        product(true, false, keys, d, queries, sharpness, dS, keys, at(of.query(), atQuery), stepQ, kept, dK, stepK);
    }

    /** {@link Kernels#meanAttention}. */
    float[] mean(int T, int index, int tokens, List<INDArray> weights) {
        List<Block> blocks = blocks(T);
        long entries = (long) heads * entries(blocks);
        float[] triangle = new float[CausalMatrix.packedLength(tokens)];
        for (Block block : blocks) {
            float[] mean = mean(block, index * entries + (long) heads * block.from(), weights); // [queries, keys]
            for (int query = block.first(); query < Math.min(tokens, block.keys()); query++) {
                int from = (query - block.first()) * block.keys();
                System.arraycopy(mean, from, triangle, CausalMatrix.rowStart(query), query + 1);
            }
        }
        return triangle;
    }

    /** The attention of one head of one sequence, as a packed triangle. */
    float[] ofHead(int T, int index, int tokens, int head, INDArray weights) {
        List<Block> blocks = blocks(T);
        long entries = (long) heads * entries(blocks);
        float[] triangle = new float[CausalMatrix.packedLength(tokens)];
        for (Block block : blocks) {
            int entriesOfHead = block.queries() * block.keys();
            long from = index * entries + (long) heads * block.from() + (long) head * entriesOfHead;
            cblas_scopy(entriesOfHead, at(weights, from), 1, scores, 1);
            float[] values = new float[entriesOfHead]; // [queries, keys]
            scores.get(values);
            for (int query = block.first(); query < Math.min(tokens, block.keys()); query++) {
                int start = (query - block.first()) * block.keys();
                System.arraycopy(values, start, triangle, CausalMatrix.rowStart(query), query + 1);
            }
        }
        return triangle;
    }

    private float[] mean(Block block, long from, List<INDArray> weights) {
        int entriesOfHead = block.queries() * block.keys();
        cblas_scopy(entriesOfHead, at(weights.get(0), from), 1, scores, 1);
        for (int layer = 0; layer < weights.size(); layer++) {
            for (int head = layer == 0 ? 1 : 0; head < heads; head++) {
                vsAdd(entriesOfHead, scores, at(weights.get(layer), from + (long) head * entriesOfHead), scores);
            }
        }
        float[] mean = new float[entriesOfHead];
        scores.get(mean);
        for (int entry = 0; entry < entriesOfHead; entry++) {
            mean[entry] /= heads * weights.size();
        }
        return mean;
    }

    @Override
    public void close() {
        memory.close();
    }
}
