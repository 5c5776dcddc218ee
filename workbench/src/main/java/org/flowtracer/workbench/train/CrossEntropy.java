package org.flowtracer.workbench.train;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogSoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of -log p(label) over the positions that have a label, and its gradient: (p - one-hot of the label) / count there, 0 elsewhere.
 */
final class CrossEntropy {
    private final INDArray target; // [N, V] 1 at the label, a row of zeros where there is none
    private final INDArray logProbabilities; // [N, V]
    private final INDArray labelled; // [N, 1] 1 where there is a label
    private final INDArray gradient; // [N, V]
    private final INDArray ones; // [V, 1]

    CrossEntropy(long rows, long vocabulary) {
        target = Nd4j.createUninitialized(DataType.FLOAT, rows, vocabulary);
        logProbabilities = Nd4j.createUninitialized(DataType.FLOAT, rows, vocabulary);
        labelled = Nd4j.createUninitialized(DataType.FLOAT, rows, 1);
        gradient = Nd4j.createUninitialized(DataType.FLOAT, rows, vocabulary);
        ones = Nd4j.ones(DataType.FLOAT, vocabulary, 1);
    }

    /**
     * The loss, in nats a token.
     *
     * @param logits [N, V]
     * @param labels [N], at least one of them not {@link Batch#NO_LABEL}
     */
    double forward(INDArray logits, int[] labels) {
        long count =
                Arrays.stream(labels).filter(label -> label != Batch.NO_LABEL).count();
        TrainableEmbedding.oneHot(labels, target); // [N, V]
        Nd4j.gemm(target, ones, labelled, false, false, 1, 0); // [N, 1]
        Nd4j.exec(new LogSoftMax(logits, logProbabilities)); // [N, V]
        Nd4j.exec(new MulOp(target, logProbabilities, gradient)); // [N, V]
        double sum = gradient.sumNumber().doubleValue();

        Nd4j.exec(new Exp(logProbabilities, gradient)); // [N, V] p
        Nd4j.exec(new MulOp(gradient, labelled, gradient)); // [N, V]
        gradient.subi(target).muli(1.0 / count); // [N, V]
        return -sum / count;
    }

    /** The gradient of the logits [N, V]. */
    INDArray backward() {
        return gradient;
    }
}
