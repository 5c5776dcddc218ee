package org.flowtracer.workbench.train;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.Linear;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RmsNorm;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The kernels in ND4J operations. Sums over rows and columns are products with ones, and the sum over equal tokens is a product with the one-hot
 * matrix of the ids: fast for vocabularies up to a few thousand, in memory N V.
 */
final class PlainKernels implements Kernels {
    /** What is added to the score of a later key: far enough below every score that its attention is exactly 0. */
    private static final float MASKED = -1e30f;

    private static final MMulTranspose NONE = transposing(false, false);
    private static final MMulTranspose FIRST = transposing(true, false);
    private static final MMulTranspose SECOND = transposing(false, true);

    private final int heads;
    private final int groups;
    private final int headWidth;
    private final double sharpness; // 1 / sqrt(d)
    private final LogitKernels logits = new PlainLogitKernels();
    private final ActivationMemory memory = new ActivationMemory();
    private final INDArray scratch; // [rows, widest]
    private final INDArray ones; // [1, rows of heads]
    private final INDArray along; // [rows of heads, 1]
    private final INDArray queryHeads; // [B, H, T, d], as the next two
    private final INDArray mixedHeads;
    private final INDArray queryGradientHeads;
    private final INDArray keyHeads; // [B, G, T, d], as the next two
    private final INDArray valueHeads;
    private final INDArray keyGradientHeads;
    private final INDArray scoreGradient; // [B, H, T, T]
    private INDArray causalMask = Nd4j.zeros(DataType.FLOAT, 1, 1, 1); // of the last slice

    /**
     * @param rows of the largest slice
     * @param length of the longest sequence
     */
    PlainKernels(ModelConfig config, int rows, int length) {
        heads = config.heads();
        groups = config.keyValueHeads();
        headWidth = config.headWidth();
        sharpness = 1 / Math.sqrt((double) headWidth);
        scratch =
                memory.floats(rows, Math.max(Math.max(config.width(), config.queryWidth()), config.feedForwardWidth()));
        long rowsOfHeads = (long) rows * Math.max(heads, config.width());
        ones = memory.floats(1, rowsOfHeads).assign(1);
        along = memory.floats(rowsOfHeads, 1);
        queryHeads = memory.floats(rows, config.queryWidth());
        mixedHeads = memory.floats(rows, config.queryWidth());
        queryGradientHeads = memory.floats(rows, config.queryWidth());
        keyHeads = memory.floats(rows, config.keyValueWidth());
        valueHeads = memory.floats(rows, config.keyValueWidth());
        keyGradientHeads = memory.floats(rows, config.keyValueWidth());
        scoreGradient = memory.floats((long) rows * heads, length);
    }

    @Override
    public void lookUp(int[] tokenIds, INDArray embedding, INDArray output) {
        Nd4j.pullRows(embedding, first(output, tokenIds.length, embedding.size(1)), 1, tokenIds);
    }

    @Override
    public void lookUpBackward(int[] tokenIds, INDArray outputGradient, INDArray gradient) {
        try (INDArray oneHot = PlainLogitKernels.oneHot(tokenIds, gradient.size(0))) { // [N, V]
            INDArray rows = first(outputGradient, tokenIds.length, gradient.size(1)); // [N, D]
            Nd4j.gemm(oneHot, rows, gradient, true, false, 1, 1); // [V, D]
        }
    }

    @Override
    public void linear(int N, INDArray input, Linear linear, INDArray output) {
        INDArray weight = linear.weight();
        linear.apply(first(input, N, weight.size(1)), first(output, N, weight.size(0)));
    }

    @Override
    public void linearBackward(
            int N,
            INDArray input,
            INDArray outputGradient,
            Linear linear,
            Linear gradient,
            INDArray inputGradient,
            double kept) {
        long in = linear.weight().size(1);
        INDArray rows = first(outputGradient, N, linear.weight().size(0)); // [N, out]
        Nd4j.gemm(rows, first(input, N, in), gradient.weight(), true, false, 1, 1); // [out, in]
        if (gradient.bias() != null) {
            Nd4j.gemm(first(ones, 1, N), rows, gradient.bias(), false, false, 1, 1); // [1, out]
        }
        Nd4j.gemm(rows, linear.weight(), first(inputGradient, N, in), false, false, 1, kept); // [N, in]
    }

