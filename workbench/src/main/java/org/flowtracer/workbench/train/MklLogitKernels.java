package org.flowtracer.workbench.train;

import static org.bytedeco.mkl.global.mkl_rt.cblas_saxpyi;
import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgthr;
import static org.bytedeco.mkl.global.mkl_rt.vsExp;
import static org.bytedeco.mkl.global.mkl_rt.vsInv;
import static org.bytedeco.mkl.global.mkl_rt.vsMul;
import static org.flowtracer.workbench.model.Mkl.at;
import static org.flowtracer.workbench.model.Mkl.requireSafeExponents;
import static org.flowtracer.workbench.model.Mkl.scaleRows;
import static org.flowtracer.workbench.model.Mkl.timesVector;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The kernels of losses as calls of MKL. */
final class MklLogitKernels implements LogitKernels {
    private final ActivationMemory memory = new ActivationMemory();
    private final FloatPointer wide; // [rows, V], scratch
    private final FloatPointer along; // [rows]
    private final FloatPointer ones; // [V]

    MklLogitKernels(int rows, int vocabulary) {
        wide = at(memory.floats(rows, vocabulary));
        along = at(memory.floats(1, rows));
        ones = at(memory.floats(1, vocabulary).assign(1));
    }

    @Override
    public float[] softmax(int N, INDArray logits, INDArray probabilities) {
        int V = (int) logits.size(1);
        FloatPointer p = at(probabilities);
        cblas_scopy(N * V, at(logits), 1, p, 1);
        float[] total = requireSafeExponents(N, V, p, row -> V);
        vsExp(N * V, p, p);
        timesVector(N, V, 1, p, ones, 0, along);
        float[] sum = new float[N];
        along.get(sum);
        for (int row = 0; row < N; row++) {
            total[row] += (float) Math.log(sum[row]);
        }
        vsInv(N, along, along);
        scaleRows(N, V, p, along, p);
        return total;
    }

    @Override
    public float[] pick(int[] labels, INDArray logits) {
        float[] picked = new float[labels.length];
        try (IntPointer places = places(labels, logits.size(1))) {
            cblas_sgthr(labels.length, at(logits), along, places);
            along.get(picked);
        }
        for (int row = 0; row < labels.length; row++) {
            picked[row] = labels[row] == Batch.NO_LABEL ? 0 : picked[row];
        }
        return picked;
    }

    /** Where the label of each row stands in [N, V]; the row's first entry where there is none. */
    private static IntPointer places(int[] labels, long V) {
        int[] places = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            places[row] = Math.toIntExact(row * V + (labels[row] == Batch.NO_LABEL ? 0 : labels[row]));
        }
        return new IntPointer(places);
    }

    @Override
    public float[] expectation(int N, INDArray probabilities, INDArray logits) {
        int V = (int) logits.size(1);
        vsMul(N * V, at(probabilities), at(logits), wide);
        timesVector(N, V, 1, wide, ones, 0, along);
        float[] expectation = new float[N];
        along.get(expectation);
        return expectation;
    }

    @Override
    public void logProbBackward(int[] labels, float[] slope, INDArray probabilities, INDArray gradient) {
        int N = labels.length;
        int V = (int) gradient.size(1);
        float[] negative = new float[N];
        for (int row = 0; row < N; row++) {
            negative[row] = labels[row] == Batch.NO_LABEL ? 0 : -slope[row];
        }
        along.put(negative);
        scaleRows(N, V, at(probabilities), along, at(gradient)); // -slope p
        try (IntPointer places = places(labels, V)) {
            cblas_saxpyi(N, -1, along, places, at(gradient));
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
