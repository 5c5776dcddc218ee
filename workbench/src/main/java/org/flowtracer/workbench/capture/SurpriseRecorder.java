package org.flowtracer.workbench.capture;

import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.PassListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.GatherNd;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Takes the log-probability of each next token and the entropy of each distribution, in nats.
 *
 * <p>With z = logit - largest logit and s = the sum of exp(z): log p = z - log s, and entropy = log s - (sum of z exp(z)) / s. Rows are taken in
 * blocks, so that the logits of all tokens never exist at once.
 */
final class SurpriseRecorder implements PassListener {
    /** The most logits that exist at once. */
    private static final int LOGITS_MAX = 1 << 24;

    private final Decoder decoder;
    private final int[] tokenIds;
    private final INDArray ones; // [V, 1]
    private final float[] logProb;
    private final float[] entropy;

    SurpriseRecorder(Decoder decoder, int[] tokenIds) {
        this.decoder = decoder;
        this.tokenIds = tokenIds;
        this.ones = Nd4j.ones(DataType.FLOAT, decoder.config().vocabulary(), 1);
        this.logProb = new float[tokenIds.length - 1];
        this.entropy = new float[tokenIds.length];
    }

    @Override
    public void passed(int first, INDArray hidden) {
        int rows = hidden.rows();
        int block = Math.max(1, Math.min(rows, LOGITS_MAX / decoder.config().vocabulary()));
        for (int from = 0; from < rows; from += block) {
            int to = Math.min(from + block, rows);
            record(first + from, hidden.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
        }
    }

    /** Records the distributions after the R tokens from {@code first} on, given their hidden states [R, D]. */
    private void record(int first, INDArray hidden) {
        int rows = hidden.rows();
        long vocabulary = decoder.config().vocabulary();
        try (INDArray logits = Nd4j.createUninitialized(DataType.FLOAT, rows, vocabulary);
                INDArray exponential = Nd4j.createUninitialized(DataType.FLOAT, rows, vocabulary);
                INDArray sum = Nd4j.createUninitialized(DataType.FLOAT, rows, 1);
                INDArray weighted = Nd4j.createUninitialized(DataType.FLOAT, rows, 1)) {
            decoder.logits(hidden, logits); // [R, V]
            Nd4j.exec(new SubOp(logits, logits.max(true, 1), logits)); // [R, V] z
            Nd4j.exec(new Exp(logits, exponential)); // [R, V]
            Nd4j.gemm(exponential, ones, sum, false, false, 1, 0); // [R, 1] s
            Nd4j.exec(new MulOp(exponential, logits, exponential)); // [R, V]
            Nd4j.gemm(exponential, ones, weighted, false, false, 1, 0); // [R, 1]
            INDArray chosen = chosen(first, logits); // [R] z of the token that follows
            finish(first, HostCopy.of(sum), HostCopy.of(weighted), HostCopy.of(chosen));
        }
    }

    private INDArray chosen(int first, INDArray logits) {
        int rows = logits.rows();
        int[] indices = new int[2 * rows];
        for (int row = 0; row < rows; row++) {
            indices[2 * row] = row;
            indices[2 * row + 1] = tokenIds[Math.min(first + row + 1, tokenIds.length - 1)];
        }
        INDArray places = Nd4j.createFromArray(indices).reshape(rows, 2);
        return Nd4j.exec(new GatherNd(logits, places))[0];
    }

    private void finish(int first, float[] sum, float[] weighted, float[] chosen) {
        for (int row = 0; row < sum.length; row++) {
            double logSum = Math.log(sum[row]);
            entropy[first + row] = (float) (logSum - (double) weighted[row] / sum[row]);
            if (first + row < logProb.length) {
                logProb[first + row] = (float) (chosen[row] - logSum);
            }
        }
    }

    /** Natural log-probabilities [n - 1]; entry t is that of token t + 1 given tokens 0..t. */
    float[] logProb() {
        return logProb;
    }

    /** Entropies in nats [n]; entry t is that of the distribution after token t. */
    float[] entropy() {
        return entropy;
    }
}
