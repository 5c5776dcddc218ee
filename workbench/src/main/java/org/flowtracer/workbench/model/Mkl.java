package org.flowtracer.workbench.model;

import static org.bytedeco.mkl.global.mkl_rt.CblasLeft;
import static org.bytedeco.mkl.global.mkl_rt.CblasNoTrans;
import static org.bytedeco.mkl.global.mkl_rt.CblasRight;
import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.CblasTrans;
import static org.bytedeco.mkl.global.mkl_rt.LAPACKE_slacpy_work;
import static org.bytedeco.mkl.global.mkl_rt.LAPACK_COL_MAJOR;
import static org.bytedeco.mkl.global.mkl_rt.MKL_Set_Num_Threads_Local;
import static org.bytedeco.mkl.global.mkl_rt.cblas_isamax;
import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sdgmm_batch_strided;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemm;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemv;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * MKL's routines for row-major matrices in memory outside Java's heap, by the names that they have here. Safe from any number of threads that write
 * to different memory.
 */
public final class Mkl {
    /** Exponents up to this size need no shift: their exponentials, and sums of them, are ordinary floats. */
    private static final float SAFE_EXPONENT = 60;

    private Mkl() {}

    /** Whether this process has MKL behind ND4J. */
    public static boolean isAvailable() {
        return ComputeBackend.start().blas().equals("MKL");
    }

    /** Keeps MKL from starting threads of its own below the calling one. */
    public static void useOneThread() {
        MKL_Set_Num_Threads_Local(1);
    }

    /** Where an array's entries stand; valid as long as the array, as are the next. */
    public static FloatPointer at(INDArray array) {
        return at(array, 0);
    }

    /** The same, from an entry on. */
    public static FloatPointer at(INDArray array, long entry) {
        return new FloatPointer(array.data().pointer()).position(array.offset() + entry);
    }

    /** A place some entries further on. */
    public static FloatPointer at(FloatPointer pointer, long entry) {
        return new FloatPointer(pointer).position(pointer.position() + entry);
    }

    /** C = alpha A B + beta C for A [m, k], B [k, n], or their transposes, and C [m, n], whose rows lie the steps apart. */
    public static void product(
            boolean transposeA,
            boolean transposeB,
            long m,
            long n,
            long k,
            float alpha,
            FloatPointer A,
            long stepA,
            FloatPointer B,
            long stepB,
            float beta,
            FloatPointer C,
            long stepC) {
        cblas_sgemm(
                CblasRowMajor,
                transposeA ? CblasTrans : CblasNoTrans,
                transposeB ? CblasTrans : CblasNoTrans,
                (int) m,
                (int) n,
                (int) k,
                alpha,
                A,
                (int) stepA,
                B,
                (int) stepB,
                beta,
                C,
                (int) stepC);
    }

    /** y = alpha X v + beta y for X [rows, width]. */
    public static void timesVector(
            int rows, int width, float alpha, FloatPointer X, FloatPointer v, float beta, FloatPointer y) {
        cblas_sgemv(CblasRowMajor, CblasNoTrans, rows, width, alpha, X, width, v, 1, beta, y, 1);
    }

    /** y = y + sum of the rows of X [rows, width]. */
    public static void addRowSums(int rows, int width, FloatPointer X, FloatPointer ones, FloatPointer y) {
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, width, 1, X, width, ones, 1, 1, y, 1);
    }

    /** Y = X with each row r scaled by s[r]; Y may be X. */
    public static void scaleRows(int rows, int width, FloatPointer X, FloatPointer s, FloatPointer Y) {
        int length = rows * width;
        cblas_sdgmm_batch_strided(
                CblasRowMajor, CblasLeft, rows, width, X, width, length, s, 1, rows, Y, width, length, 1);
    }

    /** X = X [rows, width] with each column c scaled by s[c]. */
    public static void scaleColumns(int rows, int width, FloatPointer X, FloatPointer s) {
        int length = rows * width;
        cblas_sdgmm_batch_strided(
                CblasRowMajor, CblasRight, rows, width, X, width, length, s, 1, width, X, width, length, 1);
    }

    /** Copies {@code width} floats of each of some rows that lie {@code stepFrom} and {@code stepTo} floats apart. */
    public static void copyRows(int rows, int width, FloatPointer from, int stepFrom, FloatPointer to, int stepTo) {
        if (rows == 1) {
            cblas_scopy(width, from, 1, to, 1);
        } else {
            LAPACKE_slacpy_work(LAPACK_COL_MAJOR, (byte) 'A', width, rows, from, stepFrom, to, stepTo);
        }
    }

    /**
     * Shifts each row so that no exponential overflows, which changes no softmax. Seldom anything needs it.
     *
     * @param X [rows, width], modified where some entry is beyond 60
     * @param counted how many entries of a row count; those after them become 0 where anything is shifted
     * @return what was subtracted of each row
     */
    public static float[] requireSafeExponents(int rows, int width, FloatPointer X, IntUnaryOperator counted) {
        float[] shift = new float[rows];
        long largest = cblas_isamax(rows * width, X, 1);
        if (Math.abs(at(X, largest).get()) <= SAFE_EXPONENT) {
            return shift;
        }
        float[] row = new float[width];
        for (int r = 0; r < rows; r++) {
            FloatPointer own = at(X, (long) r * width);
            own.get(row);
            int to = counted.applyAsInt(r);
            shift[r] = row[0];
            for (int j = 1; j < to; j++) {
                shift[r] = Math.max(shift[r], row[j]);
            }
            for (int j = 0; j < to; j++) {
                row[j] -= shift[r];
            }
            Arrays.fill(row, to, width, 0);
            own.put(row);
        }
        return shift;
    }
}