    @Override
    public void norm(int rows, INDArray input, RmsNorm norm, INDArray output, INDArray scale) {
        long width = norm.weight().length();
        norm.apply(
                first(input, rows, width),
                first(output, rows, width),
                first(scratch, rows, width),
                first(scale, rows, 1));
    }

    @Override
    public void normAgain(int rows, INDArray input, INDArray scale, RmsNorm norm, INDArray output) {
        INDArray y = first(output, rows, norm.weight().length());
        Nd4j.exec(new MulOp(first(input, rows, norm.weight().length()), first(scale, rows, 1), y)); // [rows, width]
        Nd4j.exec(new MulOp(y, norm.weight(), y)); // [rows, width]
    }

    @Override
    public void normBackward(
            int rows, INDArray input, INDArray scale, RmsNorm norm, RmsNorm gradient, INDArray change) {
        long width = norm.weight().length();
        INDArray x = first(input, rows, width);
        INDArray s = first(scale, rows, 1);
        INDArray dy = first(change, rows, width);
        INDArray dyxs = first(scratch, rows, width);
        INDArray along = first(this.along, rows, 1);
        Nd4j.exec(new MulOp(dy, x, dyxs)); // [rows, width] dy x
        Nd4j.exec(new MulOp(dyxs, s, dyxs)); // [rows, width] dy x s
        Nd4j.gemm(first(ones, 1, rows), dyxs, gradient.weight(), false, false, 1, 1); // [1, width] dw
        INDArray column = norm.weight().reshape(width, 1);
        Nd4j.gemm(dyxs, column, along, false, false, 1.0 / width, 0); // [rows, 1] s (w dy . x) / width
        along.muli(s).muli(s); // [rows, 1] s^3 (w dy . x) / width
        Nd4j.exec(new MulOp(dy, norm.weight(), dy)); // [rows, width] w dy
        Nd4j.exec(new MulOp(dy, s, dy)); // [rows, width] s w dy
        Nd4j.exec(new MulOp(x, along, dyxs)); // [rows, width]
        dy.subi(dyxs); // [rows, width] dx
    }

    @Override
    public void add(long length, INDArray first, INDArray second, INDArray sum) {
        Nd4j.exec(new AddOp(first(first, 1, length), first(second, 1, length), first(sum, 1, length)));
    }

    @Override
    public void multiply(long length, INDArray first, INDArray second, INDArray product) {
        Nd4j.exec(new MulOp(first(first, 1, length), first(second, 1, length), first(product, 1, length)));
    }

    @Override
    public void gate(long length, INDArray gate, INDArray sigmoid, INDArray lifted, INDArray product) {
        INDArray g = first(gate, 1, length);
        INDArray s = first(sigmoid, 1, length);
        Nd4j.exec(new Sigmoid(g, s));
        g.muli(s);
        multiply(length, gate, lifted, product);
    }

    @Override
    public void gateBackward(
            long length,
            INDArray activated,
            INDArray sigmoid,
            INDArray lifted,
            INDArray change,
            INDArray liftedGradient) {
        INDArray a = first(activated, 1, length);
        INDArray s = first(sigmoid, 1, length);
        INDArray derivative = first(scratch, 1, length);
        INDArray dproduct = first(change, 1, length);
        Nd4j.exec(new MulOp(dproduct, a, first(liftedGradient, 1, length))); // du
        dproduct.muli(first(lifted, 1, length)); // da
        Nd4j.exec(new MulOp(a, s, derivative)); // a s
        Nd4j.exec(new SubOp(a, derivative, derivative)); // a - a s
        derivative.addi(s); // s + a (1 - s)
        dproduct.muli(derivative); // dg
    }

    @Override
    public void turn(int B, int T, INDArray vectors, Rotation rotation) {
        turn(B, T, vectors, rotation, rotation.sine());
    }

    @Override
    public void turnBack(int B, int T, INDArray vectors, Rotation rotation) {
        turn(B, T, vectors, rotation, rotation.backSine());
    }

    private void turn(int B, int T, INDArray vectors, Rotation rotation, INDArray sine) {
        long width = rotation.cosine().size(1);
        long half = rotation.headWidth() / 2;
        INDArray x = first(vectors, (long) B * T, width);
        INDArray swapped = first(scratch, (long) B * T, width);
        INDArray pairs = x.reshape(x.length() / (2 * half), 2 * half); // [B T heads, d]
        INDArray swappedPairs = swapped.reshape(pairs.shape()); // [B T heads, d]
        columns(swappedPairs, 0, half).assign(columns(pairs, half, 2 * half));
        columns(swappedPairs, half, 2 * half).assign(columns(pairs, 0, half));
        broadcast(B, T, x, rotation.cosine());
        broadcast(B, T, swapped, sine);
        x.addi(swapped);
    }

