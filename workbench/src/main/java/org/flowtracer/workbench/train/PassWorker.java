package org.flowtracer.workbench.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Takes slices through a model, one after the other, with memory and a gradient of its own; one thread uses it at a time. */
final class PassWorker implements AutoCloseable {
    private final ModelConfig config;
    private final Kernels kernels;
    private final TrainableDecoder decoder;
    private @Nullable ParameterVector gradient;

    /**
     * @param rows of the largest slice
     * @param length of the longest sequence
     */
    PassWorker(ModelWeights weights, Kernels kernels, int rows, int length) {
        this.config = weights.config();
        this.kernels = kernels;
        this.decoder = new TrainableDecoder(kernels, weights, rows, length);
    }

    /** This worker's gradient, 0 everywhere. */
    ParameterVector clearedGradient() {
        if (gradient == null) {
            gradient = ParameterVector.zeros(config);
        } else {
            gradient.values().assign(0);
        }
        return gradient;
    }

    /**
     * A slice's share of the loss.
     *
     * @param gradient to which is added
     */
    double lossAndGradient(int[][] tokenIds, Slice slice, TokenLoss loss, ParameterVector gradient) {
        int B = slice.sequences().length;
        int T = slice.length();
        int[] ids = slice.rows(tokenIds, 0); // [B T]
        INDArray logits = decoder.forward(B, T, ids); // [.., V]
        double share;
        if (loss instanceof LogProbLoss terms) {
            share = terms.replaceByGradient(slice, logits, decoder.probabilities(), kernels.logits());
        } else {
            share = loss.replaceByGradient(slice, rows(logits, 0, slice.rows()));
            clearPadding(slice, logits);
        }
        decoder.backward(B, T, ids, gradient.weights(), logits);
        return share;
    }

    private static INDArray rows(INDArray matrix, int from, int to) {
        return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static void clearPadding(Slice slice, INDArray logitsGradient) {
        for (int index = 0; index < slice.sequences().length; index++) {
            int from = slice.row(index, slice.lengths()[index]);
            int to = slice.row(index + 1, 0);
            if (from < to) {
                rows(logitsGradient, from, to).assign(0);
            }
        }
    }

    /**
     * Reads the sequences of a slice.
     *
     * @param kept what beside log-probabilities and entropies
     * @param readings of the batch, those of the slice to be set
     */
    void read(int[][] tokenIds, Slice slice, Kept kept, @Nullable Reading[] readings) {
        int N = slice.rows();
        INDArray logits = decoder.forward(slice.sequences().length, slice.length(), slice.rows(tokenIds, 0)); // [.., V]
        float[] logTotal = kernels.logits().softmax(N, logits, decoder.probabilities());
        float[] logProb = kernels.logits().pick(slice.rows(Batch.nextTokens(tokenIds), Batch.NO_LABEL), logits);
        float[] entropy = kernels.logits().expectation(N, decoder.probabilities(), logits);
        for (int row = 0; row < N; row++) {
            logProb[row] -= logTotal[row];
            entropy[row] = logTotal[row] - entropy[row];
        }
        List<INDArray> weights = kept.layers().stream().map(decoder::attention).toList();
        for (int index = 0; index < slice.sequences().length; index++) {
            int from = slice.row(index, 0);
            int tokens = slice.lengths()[index];
            readings[slice.sequences()[index]] = new Reading(
                    Arrays.copyOfRange(logProb, from, from + tokens - 1),
                    Arrays.copyOfRange(entropy, from, from + tokens),
                    kept.meanAttention()
                            ? CausalMatrix.over(tokens, kernels.meanAttention(slice.length(), index, tokens, weights))
                            : null,
                    kept.heads() ? heads(slice, index, weights) : List.of(),
                    kept.hidden() ? HostCopy.of(rows(decoder.hidden(), from, from + tokens)) : null);
        }
    }

    /** The heads of each layer. */
    private List<List<CausalMatrix>> heads(Slice slice, int index, List<INDArray> weights) {
        int tokens = slice.lengths()[index];
        return weights.stream()
                .map(layer -> IntStream.range(0, config.heads())
                        .mapToObj(head -> CausalMatrix.over(
                                tokens, kernels.headAttention(slice.length(), index, tokens, head, layer)))
                        .toList())
                .toList();
    }

    @Override
    public void close() {
        decoder.close();
        kernels.close();
        if (gradient != null) {
            gradient.values().close();
        }
    }
}
