package org.flowtracer.workbench.train;

import static org.bytedeco.mkl.global.mkl_rt.CblasLeft;
import static org.bytedeco.mkl.global.mkl_rt.CblasNoTrans;
import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.CblasTrans;
import static org.bytedeco.mkl.global.mkl_rt.MKL_Set_Num_Threads_Local;
import static org.bytedeco.mkl.global.mkl_rt.cblas_isamax;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sdgmm_batch_strided;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemm;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemv;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.flowtracer.workbench.model.ComputeBackend;
import org.nd4j.linalg.api.ndarray.INDArray;

/** MKL's routines for row-major matrices in memory outside Java's heap. */
final class Mkl {
    /** Exponents up to this size need no shift: their exponentials, and sums of them, are ordinary floats. */
    private static final float SAFE_EXPONENT = 60;

    private Mkl() {}

    /** Whether this process has MKL behind ND4J. */
    static boolean isAvailable() {
        return ComputeBackend.start().blas().equals("MKL");
    }

    /** Keeps MKL from starting threads of its own below the calling one. */
    static void useOneThread() {
        MKL_Set_Num_Threads_Local(1);
    }

    static FloatPointer at(INDArray array) {
        return at(array, 0);
    }

    static FloatPointer at(INDArray array, long entry) {
        return new FloatPointer(array.data().pointer()).position(array.offset() + entry);
    }

    static FloatPointer at(FloatPointer pointer, long entry) {
        return new FloatPointer(pointer).position(pointer.position() + entry);
    }

    /** C = alpha A B + beta C for row-major A [m, k], B [k, n], or their transposes, and C [m, n]. */
    static void product(
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
    static void timesVector(
            int rows, int width, float alpha, FloatPointer X, FloatPointer v, float beta, FloatPointer y) {
        cblas_sgemv(CblasRowMajor, CblasNoTrans, rows, width, alpha, X, width, v, 1, beta, y, 1);
    }

    /** y = y + sum of the rows of X [rows, width]. */
    static void addRowSums(int rows, int width, FloatPointer X, FloatPointer ones, FloatPointer y) {
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, width, 1, X, width, ones, 1, 1, y, 1);
    }

    /** Y = X with each row r scaled by s[r]; Y may be X. */
    static void scaleRows(int rows, int width, FloatPointer X, FloatPointer s, FloatPointer Y) {
        int length = rows * width;
        cblas_sdgmm_batch_strided(
                CblasRowMajor, CblasLeft, rows, width, X, width, length, s, 1, rows, Y, width, length, 1);
    }

    /**
     * Shifts each row so that no exponential overflows, which changes no softmax. Seldom anything needs it.
     *
     * @param counted how many entries of a row count; those after them become harmless
     * @return what was subtracted of each row
     */
    static float[] requireSafeExponents(int rows, int width, FloatPointer X, IntUnaryOperator counted) {
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