    /** Multiplies every sequence [T, width] by a table. */
    private static void broadcast(int B, int T, INDArray rows, INDArray table) {
        INDArray sequences = rows.reshape(B, T * rows.size(1));
        INDArray own =
                table.get(NDArrayIndex.interval(0, T), NDArrayIndex.all()).reshape(1, T * rows.size(1));
        Nd4j.exec(new MulOp(sequences, own, sequences));
    }

    private static INDArray columns(INDArray matrix, long from, long to) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    // The H / G query heads of a group are stacked, [B G, H/G T, d], so that one product serves them all and the sums
    // over a group come by themselves.

    @Override
    public void attend(int B, int T, Attended of, INDArray weights) {
        INDArray q = split(B, T, of.query(), queryHeads, heads); // [B G, H/G T, d]
        INDArray k = split(B, T, of.key(), keyHeads, groups); // [B G, T, d]
        INDArray v = split(B, T, of.value(), valueHeads, groups); // [B G, T, d]
        INDArray P = first(weights, (long) B * heads * T, T); // [B H T, T]
        INDArray grouped = P.reshape((long) B * groups, (long) heads / groups * T, T); // [B G, H/G T, T]
        Nd4j.exec(new Mmul(q, k, grouped, sharpness, 0, SECOND));
        INDArray scores = P.reshape((long) B * heads, T, T); // [B H, T, T]
        Nd4j.exec(new AddOp(scores, causalMask(T), scores));
        Nd4j.exec(new SoftMax(P, P, 1));
        INDArray o = first(mixedHeads, (long) B * groups, (long) heads / groups * T * headWidth)
                .reshape((long) B * groups, (long) heads / groups * T, headWidth); // [B G, H/G T, d]
        Nd4j.exec(new Mmul(grouped, v, o, 1, 0, NONE));
        join(B, T, mixedHeads, of.mixed(), heads);
    }

    /** 0 where the key stands at or before the query, far below 0 after it [1, T, T]. */
    private INDArray causalMask(int T) {
        if (causalMask.size(1) != T) {
            causalMask.close();
            float[] mask = new float[T * T];
            for (int query = 0; query < T; query++) {
                Arrays.fill(mask, query * T + query + 1, (query + 1) * T, MASKED);
            }
            causalMask = Nd4j.create(mask, new long[] {1, T, T}, DataType.FLOAT);
        }
        return causalMask;
    }

    @Override
    public void attendBackward(int B, int T, Attended of, INDArray weights, Attended gradient) {
        INDArray product = first(scratch, (long) B * T, (long) heads * headWidth); // [N, H d]
        INDArray dO = first(gradient.mixed(), (long) B * T, (long) heads * headWidth);
        Nd4j.exec(new MulOp(dO, first(of.mixed(), (long) B * T, (long) heads * headWidth), product));
        INDArray dOHeads = split(B, T, gradient.mixed(), mixedHeads, heads); // [B G, H/G T, d]
        INDArray v = split(B, T, of.value(), valueHeads, groups); // [B G, T, d]
        INDArray P = first(weights, (long) B * heads * T, T); // [B H T, T]
        INDArray grouped = P.reshape((long) B * groups, (long) heads / groups * T, T); // [B G, H/G T, T]

        INDArray dKV = stacked(B, T, keyGradientHeads); // [B G, T, d]
        Nd4j.exec(new Mmul(grouped, dOHeads, dKV, 1, 0, FIRST)); // dV
        join(B, T, keyGradientHeads, gradient.value(), groups);

        INDArray dS = first(scoreGradient, (long) B * heads * T, T); // [B H T, T]
        INDArray groupedGradient = dS.reshape(grouped.shape());
        Nd4j.exec(new Mmul(dOHeads, v, groupedGradient, 1, 0, SECOND));
        split(B, T, product, queryHeads, heads);
        INDArray along = first(this.along, (long) B * heads * T, 1);
        INDArray sums = first(ones, headWidth, 1);
        Nd4j.gemm(first(queryHeads, (long) B * heads * T, headWidth), sums, along, false, false, 1, 0); // dO . O
        Nd4j.exec(new SubOp(dS, along, dS)); // [B H T, T]
        Nd4j.exec(new MulOp(dS, P, dS)); // [B H T, T]

        INDArray k = split(B, T, of.key(), keyHeads, groups); // [B G, T, d]
        INDArray dQ = first(queryGradientHeads, (long) B * heads * T, headWidth).reshape(dOHeads.shape());
        Nd4j.exec(new Mmul(groupedGradient, k, dQ, sharpness, 0, NONE));
        join(B, T, queryGradientHeads, gradient.query(), heads);
        INDArray q = split(B, T, of.query(), queryHeads, heads); // [B G, H/G T, d]
        Nd4j.exec(new Mmul(groupedGradient, q, dKV, sharpness, 0, FIRST)); // dK
        join(B, T, keyGradientHeads, gradient.key(), groups);
    }

