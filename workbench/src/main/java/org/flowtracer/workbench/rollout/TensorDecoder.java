package org.flowtracer.workbench.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.model.Attention;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.DecoderLayer;
import org.flowtracer.workbench.model.FeedForward;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.RmsNorm;
import org.flowtracer.workbench.model.RotaryEmbedding;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Rows on ND4J arrays: plain operations, on whatever device ND4J has.
 *
 * <p>Prompts are read token by token, all rows at once. Memory: (2 L + 1) R G C d floats for the cache, made once.
 */
final class TensorDecoder implements BatchDecoder {
    private static final float MASKED = -1e30f;
    private static final MMulTranspose SECOND_TRANSPOSED = MMulTranspose.builder()
            .transposeA(false)
            .transposeB(true)
            .transposeResult(false)
            .build();

    private final ModelWeights weights;
    private final ModelConfig config;
    private final RotaryEmbedding rotary;
    private final int capacity; // C
    private final INDArray[] keys; // of each layer [R G, C, d]
    private final INDArray[] values; // of each layer [R G, C, d]
    private INDArray spare; // [R G, C, d]
    private final float[][] mask; // [R][C] what is added to the score of each slot: 0 or MASKED
    private final int[] starts; // [R] the slot of each row's first token
    private int rows; // N
    private int next; // the slot of the next token

    /**
     * @param rows R, the most rows
     * @param capacity C, the most tokens of a row
     */
    TensorDecoder(ModelWeights weights, int rows, int capacity) {
        ComputeBackend.start();
        this.weights = weights;
        this.config = weights.config();
        this.rotary = new RotaryEmbedding(config.rotary(), config.headWidth());
        this.capacity = capacity;
        this.keys = new INDArray[config.layers()];
        this.values = new INDArray[config.layers()];
        long groups = (long) rows * config.keyValueHeads();
        for (int layer = 0; layer < config.layers(); layer++) {
            keys[layer] = Nd4j.zeros(DataType.FLOAT, groups, capacity, config.headWidth());
            values[layer] = Nd4j.zeros(DataType.FLOAT, groups, capacity, config.headWidth());
        }
        this.spare = Nd4j.zeros(DataType.FLOAT, groups, capacity, config.headWidth());
        this.mask = new float[rows][capacity];
        this.starts = new int[rows];
    }

    @Override
    public float[] start(List<RolloutRequest> prompts) {
        rows = prompts.size();
        next = 0;
        int longest = prompts.stream()
                .mapToInt(prompt -> prompt.tokenIds().length)
                .max()
                .orElseThrow();
        for (int row = 0; row < rows; row++) {
            starts[row] = longest - prompts.get(row).tokenIds().length;
        }
        float[] logits = {};
        while (next < longest) {
            int slot = next;
            int[] tokenIds = new int[rows];
            for (int row = 0; row < rows; row++) {
                tokenIds[row] = slot < starts[row] ? 0 : prompts.get(row).tokenIds()[slot - starts[row]];
            }
            logits = step(tokenIds);
            for (int row = 0; row < rows; row++) {
                boolean seen = slot >= starts[row] && !prompts.get(row).hidden().contains(slot - starts[row]);
                mask[row][slot] = seen ? 0 : MASKED;
            }
        }
        return logits;
    }

    @Override
    public void arrange(int[] sources) {
        rows = sources.length;
        if (IntStream.range(0, rows).allMatch(row -> sources[row] == row)) {
            return;
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            keys[layer] = gathered(keys[layer], sources);
            values[layer] = gathered(values[layer], sources);
        }
        float[][] masks =
                Arrays.stream(sources).mapToObj(source -> mask[source].clone()).toArray(float[][]::new);
        int[] firsts = Arrays.stream(sources).map(source -> starts[source]).toArray();
        System.arraycopy(masks, 0, mask, 0, rows);
        System.arraycopy(firsts, 0, starts, 0, rows);
    }

    /** Copies rows into the spare array, and makes the one that they come from the spare one. */
    private INDArray gathered(INDArray array, int[] sources) {
        long width = (long) config.keyValueHeads() * capacity * config.headWidth();
        INDArray target = spare;
        Nd4j.pullRows(array.reshape(-1, width), first(target.reshape(-1, width), sources.length), 1, sources);
        spare = array;
        return target;
    }

    @Override
    public float[] step(int[] tokenIds) {
        if (next == capacity) {
            dropUnusedSlots();
        }
        long D = config.width();
        for (int row = 0; row < rows; row++) {
            mask[row][next] = 0; // a token sees itself
        }
        int[] positions = new int[rows];
        Arrays.setAll(positions, row -> Math.max(0, next - starts[row]));
        RotaryEmbedding.Turn turn = rotary.turnRows(positions); // [N, 1, d]
        INDArray visible = Nd4j.create(visible(), new long[] {rows, 1, next + 1L}, DataType.FLOAT); // [N, 1, K]

        INDArray hidden = make(rows, D);
        INDArray normed = make(rows, D);
        INDArray change = make(rows, D);
        INDArray scale = make(rows, 1);
        Nd4j.pullRows(weights.embedding(), hidden, 1, tokenIds); // [N, D]
        for (int index = 0; index < config.layers(); index++) {
            DecoderLayer layer = weights.layers().get(index);
            layer.attentionNorm().apply(hidden, normed, change, scale); // [N, D]
            attend(index, layer.attention(), normed, change, turn, visible); // change [N, D]
            hidden.addi(change); // [N, D]

            layer.feedForwardNorm().apply(hidden, normed, change, scale); // [N, D]
            feed(layer.feedForward(), normed, change); // change [N, D]
            hidden.addi(change); // [N, D]
        }
        weights.finalNorm().apply(hidden, normed, change, scale); // [N, D]
        INDArray logits = make(rows, config.vocabulary());
        weights.output().apply(normed, logits); // [N, V]
        next++;
        float[] result = HostCopy.of(logits);
        close(hidden, normed, change, scale, logits, visible, turn.cosine(), turn.signedSine());
        return result;
    }

