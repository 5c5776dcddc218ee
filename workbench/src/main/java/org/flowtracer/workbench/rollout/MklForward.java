package org.flowtracer.workbench.rollout;

import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.cblas_saxpy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sger;
import static org.bytedeco.mkl.global.mkl_rt.vsAdd;
import static org.bytedeco.mkl.global.mkl_rt.vsDiv;
import static org.bytedeco.mkl.global.mkl_rt.vsExp;
import static org.bytedeco.mkl.global.mkl_rt.vsInvSqrt;
import static org.bytedeco.mkl.global.mkl_rt.vsMul;
import static org.bytedeco.mkl.global.mkl_rt.vsSqr;
import static org.bytedeco.mkl.global.mkl_rt.vsSub;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.RotaryEmbedding;
import org.flowtracer.workbench.rollout.MklLayer.Projection;

/**
 * The model over T rows, by calls of MKL on memory made once. The residual stream takes what a block adds within the product that makes it.
 *
 * <p>MKL works in the calling thread alone where that thread has told it to.
 */
final class MklForward implements AutoCloseable {
    /** Floats that one vector operation hands to the next: 16 KB an array. */
    private static final int STRETCH = 4096;

    /** Products of fewer rows round otherwise than those of more: a row's result is the same beside any others only from here on. */
    private static final int LEAST_ROWS = 4;

    private final ModelWeights weights;
    private final ModelConfig config;
    private final int headsWidth; // (H + G) d
    private final NativeMemory memory = new NativeMemory();
    private final FloatPointer hidden; // [T, D] the residual stream
    private final FloatPointer normed; // [T, D]
    private final FloatPointer heads; // [T, (H + G) d] queries and keys
    private final FloatPointer scratch; // [T, the wider of the two]
    private final FloatPointer value; // [T, G d]
    private final FloatPointer mixed; // [T, H d] what attention gives
    private final FloatPointer gate; // [T, F]
    private final FloatPointer up; // [T, F]
    private final FloatPointer scale; // [T (H + G)] of the norms
    private final FloatPointer widths; // [T] D
    private final FloatPointer headWidths; // [T (H + G)] d
    private final FloatPointer cosine; // [T, (H + G) d]
    private final FloatPointer signedSine; // [T, (H + G) d]
    private final FloatPointer logits; // [R, V]
    private final FloatPointer ones;
    private final FloatPointer zeros; // [STRETCH]
    private final float[] cosines; // [C, d]
    private final float[] signedSines; // [C, d]
    private final float[] turns; // [T, (H + G) d]
    private final MklAttention attention;
    private final List<FloatPointer> headNorms = new ArrayList<>(); // of each layer [(H + G) d]
    private final List<MklLayer> layers = new ArrayList<>();

    /**
     * @param rows the most rows of a pass
     * @param lanes R, how many sequences the cache holds
     * @param capacity C, the most tokens of each
     */
    MklForward(ModelWeights weights, int rows, int lanes, int capacity) {
        this.weights = weights;
        config = weights.config();
        int T = Math.max(rows, LEAST_ROWS);
        int perRow = config.heads() + config.keyValueHeads();
        headsWidth = perRow * config.headWidth();
        hidden = memory.floats((long) T * config.width());
        normed = memory.floats((long) T * config.width());
        heads = memory.floats((long) T * headsWidth);
        scratch = memory.floats(Math.max(STRETCH, (long) T * Math.max(headsWidth, config.width())));
        value = memory.floats((long) T * config.keyValueWidth());
        mixed = memory.floats((long) T * config.queryWidth());
        gate = memory.floats((long) T * config.feedForwardWidth());
        up = memory.floats((long) T * config.feedForwardWidth());
        scale = memory.floats((long) T * perRow);
        widths = memory.constant(T, config.width());
        headWidths = memory.constant(T * perRow, config.headWidth());
        cosine = memory.floats((long) T * headsWidth);
        signedSine = memory.floats((long) T * headsWidth);
        logits = memory.floats((long) Math.max(lanes, LEAST_ROWS) * config.vocabulary());
        ones = memory.constant(Math.max(Math.max(T * perRow, capacity), Math.max(config.width(), STRETCH)), 1);
        zeros = memory.constant(STRETCH, 0);
        turns = new float[T * headsWidth];
        RotaryEmbedding.Turn turn = new RotaryEmbedding(config.rotary(), config.headWidth()).turn(0, capacity);
        cosines = HostCopy.of(turn.cosine());
        signedSines = HostCopy.of(turn.signedSine());
        attention = new MklAttention(config, memory, T, lanes, capacity, heads, value, mixed, ones);
        for (int layer = 0; layer < config.layers(); layer++) {
            headNorms.add(memory.floats(headsWidth));
        }
    }

    /** What the rows of the next pass attend to, to be described before it. */
    MklAttention attention() {
        return attention;
    }