    /** [B T, heads d] copied to [B, heads, T, d], seen as [B G, heads/G T, d]. */
    private INDArray split(int B, int T, INDArray rows, INDArray memory, int heads) {
        first(memory, (long) B * heads * T, headWidth)
                .reshape(B, heads, T, headWidth)
                .assign(sideBySide(B, T, rows, heads));
        return stacked(B, T, memory, heads);
    }

    /** [B, heads, T, d] copied to [B T, heads d]. */
    private void join(int B, int T, INDArray memory, INDArray rows, int heads) {
        sideBySide(B, T, rows, heads)
                .assign(first(memory, (long) B * heads * T, headWidth).reshape(B, heads, T, headWidth));
    }

    private INDArray sideBySide(int B, int T, INDArray rows, int heads) {
        return first(rows, (long) B * T, (long) heads * headWidth)
                .reshape(B, T, heads, headWidth)
                .permute(0, 2, 1, 3);
    }

    private INDArray stacked(int B, int T, INDArray memory, int heads) {
        return first(memory, (long) B * heads * T, headWidth)
                .reshape((long) B * groups, (long) heads / groups * T, headWidth);
    }

    private INDArray stacked(int B, int T, INDArray memory) {
        return stacked(B, T, memory, groups);
    }

    @Override
    public float[] meanAttention(int T, int index, int tokens, List<INDArray> weights) {
        long entries = (long) T * T;
        try (INDArray mean = Nd4j.zeros(DataType.FLOAT, 1, entries);
                INDArray averaging =
                        Nd4j.valueArrayOf(new long[] {1, heads}, 1.0 / (heads * weights.size()), DataType.FLOAT)) {
            for (INDArray layer : weights) {
                INDArray own = first(layer, index + 1L, heads * entries) // [index + 1, H T T]
                        .get(NDArrayIndex.interval(index, index + 1), NDArrayIndex.all())
                        .reshape(heads, entries);
                Nd4j.gemm(averaging, own, mean, false, false, 1, 1); // [1, T T]
            }
            return triangle(T, tokens, HostCopy.of(mean));
        }
    }

    @Override
    public float[] headAttention(int T, int index, int tokens, int head, INDArray weights) {
        long row = (long) index * heads + head;
        INDArray own = first(weights, row + 1, (long) T * T) // [.., T T]
                .get(NDArrayIndex.interval(row, row + 1), NDArrayIndex.all());
        return triangle(T, tokens, HostCopy.of(own));
    }

    private static float[] triangle(int T, int tokens, float[] square) {
        float[] triangle = new float[CausalMatrix.packedLength(tokens)];
        for (int query = 0; query < tokens; query++) {
            System.arraycopy(square, query * T, triangle, CausalMatrix.rowStart(query), query + 1);
        }
        return triangle;
    }

    @Override
    public LogitKernels logits() {
        return logits;
    }

    /** The first entries of an array, seen as [rows, width]. */
    static INDArray first(INDArray array, long rows, long width) {
        return Nd4j.create(array.data(), new long[] {rows, width}, new long[] {width, 1}, array.offset(), 'c');
    }

    private static MMulTranspose transposing(boolean first, boolean second) {
        return MMulTranspose.builder()
                .transposeA(first)
                .transposeB(second)
                .transposeResult(false)
                .build();
    }

    @Override
    public void close() {
        memory.close();
        causalMask.close();
    }
}
