package org.flowtracer.workbench.train;

import static org.bytedeco.mkl.global.mkl_rt.cblas_saxpy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;
import static org.bytedeco.mkl.global.mkl_rt.vsAdd;
import static org.bytedeco.mkl.global.mkl_rt.vsExp;
import static org.bytedeco.mkl.global.mkl_rt.vsInvSqrt;
import static org.bytedeco.mkl.global.mkl_rt.vsMul;
import static org.bytedeco.mkl.global.mkl_rt.vsSqr;
import static org.bytedeco.mkl.global.mkl_rt.vsSub;
import static org.flowtracer.workbench.model.Mkl.addRowSums;
import static org.flowtracer.workbench.model.Mkl.at;
import static org.flowtracer.workbench.model.Mkl.copyRows;
import static org.flowtracer.workbench.model.Mkl.product;
import static org.flowtracer.workbench.model.Mkl.scaleRows;
import static org.flowtracer.workbench.model.Mkl.timesVector;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.flowtracer.workbench.model.Linear;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RmsNorm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels as calls of MKL, single-threaded, on the memory of ND4J's arrays: matrix products on parts of arrays by leading dimensions, so
 * that heads are never copied apart, and vector operations on stretches that stay in the processor's cache.
 *
 * <p>Against ND4J's operations this saves their start (5 to 20 microseconds each), and memory traffic.
 */
final class MklKernels implements Kernels {
    /** Floats that one vector operation hands to the next: 16 KB an array. */
    private static final int STRETCH = 4096;

    private final MklAttention attention;
    private final LogitKernels logits;
    private final ActivationMemory memory = new ActivationMemory();
    private final FloatPointer wide; // [rows, widest], scratch, as the next
    private final FloatPointer wideToo;
    private final FloatPointer along; // [rows of heads]
    private final FloatPointer tile; // [STRETCH], some copies of one row
    private final float[] stretch = new float[STRETCH];
    private final FloatPointer ones;
    private final FloatPointer zeros;

    /**
     * @param rows of the largest slice
     * @param length of the longest sequence
     */
    MklKernels(ModelConfig config, int rows, int length) {
        attention = new MklAttention(config, length);
        logits = new MklLogitKernels(rows, config.vocabulary());
        int widest = Math.max(config.width(), config.queryWidth());
        long most = Math.max((long) rows * config.heads(), Math.max(widest, STRETCH));
        wide = floats((long) rows * widest);
        wideToo = floats((long) rows * widest);
        along = floats(most);
        tile = floats(Math.max(STRETCH, widest));
        ones = at(memory.floats(1, most).assign(1));
        zeros = at(memory.floats(1, most).assign(0));
    }

    private FloatPointer floats(long length) {
        return at(memory.floats(1, length));
    }

    /** X = X with each column c scaled by s[c]. */
    private void scaleColumns(int rows, int width, FloatPointer X, FloatPointer s) {
        int together = Math.min(rows, Math.max(1, STRETCH / 4 / width));
        for (int row = 0; row < together; row++) {
            cblas_scopy(width, s, 1, at(tile, (long) row * width), 1);
        }
        for (int row = 0; row < rows; row += together) {
            FloatPointer part = at(X, (long) row * width);
            vsMul(Math.min(together, rows - row) * width, part, tile, part);
        }
    }

    @Override
    public void lookUp(int[] tokenIds, INDArray embedding, INDArray output) {
        int width = (int) embedding.size(1);
        for (int row = 0; row < tokenIds.length; row++) {
            cblas_scopy(width, at(embedding, (long) tokenIds[row] * width), 1, at(output, (long) row * width), 1);
        }
    }

    @Override
    public void lookUpBackward(int[] tokenIds, INDArray outputGradient, INDArray gradient) {
        int width = (int) gradient.size(1);
        for (int row = 0; row < tokenIds.length; row++) {
            FloatPointer own = at(gradient, (long) tokenIds[row] * width);
            cblas_saxpy(width, 1, at(outputGradient, (long) row * width), 1, own, 1);
        }
    }

    @Override
    public void linear(int N, INDArray input, Linear linear, INDArray output) {
        long out = linear.weight().size(0);
        long in = linear.weight().size(1);
        if (linear.bias() != null) {
            for (int row = 0; row < N; row++) {
                cblas_scopy((int) out, at(linear.bias()), 1, at(output, row * out), 1);
            }
        }
        float kept = linear.bias() == null ? 0 : 1;
        product(false, true, N, out, in, 1, at(input), in, at(linear.weight()), in, kept, at(output), out);
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
        long out = linear.weight().size(0);
        long in = linear.weight().size(1);
        FloatPointer change = at(outputGradient);
        product(true, false, out, in, N, 1, change, out, at(input), in, 1, at(gradient.weight()), in);
        if (gradient.bias() != null) {
            addRowSums(N, (int) out, change, ones, at(gradient.bias()));
        }
        product(false, false, N, in, out, 1, change, out, at(linear.weight()), in, (float) kept, at(inputGradient), in);
    }

