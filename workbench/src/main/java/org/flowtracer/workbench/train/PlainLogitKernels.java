package org.flowtracer.workbench.train;

import static org.flowtracer.workbench.train.PlainKernels.first;

import org.flowtracer.workbench.model.HostCopy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.OneHot;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** The kernels of losses in ND4J operations, without memory of their own: unlike those on MKL they make an array [N, V] or two anew in each call. */
final class PlainLogitKernels implements LogitKernels {
    @Override
    public float[] softmax(int N, INDArray logits, INDArray probabilities) {
        long V = logits.size(1);
        INDArray z = first(logits, N, V);
        INDArray p = first(probabilities, N, V);
        try (INDArray largest = z.max(true, 1); // [N, 1]
                INDArray sum = Nd4j.createUninitialized(DataType.FLOAT, N, 1);
                INDArray columns = Nd4j.ones(DataType.FLOAT, V, 1)) {
            Nd4j.exec(new SubOp(z, largest, p)); // [N, V]
            Nd4j.exec(new Exp(p, p)); // [N, V]
            Nd4j.gemm(p, columns, sum, false, false, 1, 0); // [N, 1]
            p.diviColumnVector(sum); // [N, V]
            float[] shift = HostCopy.of(largest);
            float[] total = HostCopy.of(sum);
            for (int row = 0; row < N; row++) {
                total[row] = (float) (shift[row] + Math.log(total[row]));
            }
            return total;
        }
    }

    @Override
    public float[] pick(int[] labels, INDArray logits) {
        long V = logits.size(1);
        try (INDArray chosen = oneHot(labels, V)) { // [N, V]
            Nd4j.exec(new MulOp(chosen, first(logits, labels.length, V), chosen));
            return rowSums(chosen);
        }
    }

    @Override
    public float[] expectation(int N, INDArray probabilities, INDArray logits) {
        long V = logits.size(1);
        try (INDArray product = Nd4j.createUninitialized(DataType.FLOAT, N, V)) {
            Nd4j.exec(new MulOp(first(probabilities, N, V), first(logits, N, V), product));
            return rowSums(product);
        }
    }

    private static float[] rowSums(INDArray matrix) {
        try (INDArray columns = Nd4j.ones(DataType.FLOAT, matrix.size(1), 1);
                INDArray sum = Nd4j.createUninitialized(DataType.FLOAT, matrix.size(0), 1)) {
            Nd4j.gemm(matrix, columns, sum, false, false, 1, 0); // [N, 1]
            return HostCopy.of(sum);
        }
    }

    @Override
    public void logProbBackward(int[] labels, float[] slope, INDArray probabilities, INDArray gradient) {
        long V = gradient.size(1);
        INDArray change = first(gradient, labels.length, V);
        try (INDArray target = oneHot(labels, V); // [N, V]
                INDArray columns = Nd4j.ones(DataType.FLOAT, V, 1);
                INDArray slopes = Nd4j.create(slope, new long[] {slope.length, 1}, DataType.FLOAT);
                INDArray labelled = Nd4j.createUninitialized(DataType.FLOAT, labels.length, 1)) {
            Nd4j.gemm(target, columns, labelled, false, false, 1, 0); // [N, 1] 1 where there is a label
            slopes.muli(labelled);
            Nd4j.exec(new SubOp(target, first(probabilities, labels.length, V), change)); // [N, V]
            Nd4j.exec(new MulOp(change, slopes, change)); // [N, V]
        }
    }

    /** A 1 in the column that each row's id names; a row of zeros where it names none [N, V]. */
    static INDArray oneHot(int[] ids, long columns) {
        INDArray output = Nd4j.createUninitialized(DataType.FLOAT, ids.length, columns);
        try (INDArray indices = Nd4j.createFromArray(ids)) {
            Nd4j.exec(new OneHot(indices, output, (int) columns, -1, 1, 0));
        }
        return output;
    }

    @Override
    public void close() {}
}