    /** Looks where the weights stand and reads the small ones; to be called when they may have changed. */
    void locateWeights() {
        layers.clear();
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(MklLayer.of(config, weights.layers().get(layer), headNorms.get(layer)));
        }
    }

    /**
     * Takes tokens through all layers.
     *
     * @param tokenIds [T], the ids of the first {@code T} rows
     * @param positions [T]
     */
    void run(int T, int[] tokenIds, int[] positions) {
        embed(T, tokenIds);
        spread(T, positions, cosines, cosine); // [T, (H + G) d]
        spread(T, positions, signedSines, signedSine); // [T, (H + G) d]
        for (int index = 0; index < layers.size(); index++) {
            MklLayer layer = layers.get(index);

            norm(T, config.width(), hidden, widths, normed); // [T, D]
            Mkl.scaleColumns(T, config.width(), normed, layer.attentionNorm()); // [T, D]
            attend(T, index, layer); // hidden [T, D]

            norm(T, config.width(), hidden, widths, normed); // [T, D]
            Mkl.scaleColumns(T, config.width(), normed, layer.feedForwardNorm()); // [T, D]
            feed(T, layer); // hidden [T, D]
        }
    }

    private void attend(int T, int index, MklLayer layer) {
        project(T, layer.query(), normed, heads, headsWidth, 0); // [T, H d]
        project(T, layer.key(), normed, heads.getPointer(config.queryWidth()), headsWidth, 0); // [T, G d]
        project(T, layer.value(), normed, value, config.keyValueWidth(), 0); // [T, G d]
        if (layer.headNorm() != null) {
            norm(T * headsWidth / config.headWidth(), config.headWidth(), heads, headWidths, heads);
            Mkl.scaleColumns(T, headsWidth, heads, layer.headNorm()); // [T, (H + G) d]
        }
        turn(T); // heads [T, (H + G) d]
        attention.apply(index); // mixed [T, H d]
        project(T, layer.output(), mixed, hidden, config.width(), 1); // [T, D]
    }

    private void feed(int T, MklLayer layer) {
        project(T, layer.gate(), normed, gate, config.feedForwardWidth(), 0); // [T, F]
        project(T, layer.up(), normed, up, config.feedForwardWidth(), 0); // [T, F]
        activate(T * config.feedForwardWidth()); // gate [T, F]
        project(T, layer.down(), gate, hidden, config.width(), 1); // [T, D]
    }

    /**
     * The logits after some of the rows of the last pass.
     *
     * @param rows which
     * @param result [R, V], of which the first rows are overwritten, from {@code to} on
     */
    void read(int[] rows, float[] result, int to) {
        int D = config.width();
        int V = config.vocabulary();
        for (int j = 0; j < rows.length; j++) {
            cblas_scopy(D, hidden.getPointer((long) rows[j] * D), 1, normed.getPointer((long) j * D), 1);
        }
        norm(rows.length, D, normed, widths, normed); // [rows, D]
        Mkl.scaleColumns(rows.length, D, normed, Mkl.at(weights.finalNorm().weight())); // [rows, D]
        project(rows.length, Projection.of(weights.output()), normed, logits, V, 0); // [rows, V]
        logits.get(result, to * V, rows.length * V);
    }

    private void embed(int T, int[] tokenIds) {
        int D = config.width();
        FloatPointer embedding = Mkl.at(weights.embedding());
        for (int row = 0; row < T; row++) {
            cblas_scopy(D, embedding.getPointer((long) tokenIds[row] * D), 1, hidden.getPointer((long) row * D), 1);
        }
    }

    /** Each row's entry of a table [C, d], once for each of its heads: [T, (H + G) d]. */
    private void spread(int T, int[] positions, float[] table, FloatPointer wide) {
        int d = config.headWidth();
        for (int at = 0; at < T * headsWidth; at += d) {
            System.arraycopy(table, positions[at / headsWidth] * d, turns, at, d);
        }
        wide.put(turns, 0, T * headsWidth);
    }

    /**
     * Divides each row by the root of the mean of its squares + epsilon.
     *
     * @param widths the width, once for each row
     * @param y [rows, width]; may be x
     */
    private void norm(int rows, int width, FloatPointer x, FloatPointer widths, FloatPointer y) {
        vsSqr(rows * width, x, scratch);
        Mkl.timesVector(rows, width, 1, scratch, ones, 0, scale);
        // Divided, not multiplied by 1 / width, which is rounded and would tilt every row alike.
        vsDiv(rows, scale, widths, scale);
        cblas_saxpy(rows, (float) config.normEpsilon(), ones, 1, scale, 1);
        vsInvSqrt(rows, scale, scale);
        Mkl.scaleRows(rows, width, x, scale, y);
    }

    /** Turns queries and keys by their positions. */
    private void turn(int T) {
        int d = config.headWidth();
        int length = T * headsWidth;
        Mkl.copyRows(length / d, d / 2, heads.getPointer(d / 2), d, scratch, d);
        Mkl.copyRows(length / d, d / 2, heads, d, scratch.getPointer(d / 2), d);
        vsMul(length, scratch, signedSine, scratch);
        vsMul(length, heads, cosine, heads);
        vsAdd(length, heads, scratch, heads);
    }

    /** gate = silu(gate) up, with silu(z) = z / (1 + exp(-z)). */
    private void activate(int length) {
        for (int from = 0; from < length; from += STRETCH) {
            int n = Math.min(STRETCH, length - from);
            FloatPointer z = gate.getPointer(from);
            vsSub(n, zeros, z, scratch);
            vsExp(n, scratch, scratch);
            vsAdd(n, scratch, ones, scratch);
            vsDiv(n, z, scratch, z);
            vsMul(n, z, up.getPointer(from), z);
        }
    }

    /** y = x W^T + b, added to y if {@code kept} is 1; y and x have room for {@link #LEAST_ROWS}. */
    private void project(int T, Projection projection, FloatPointer x, FloatPointer y, int stepY, float kept) {
        int out = projection.out();
        int in = projection.in();
        int most = Math.max(T, LEAST_ROWS);
        Mkl.product(false, true, most, out, in, 1, x, in, projection.weight(), in, kept, y, stepY);
        FloatPointer b = projection.bias();
        if (b != null) {
            cblas_sger(CblasRowMajor, T, out, 1, ones, 1, b, 1, y, stepY);
        }
    }

    @Override
    public void close() {
        attention.close();
        memory.close();
    }
}
