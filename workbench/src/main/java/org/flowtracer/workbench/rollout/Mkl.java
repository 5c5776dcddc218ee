package org.flowtracer.workbench.rollout;

import static org.bytedeco.mkl.global.mkl_rt.CblasLeft;
import static org.bytedeco.mkl.global.mkl_rt.CblasNoTrans;
import static org.bytedeco.mkl.global.mkl_rt.CblasRight;
import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.CblasTrans;
import static org.bytedeco.mkl.global.mkl_rt.LAPACKE_slacpy_work;
import static org.bytedeco.mkl.global.mkl_rt.LAPACK_COL_MAJOR;
import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sdgmm_batch_strided;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemm;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemv;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sger;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** MKL's operations on row-major matrices, by the names that they have here. */
final class Mkl {
    /** Products of fewer rows round otherwise than those of more: a row's result is the same beside any others only from here on. */
    static final int LEAST_ROWS = 4;

    private Mkl() {}

    /** Where an array's entries stand; valid as long as the array. */
    static FloatPointer at(INDArray array) {
        return new FloatPointer(array.data().addressPointer());
    }

    /**
     * Y = X W^T + b, added to Y if {@code kept} is 1.
     *
     * @param rows of X and Y, which have room for {@link #LEAST_ROWS}
     * @param W [out, in]
     * @param b [out], or null
     */
    static void project(
            int rows,
            int out,
            int in,
            FloatPointer X,
            FloatPointer W,
            @Nullable FloatPointer b,
            float kept,
            FloatPointer Y,
            int stepY,
            FloatPointer ones) {
        int most = Math.max(rows, LEAST_ROWS);
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, most, out, in, 1, X, in, W, in, kept, Y, stepY);
        if (b != null) {
            cblas_sger(CblasRowMajor, rows, out, 1, ones, 1, b, 1, Y, stepY);
        }
    }

    /** y = the sum of each row of X [rows, width]. */
    static void sumRows(int rows, int width, FloatPointer X, FloatPointer ones, FloatPointer y) {
        cblas_sgemv(CblasRowMajor, CblasNoTrans, rows, width, 1, X, width, ones, 1, 0, y, 1);
    }

    /** Y = X [rows, width] with each row r scaled by s[r]; Y may be X. */
    static void scaleRows(int rows, int width, FloatPointer X, FloatPointer s, FloatPointer Y) {
        int length = rows * width;
        cblas_sdgmm_batch_strided(
                CblasRowMajor, CblasLeft, rows, width, X, width, length, s, 1, rows, Y, width, length, 1);
    }

    /** X = X [rows, width] with each column c scaled by s[c]. */
    static void scaleColumns(int rows, int width, FloatPointer X, FloatPointer s) {
        int length = rows * width;
        cblas_sdgmm_batch_strided(
                CblasRowMajor, CblasRight, rows, width, X, width, length, s, 1, width, X, width, length, 1);
    }

    /** Copies {@code width} floats of each of some rows that lie {@code stepFrom} and {@code stepTo} floats apart. */
    static void copyRows(int rows, int width, FloatPointer from, int stepFrom, FloatPointer to, int stepTo) {
        if (rows == 1) {
            cblas_scopy(width, from, 1, to, 1);
        } else {
            LAPACKE_slacpy_work(LAPACK_COL_MAJOR, (byte) 'A', width, rows, from, stepFrom, to, stepTo);
        }
    }
}