    @Override
    public void norm(int rows, INDArray input, RmsNorm norm, INDArray output, INDArray scale) {
        int width = (int) norm.weight().length();
        FloatPointer s = at(scale);
        vsSqr(rows * width, at(input), wide);
        timesVector(rows, width, 1f / width, wide, ones, 0, s);
        cblas_saxpy(rows, (float) norm.epsilon(), ones, 1, s, 1);
        vsInvSqrt(rows, s, s);
        normAgain(rows, input, scale, norm, output);
    }

    @Override
    public void normAgain(int rows, INDArray input, INDArray scale, RmsNorm norm, INDArray output) {
        int width = (int) norm.weight().length();
        scaleRows(rows, width, at(input), at(scale), at(output));
        scaleColumns(rows, width, at(output), at(norm.weight()));
    }

    @Override
    public void normBackward(
            int rows, INDArray input, INDArray scale, RmsNorm norm, RmsNorm gradient, INDArray change) {
        int width = (int) norm.weight().length();
        FloatPointer w = at(norm.weight());
        FloatPointer s = at(scale);
        FloatPointer dy = at(change);
        scaleRows(rows, width, at(input), s, wide); // x s
        vsMul(rows * width, dy, wide, wideToo); // dy x s
        addRowSums(rows, width, wideToo, ones, at(gradient.weight())); // dw
        timesVector(rows, width, 1f / width, wideToo, w, 0, along); // s (w dy . x) / width
        scaleColumns(rows, width, dy, w); // w dy
        scaleRows(rows, width, wide, along, wide); // x s^2 (w dy . x) / width
        vsSub(rows * width, dy, wide, dy);
        scaleRows(rows, width, dy, s, dy); // dx
    }

    @Override
    public void add(long length, INDArray first, INDArray second, INDArray sum) {
        vsAdd((int) length, at(first), at(second), at(sum));
    }

    @Override
    public void multiply(long length, INDArray first, INDArray second, INDArray product) {
        vsMul((int) length, at(first), at(second), at(product));
    }

    @Override
    public void gate(long length, INDArray gate, INDArray sigmoid, INDArray lifted, INDArray product) {
        for (long from = 0; from < length; from += STRETCH) {
            int n = (int) Math.min(STRETCH, length - from);
            FloatPointer g = at(gate, from);
            FloatPointer s = at(sigmoid, from);
            vsSub(n, zeros, g, s);
            vsExp(n, s, s);
            invertOnePlus(n, s); // 1 / (1 + exp(-g))
            vsMul(n, g, s, g); // a
            vsMul(n, g, at(lifted, from), at(product, from));
        }
    }

    /** Replaces x by 1 / (1 + x), in Java: there and back again it takes a quarter of the time of MKL's inverse. */
    private void invertOnePlus(int n, FloatPointer x) {
        x.get(stretch, 0, n);
        for (int j = 0; j < n; j++) {
            stretch[j] = 1 / (1 + stretch[j]);
        }
        x.put(stretch, 0, n);
    }

    @Override
    public void gateBackward(
            long length,
            INDArray activated,
            INDArray sigmoid,
            INDArray lifted,
            INDArray change,
            INDArray liftedGradient) {
        for (long from = 0; from < length; from += STRETCH) {
            int n = (int) Math.min(STRETCH, length - from);
            FloatPointer a = at(activated, from);
            FloatPointer s = at(sigmoid, from);
            FloatPointer dproduct = at(change, from);
            vsMul(n, dproduct, a, at(liftedGradient, from)); // du
            vsMul(n, dproduct, at(lifted, from), dproduct); // da
            vsMul(n, a, s, tile);
            vsSub(n, a, tile, tile);
            vsAdd(n, tile, s, tile); // s + a (1 - s)
            vsMul(n, dproduct, tile, dproduct); // dg
        }
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
        int d = rotation.headWidth();
        int length = T * (int) rotation.cosine().size(1);
        FloatPointer cosine = at(rotation.cosine());
        FloatPointer signs = at(sine);
        for (int sequence = 0; sequence < B; sequence++) {
            FloatPointer x = at(vectors, (long) sequence * length);
            copyRows(length / d, d / 2, at(x, d / 2), d, wide, d);
            copyRows(length / d, d / 2, x, d, at(wide, d / 2), d);
            vsMul(length, wide, signs, wide);
            vsMul(length, x, cosine, x);
            vsAdd(length, x, wide, x);
        }
    }

    @Override
    public void attend(int B, int T, Attended of, INDArray weights) {
        attention.forward(B, T, of, weights);
    }

    @Override
    public void attendBackward(int B, int T, Attended of, INDArray weights, Attended gradient) {
        attention.backward(B, T, of, weights, gradient);
    }

    @Override
    public float[] meanAttention(int T, int index, int tokens, List<INDArray> weights) {
        return attention.mean(T, index, tokens, weights);
    }

    @Override
    public float[] headAttention(int T, int index, int tokens, int head, INDArray weights) {
        return attention.ofHead(T, index, tokens, head, weights);
    }

    @Override
    public LogitKernels logits() {
        return logits;
    }

    @Override
    public void close() {
        attention.close();
        logits.close();
        memory.close();
    }
}
