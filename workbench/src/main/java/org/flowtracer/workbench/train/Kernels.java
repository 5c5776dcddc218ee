package org.flowtracer.workbench.train;

import java.util.List;
import org.flowtracer.workbench.model.Linear;
import org.flowtracer.workbench.model.RmsNorm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of a slice's passes. {@link PlainKernels} writes it in ND4J operations, for every processor and graphics card; {@link MklKernels}
 * does the same on the memory of the arrays, for MKL.
 *
 * <p>Arrays of activations have room for the largest slice: each method says how many rows are in work, and these are the first. Arrays of
 * different names do not overlap unless it says so. An instance owns scratch memory, so one thread uses it at a time.
 */
interface Kernels extends AutoCloseable {
    /**
     * The rows of a matrix that token ids name.
     *
     * @param embedding [V, D]
     * @param output [N, D], overwritten
     */
    void lookUp(int[] tokenIds, INDArray embedding, INDArray output);

    /**
     * Adds each row to the row of a matrix that its token id names.
     *
     * @param outputGradient [N, D]
     * @param gradient [V, D]
     */
    void lookUpBackward(int[] tokenIds, INDArray outputGradient, INDArray gradient);

    /**
     * A projection, output = input W^T + b.
     *
     * @param input [N, in]
     * @param output [N, out], overwritten
     */
    void linear(int N, INDArray input, Linear linear, INDArray output);

    /**
     * The gradient of a projection.
     *
     * @param input [N, in], as in the forward pass
     * @param outputGradient [N, out]
     * @param gradient of W and b, to which is added
     * @param inputGradient [N, in]: {@code kept} times what it held, and this projection's share
     * @param kept 0 to overwrite, 1 to add
     */
    void linearBackward(
            int N,
            INDArray input,
            INDArray outputGradient,
            Linear linear,
            Linear gradient,
            INDArray inputGradient,
            double kept);

    /**
     * Root-mean-square normalisation, y = w x s with s = (mean of x^2 + epsilon)^(-1/2) for each row.
     *
     * @param input [rows, width]
     * @param output [rows, width], overwritten
     * @param scale [rows] s, overwritten
     */
    void norm(int rows, INDArray input, RmsNorm norm, INDArray output, INDArray scale);

    /**
     * The same output once more, from the scale that is known.
     *
     * @param output [rows, width], overwritten
     */
    void normAgain(int rows, INDArray input, INDArray scale, RmsNorm norm, INDArray output);

    /**
     * Its gradient: dw = sum over rows of dy x s, and dx = s w dy - x s^3 (w dy . x) / width.
     *
     * @param input [rows, width], as in the forward pass
     * @param scale [rows], from the forward pass
     * @param gradient of w, to which is added
     * @param change [rows, width]: the gradient of the output, replaced by that of the input
     */
    void normBackward(int rows, INDArray input, INDArray scale, RmsNorm norm, RmsNorm gradient, INDArray change);

    /**
     * The sum of two arrays.
     *
     * @param sum overwritten; may be one of them
     */
    void add(long length, INDArray first, INDArray second, INDArray sum);

    /**
     * The product of two arrays, entry by entry.
     *
     * @param product overwritten; may be one of them
     */
    void multiply(long length, INDArray first, INDArray second, INDArray product);

    /**
     * The gated product a u with the activation a = silu(g) = g sigmoid(g).
     *
     * @param gate g, replaced by a
     * @param sigmoid s = sigmoid(g), overwritten
     * @param lifted u
     * @param product a u, overwritten
     */
    void gate(long length, INDArray gate, INDArray sigmoid, INDArray lifted, INDArray product);

    /**
     * Its gradient. The derivative of silu is s + a (1 - s): no exponential is taken.
     *
     * @param activated a
     * @param lifted u
     * @param change the gradient of the product, replaced by that of g
     * @param liftedGradient that of u, overwritten
     */
    void gateBackward(
            long length,
            INDArray activated,
            INDArray sigmoid,
            INDArray lifted,
            INDArray change,
            INDArray liftedGradient);

    /**
     * Turns queries or keys by their positions 0, ..., T - 1.
     *
     * @param vectors [B T, heads d], the heads side by side, modified
     */
    void turn(int B, int T, INDArray vectors, Rotation rotation);

    /** The inverse, and so the transpose, of {@link #turn}: a gradient on its way back. */
    void turnBack(int B, int T, INDArray vectors, Rotation rotation);

    /** Q, K, V and O of attention, the heads side by side: [B T, H d], [B T, G d], [B T, G d] and [B T, H d]. */
    record Attended(INDArray query, INDArray key, INDArray value, INDArray mixed) {}

    /**
     * Causal attention, O = P V with P = softmax(Q K^T / sqrt(d)).
     *
     * @param of its O is overwritten
     * @param weights P, overwritten, in an order of the kernels' own: room for B H T T entries
     */
    void attend(int B, int T, Attended of, INDArray weights);

    /**
     * Its gradient:
     *
     * <pre>
     * dV = P^T dO
     * dS = P (dO V^T - rows of dO . O),    since P's rows sum to 1
     * dQ = dS K / sqrt(d),  dK = dS^T Q / sqrt(d)
     * </pre>
     *
     * <p>Source: the rows of dO . O from Dao et al., arXiv 2205.14135.
     *
     * @param of as the forward pass left it
     * @param gradient of the same arrays: dO is read, the others are overwritten
     */
    void attendBackward(int B, int T, Attended of, INDArray weights, Attended gradient);

    /**
     * The mean attention of one sequence over all heads of some layers.
     *
     * @param index of the sequence in the slice
     * @param tokens n, how many it has
     * @param weights of each layer, as {@link #attend} left them, at least one
     * @return the lower triangle, row after row: n (n + 1) / 2 entries
     */
    float[] meanAttention(int T, int index, int tokens, List<INDArray> weights);

    /**
     * The attention of one head of one sequence.
     *
     * @param index of the sequence in the slice
     * @param tokens n, how many it has
     * @param weights of one layer, as {@link #attend} left them
     * @return as of {@link #meanAttention}
     */
    float[] headAttention(int T, int index, int tokens, int head, INDArray weights);

    /** Those of the loss. */
    LogitKernels logits();

    /** Gives the scratch memory back. */
    @Override
    void close();
}
