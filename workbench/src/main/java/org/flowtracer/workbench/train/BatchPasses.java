package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogSoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A model's passes over batches of sequences of any number and any lengths: forward and backward for training, forward alone for reading.
 *
 * <p>A batch is cut into slices of sequences of similar length. The same batch and parameters give the same bits on the same machine with the
 * same library of matrix products and number of threads. One thread calls it at a time.
 */
public final class BatchPasses {
    /** Rows of a slice. */
    private static final int ROWS = 2048;

    private final ModelConfig config;
    private final int length;
    private final ParameterVector parameters;
    private final ParameterVector sliceGradient;
    private TrainableDecoder decoder;
    private int sliceSequences = 1;

    /**
     * Passes over a model's parameters as they are at each call.
     *
     * @param length the longest sequence
     * @throws InputException if the model has not so many positions
     */
    public BatchPasses(ParameterVector parameters, int length) {
        this.config = parameters.weights().config();
        this.length = length;
        this.parameters = parameters;
        this.sliceGradient = ParameterVector.zeros(config);
        this.decoder = new TrainableDecoder(parameters, sliceGradient, sliceSequences, length);
    }

    /**
     * The loss of a batch and its gradient.
     *
     * @param tokenIds of each sequence, at least one token each
     * @param gradient overwritten
     * @throws InputException if a sequence is empty or too long, or an id out of the vocabulary
     */
    public double lossAndGradient(int[][] tokenIds, TokenLoss loss, ParameterVector gradient) {
        requireSequences(tokenIds);
        gradient.values().assign(0);
        double sum = 0;
        for (Slice slice : slices(tokenIds)) {
            INDArray logits = forward(tokenIds, slice); // [all rows, V]
            INDArray own = logits.get(NDArrayIndex.interval(0, slice.rows()), NDArrayIndex.all()); // [N, V]
            sum += loss.replaceByGradient(slice, own);
            clearPadding(slice, logits);
            decoder.backward(logits);
            gradient.values().addi(sliceGradient.values());
        }
        return sum;
    }

    /** Log-probabilities and entropies of each sequence. */
    public List<Reading> read(int[][] tokenIds) {
        return read(tokenIds, List.of());
    }

    /**
     * Log-probabilities and entropies of each sequence, and the mean attention over the heads of some layers.
     *
     * @param tokenIds of each sequence, at least one token each
     * @param layers ascending; empty for no attention
     * @return in the order of the sequences
     * @throws InputException if a sequence is empty or too long, or an id out of the vocabulary
     */
    public List<Reading> read(int[][] tokenIds, List<Integer> layers) {
        requireSequences(tokenIds);
        List<Reading> readings =
                new ArrayList<>(Collections.nCopies(tokenIds.length, new Reading(new float[0], new float[0], null)));
        for (Slice slice : slices(tokenIds)) {
            INDArray logits = forward(tokenIds, slice); // [all rows, V]
            read(tokenIds, slice, logits, layers, readings);
        }
        return readings;
    }

    private void read(int[][] tokenIds, Slice slice, INDArray logits, List<Integer> layers, List<Reading> readings) {
        INDArray own = logits.get(NDArrayIndex.interval(0, slice.rows()), NDArrayIndex.all()); // [N, V]
        try (INDArray target = Nd4j.createUninitialized(DataType.FLOAT, own.shape());
                INDArray ones = Nd4j.ones(DataType.FLOAT, own.size(1), 1);
                INDArray chosen = Nd4j.createUninitialized(DataType.FLOAT, own.size(0), 1);
                INDArray negativeEntropy = Nd4j.createUninitialized(DataType.FLOAT, own.size(0), 1)) {
            TrainableEmbedding.oneHot(slice.rows(Batch.nextTokens(tokenIds), Batch.NO_LABEL), target); // [N, V]
            Nd4j.exec(new LogSoftMax(own, own)); // [N, V]
            Nd4j.exec(new MulOp(target, own, target)); // [N, V]
            Nd4j.gemm(target, ones, chosen, false, false, 1, 0); // [N, 1]
            Nd4j.exec(new Exp(own, target)); // [N, V] p
            Nd4j.exec(new MulOp(target, own, target)); // [N, V] p log p
            Nd4j.gemm(target, ones, negativeEntropy, false, false, 1, 0); // [N, 1]
            float[] logProbs = HostCopy.of(chosen);
            float[] entropies = HostCopy.of(negativeEntropy.negi());
            for (int index = 0; index < slice.sequences().length; index++) {
                int from = slice.row(index, 0);
                int tokens = slice.lengths()[index];
                readings.set(
                        slice.sequences()[index],
                        new Reading(
                                Arrays.copyOfRange(logProbs, from, from + tokens - 1),
                                Arrays.copyOfRange(entropies, from, from + tokens),
                                layers.isEmpty() ? null : attention(index, tokens, layers)));
            }
        }
    }

    private CausalMatrix attention(int index, int tokens, List<Integer> layers) {
        float[] mean = HostCopy.of(decoder.meanAttention(index, layers)); // [T, T]
        float[] packed = new float[CausalMatrix.packedLength(tokens)];
        for (int query = 0; query < tokens; query++) {
            System.arraycopy(mean, query * length, packed, CausalMatrix.rowStart(query), query + 1);
        }
        return CausalMatrix.over(tokens, packed);
    }

    private INDArray forward(int[][] tokenIds, Slice slice) {
        int[] ids = Arrays.copyOf(slice.rows(tokenIds, 0), sliceSequences * length);
        return decoder.forward(ids);
    }

    private void clearPadding(Slice slice, INDArray logitsGradient) {
        for (int index = 0; index < sliceSequences; index++) {
            int from = slice.row(index, index < slice.lengths().length ? slice.lengths()[index] : 0);
            if (from < slice.row(index + 1, 0)) {
                logitsGradient
                        .get(NDArrayIndex.interval(from, slice.row(index + 1, 0)), NDArrayIndex.all())
                        .assign(0);
            }
        }
    }

    private List<Slice> slices(int[][] tokenIds) {
        int most = Math.max(1, Math.min(tokenIds.length, ROWS / length));
        if (most > sliceSequences) {
            sliceSequences = most;
            decoder = new TrainableDecoder(parameters, sliceGradient, sliceSequences, length);
        }
        int[] order = IntStream.range(0, tokenIds.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer sequence) -> -tokenIds[sequence].length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Slice> slices = new ArrayList<>();
        for (int from = 0; from < order.length; from += sliceSequences) {
            int[] sequences = Arrays.copyOfRange(order, from, Math.min(from + sliceSequences, order.length));
            int[] lengths = Arrays.stream(sequences)
                    .map(sequence -> tokenIds[sequence].length)
                    .toArray();
            slices.add(new Slice(sequences, lengths, length));
        }
        return slices;
    }

    private void requireSequences(int[][] tokenIds) {
        if (tokenIds.length == 0) {
            throw new InputException("at least one sequence", "none", "a batch");
        }
        for (int sequence = 0; sequence < tokenIds.length; sequence++) {
            String where = "sequence " + sequence + " of a batch";
            int tokens = tokenIds[sequence].length;
            if (tokens == 0 || tokens > length) {
                throw new InputException("1 to " + length + " tokens", Integer.toString(tokens), where);
            }
            config.requireTokens(tokenIds[sequence], where);
        }
    }
}