    private float[] visible() {
        float[] flat = new float[rows * (next + 1)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(mask[row], 0, flat, row * (next + 1), next + 1);
        }
        return flat;
    }

    private void attend(
            int layer,
            Attention attention,
            INDArray input,
            INDArray output,
            RotaryEmbedding.Turn turn,
            INDArray visible) {
        long N = rows;
        long H = config.heads();
        long G = config.keyValueHeads();
        long d = config.headWidth();
        long K = next + 1L;
        INDArray query = make(N, H, d);
        INDArray queryScratch = make(N, H, d);
        INDArray key = make(N, G, d);
        INDArray keyScratch = make(N, G, d);
        INDArray scores = make(N, H, K);
        INDArray scale = make(N * H, 1);

        attention.query().apply(input, query.reshape(N, H * d)); // [N, H d]
        norm(attention.queryNorm(), query, queryScratch, scale); // [N, H, d]
        turn.apply(query, queryScratch); // [N, H, d]

        attention.key().apply(input, key.reshape(N, G * d)); // [N, G d]
        norm(attention.keyNorm(), key, keyScratch, first(scale, N * G)); // [N, G, d]
        turn.apply(key, keyScratch); // [N, G, d]
        slot(keys[layer]).assign(key.reshape(N * G, d)); // [N G, d]

        attention.value().apply(input, key.reshape(N, G * d)); // [N, G d]
        slot(values[layer]).assign(key.reshape(N * G, d)); // [N G, d]

        INDArray grouped = scores.reshape(N * G, H / G, K); // [N G, H/G, K]
        INDArray groupedQuery = query.reshape(N * G, H / G, d); // [N G, H/G, d]
        Nd4j.exec(new Mmul(groupedQuery, read(keys[layer]), grouped, 1 / Math.sqrt((double) d), 0, SECOND_TRANSPOSED));
        Nd4j.exec(new AddOp(scores, visible, scores)); // [N, H, K]
        INDArray flat = scores.reshape(N * H, K); // [N H, K]
        Nd4j.exec(new SoftMax(flat, flat, 1));
        Nd4j.matmul(grouped, read(values[layer]), groupedQuery, false, false, false); // [N G, H/G, d]
        attention.output().apply(query.reshape(N, H * d), output); // [N, D]
        close(query, queryScratch, key, keyScratch, scores, scale);
    }

    private static void norm(@Nullable RmsNorm norm, INDArray heads, INDArray scratch, INDArray scale) {
        if (norm != null) {
            INDArray flat = heads.reshape(-1, heads.size(2)); // [N heads, d]
            norm.apply(flat, flat, scratch.reshape(-1, heads.size(2)), scale);
        }
    }

    private void feed(FeedForward network, INDArray input, INDArray output) {
        INDArray gate = make(rows, config.feedForwardWidth());
        INDArray up = make(rows, config.feedForwardWidth());
        network.gate().apply(input, gate); // [N, F]
        network.up().apply(input, up); // [N, F]
        Nd4j.exec(new Swish(gate, gate)); // [N, F]
        Nd4j.exec(new MulOp(gate, up, gate)); // [N, F]
        network.down().apply(gate, output); // [N, D]
        close(gate, up);
    }

    /** Moves every row's tokens to the front by as many slots as no row uses any more. */
    private void dropUnusedSlots() {
        int unused = Arrays.stream(starts, 0, rows).min().orElseThrow();
        if (unused == 0) {
            throw new IllegalStateException("expected rows with room for another token, found one of " + capacity);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            keys[layer] = moved(keys[layer], unused);
            values[layer] = moved(values[layer], unused);
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(mask[row], unused, mask[row], 0, capacity - unused);
            starts[row] -= unused;
        }
        next -= unused;
    }

    private INDArray moved(INDArray array, int unused) {
        INDArray target = spare;
        slots(target, 0, capacity - unused).assign(slots(array, unused, capacity));
        spare = array;
        return target;
    }

    /** Where the next token of every row goes: [N G, d], a view. */
    private INDArray slot(INDArray array) {
        return array.get(
                NDArrayIndex.interval(0, (long) rows * config.keyValueHeads()),
                NDArrayIndex.point(next),
                NDArrayIndex.all());
    }

    /** The tokens read so far and the next: [N G, K, d], a view. */
    private INDArray read(INDArray array) {
        return slots(array, 0, next + 1);
    }

    private INDArray slots(INDArray array, int from, int to) {
        return array.get(
                NDArrayIndex.interval(0, (long) rows * config.keyValueHeads()),
                NDArrayIndex.interval(from, to),
                NDArrayIndex.all());
    }

    private static INDArray first(INDArray array, long rows) {
        return array.get(NDArrayIndex.interval(0, rows), NDArrayIndex.all());
    }

    private static INDArray make(long... shape) {
        return Nd4j.createUninitialized(DataType.FLOAT, shape);
    }

    private static void close(INDArray... arrays) {
        Arrays.stream(arrays).forEach(INDArray::close);
    }

    @Override
    public void close() {
        close(keys);
        close(values);
        close(spare);
    }
}
