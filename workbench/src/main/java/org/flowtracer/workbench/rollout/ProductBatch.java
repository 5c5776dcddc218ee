package org.flowtracer.workbench.rollout;

import static org.bytedeco.mkl.global.mkl_rt.CblasNoTrans;
import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.CblasTrans;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemm_batch;

import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Many small products C = alpha A B + beta C of row-major matrices in one call of MKL; those of one shape that follow one another are a group. The
 * second factors may be moved together, from layer to layer.
 */
final class ProductBatch implements AutoCloseable {
    /**
     * The shape of a group.
     *
     * @param m rows of A and C
     * @param n columns of B and C
     * @param k columns of A, rows of B
     * @param stepA how many floats apart the rows of A lie; of B (as given) and C likewise
     * @param beta 0 to overwrite C, 1 to add to it
     */
    record Shape(int m, int n, int k, int stepA, int stepB, int stepC, float beta) {}

    private final int[][] numbers; // by group: m, n, k, the three steps, how many products
    private final float[] betas; // by group
    private final long[][] addresses; // by product: of A, B and C
    private final long[] movedB; // by product
    private int groups;
    private int products;
    private @Nullable Shape last;
    private boolean isSent;

    private final IntPointer firstAsGiven;
    private final IntPointer second;
    private final FloatPointer alphas;
    private final IntPointer[] sentNumbers = new IntPointer[7];
    private final FloatPointer sentBetas;
    private final LongPointer[] sentAddresses = new LongPointer[3];

    /**
     * @param groups the most groups
     * @param products the most products
     * @param transposeB whether second factors are given transposed, [n, k]
     */
    ProductBatch(int groups, int products, boolean transposeB, float alpha) {
        numbers = new int[sentNumbers.length][groups];
        betas = new float[groups];
        addresses = new long[sentAddresses.length][products];
        movedB = new long[products];
        firstAsGiven = filled(groups, CblasNoTrans);
        second = filled(groups, transposeB ? CblasTrans : CblasNoTrans);
        Arrays.fill(betas, alpha);
        alphas = new FloatPointer(betas);
        Arrays.setAll(sentNumbers, j -> new IntPointer(groups));
        sentBetas = new FloatPointer(groups);
        Arrays.setAll(sentAddresses, j -> new LongPointer(products));
    }

    private static IntPointer filled(int length, int value) {
        int[] values = new int[length];
        Arrays.fill(values, value);
        return new IntPointer(values);
    }

    /** Forgets all products. */
    void clear() {
        groups = 0;
        products = 0;
        last = null;
        isSent = false;
    }

    /** Says which shape the next products have. */
    void shape(Shape shape) {
        if (shape.equals(last)) {
            return;
        }
        last = shape;
        int[] values = {shape.m, shape.n, shape.k, shape.stepA, shape.stepB, shape.stepC, 0};
        for (int j = 0; j < values.length; j++) {
            numbers[j][groups] = values[j];
        }
        betas[groups] = shape.beta;
        groups++;
    }

    /** Adds a product of that shape, by the addresses of its matrices. */
    void add(long A, long B, long C) {
        addresses[0][products] = A;
        addresses[1][products] = B;
        addresses[2][products] = C;
        products++;
        numbers[6][groups - 1]++;
    }

    /**
     * Multiplies.
     *
     * @param bytes what is added to the address of every B
     */
    void multiply(long bytes) {
        if (products == 0) {
            return;
        }
        if (!isSent) {
            send();
        }
        for (int j = 0; j < products; j++) {
            movedB[j] = addresses[1][j] + bytes;
        }
        sentAddresses[1].put(movedB, 0, products);
        cblas_sgemm_batch(
                CblasRowMajor,
                firstAsGiven,
                second,
                sentNumbers[0],
                sentNumbers[1],
                sentNumbers[2],
                alphas,
                new PointerPointer<>(sentAddresses[0]),
                sentNumbers[3],
                new PointerPointer<>(sentAddresses[1]),
                sentNumbers[4],
                sentBetas,
                new PointerPointer<>(sentAddresses[2]),
                sentNumbers[5],
                groups,
                sentNumbers[6]);
    }

    private void send() {
        for (int j = 0; j < sentNumbers.length; j++) {
            sentNumbers[j].put(numbers[j], 0, groups);
        }
        sentBetas.put(betas, 0, groups);
        sentAddresses[0].put(addresses[0], 0, products);
        sentAddresses[2].put(addresses[2], 0, products);
        isSent = true;
    }

    @Override
    public void close() {
        Stream.of(Stream.of(firstAsGiven, second, alphas, sentBetas), Stream.of(sentNumbers), Stream.of(sentAddresses))
                .<Pointer>flatMap(pointers -> pointers)
                .forEach(Pointer::close);
    }
}
