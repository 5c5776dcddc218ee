package org.flowtracer.workbench.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient of an answer's log-likelihood in the embeddings of the tokens before it: passes that begin at embeddings, not at tokens, and compute the
 * logits of the answer alone.
 *
 * <p>Integrated gradients go from the mean of all rows of the embedding matrix: from embeddings of 0, where the norms of these models have their sharpest
 * bend, 64 steps miss a quarter of the way. The integral is Gauss and Legendre's, whose nodes lie densest at both ends.
 *
 * <p>One thread uses it at a time, for any number of answers. Memory: as {@link TrainableDecoder} for one slice, and one weight matrix of each size.
 */
public final class EmbeddingGradients implements AutoCloseable {
    /** Nodes of the integral. */
    public static final int STEPS = 64;

    private final ModelWeights weights;
    private final ModelConfig config;
    private final int maxLength; // T of the longest sequence
    private final int maxAnswer; // A of the longest answer
    private final int sequences; // B of a slice
    private final Kernels kernels;
    private final ActivationMemory memory = new ActivationMemory();
    private final List<TrainableLayer> layers = new ArrayList<>();
    private final List<INDArray> hidden = new ArrayList<>(); // [N, D] before each layer, and after the last
    private final TrainableNorm finalNorm;
    private final INDArray normed; // [N, D]
    private final INDArray predicting; // [B A, D] the rows of normed that predict the answer
    private final INDArray logits; // [B A, V]
    private final INDArray probabilities; // [B A, V]
    private final INDArray gradient; // [N, D] of the residual stream
    private final ModelWeights unused; // where the weights' own gradients go
    private final INDArray embedded; // [T, D] the tokens' embeddings
    private final INDArray baseline; // [T, D]
    private final INDArray way; // [T, D] from the baseline to the embeddings

    /**
     * @param maxLength the most tokens of a prompt and its response
     * @param maxAnswer the most tokens of an answer
     * @throws org.flowtracer.workbench.files.InputException if the model has not so many positions
     */
    public EmbeddingGradients(ModelWeights weights, int maxLength, int maxAnswer) {
        this(weights, maxLength, maxAnswer, KernelChoice.best());
    }

    EmbeddingGradients(ModelWeights weights, int maxLength, int maxAnswer, KernelChoice choice) {
        this.weights = weights;
        this.maxLength = maxLength;
        this.maxAnswer = maxAnswer;
        config = weights.config();
        config.requireLength(maxLength, "prompt and response");
        sequences = Math.max(1, Math.min(STEPS, choice.sliceRows() / maxLength));
        int N = sequences * maxLength;
        int A = sequences * Math.max(1, maxAnswer);
        int D = config.width();
        kernels = choice.kernels(config, N, maxLength);
        Scratch scratch = new Scratch(config, N, maxLength, memory);
        hidden.add(memory.floats(N, D));
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(new TrainableLayer(kernels, config, weights.layers().get(layer), memory, scratch));
            hidden.add(memory.floats(N, D));
        }
        finalNorm = new TrainableNorm(kernels, weights.finalNorm(), memory, N);
        normed = memory.floats(N, D);
        predicting = memory.floats(A, D);
        logits = memory.floats(A, config.vocabulary());
        probabilities = memory.floats(A, config.vocabulary());
        gradient = memory.floats(N, D);
        unused = unused();
        embedded = memory.floats(maxLength, D);
        baseline = memory.floats(maxLength, D);
        way = memory.floats(maxLength, D);
        baseline.assign(0).addiRowVector(weights.embedding().mean(0));
    }

    /**
     * What is differentiated.
     *
     * @param length T, tokens of prompt and response
     * @param positions [A] of the answer's tokens
     * @param ids [A] of the same
     */
    private record Answer(int length, int[] positions, int[] ids) {
        int size() {
            return ids.length;
        }
    }

    /** Lets the way lead to the embeddings of these tokens. */
    private Answer begin(int[] tokenIds, Positions positions) {
        config.requireTokens(tokenIds, "prompt and response");
        int length = tokenIds.length;
        int[] answer = positions.stream().filter(position -> position > 0).toArray();
        if (length > maxLength || answer.length > maxAnswer) {
            throw new IllegalArgumentException("expected at most " + maxLength + " tokens and " + maxAnswer
                    + " of an answer, found " + length + " and " + answer.length);
        }
        INDArray tokens = rows(embedded, 0, length); // [T, D]
        kernels.lookUp(tokenIds, weights.embedding(), tokens);
        rows(way, 0, length).assign(tokens).subi(rows(baseline, 0, length));
        return new Answer(
                length,
                answer,
                Arrays.stream(answer).map(position -> tokenIds[position]).toArray());
    }

    /** Room for the gradients of the layers' weights, shared by all of one size, since nobody reads them; the other matrices get none. */
    private ModelWeights unused() {
        Map<Long, INDArray> byLength = new HashMap<>();
        try {
            return ModelWeights.of(config, (name, shape) -> {
                if (shape.length > 1 && !name.startsWith("model.layers.")) {
                    return weights.embedding();
                }
                long entries = Arrays.stream(shape).reduce(1, Math::multiplyExact);
                INDArray flat = byLength.computeIfAbsent(
                        entries, count -> memory.floats(1, count).assign(0));
                return shape.length > 1 ? flat.reshape(shape) : flat;
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Norms and products with the embeddings, by one pass there and back.
     *
     * @param tokenIds prompt and response
     * @param answer the positions of its tokens; one at 0, which nothing predicts, does not count
     * @throws org.flowtracer.workbench.files.InputException if an id is not in the vocabulary
     * @throws IllegalArgumentException if there are more tokens, or more of an answer, than there is room for
     */
    public AnswerGradients once(int[] tokenIds, Positions answer) {
        return once(begin(tokenIds, answer));
    }

    private AnswerGradients once(Answer answer) {
        int length = answer.length;
        place(answer, 0, 1);
        pass(answer, 1);
        INDArray change = rows(gradient, 0, length); // [T, D]
        try (INDArray product = change.mul(rows(embedded, 0, length)); // [T, D]
                INDArray timesInput = product.sum(1); // [T]
                INDArray norm = change.norm2(1)) { // [T]
            return new AnswerGradients(HostCopy.of(norm), HostCopy.of(timesInput), null);
        }
    }

    /** The same, and integrated gradients, by {@link #STEPS} passes more. */
    public AnswerGradients integrated(int[] tokenIds, Positions positions) {
        Answer answer = begin(tokenIds, positions);
        AnswerGradients once = once(answer);
        int length = answer.length;
        GaussIntegrator nodes = new GaussIntegratorFactory().legendre(STEPS, 0, 1);
        try (INDArray mean = Nd4j.zeros(DataType.FLOAT, length, config.width())) { // [T, D]
            for (int from = 0; from < STEPS; from += sequences) {
                int B = Math.min(sequences, STEPS - from);
                for (int index = 0; index < B; index++) {
                    place(answer, index, nodes.getPoint(from + index));
                }
                pass(answer, B);
                for (int index = 0; index < B; index++) {
                    INDArray change = rows(gradient, index * length, (index + 1) * length); // [T, D]
                    mean.addi(change.muli(nodes.getWeight(from + index)));
                }
            }
            try (INDArray integrated = mean.muli(rows(way, 0, length)).sum(1)) { // [T]
                return new AnswerGradients(once.norm(), once.timesInput(), HostCopy.of(integrated));
            }
        }
    }

    /** The answer's log-likelihood, in nats, with every embedding at a point of the way: 0 is the baseline, 1 the tokens. */
    double logLikelihood(int[] tokenIds, Positions positions, double point) {
        Answer answer = begin(tokenIds, positions);
        place(answer, 0, point);
        return pass(answer, 1);
    }

    /** Lets a sequence of the slice begin at a point of the way. */
    private void place(Answer answer, int sequence, double point) {
        int length = answer.length;
        rows(hidden.get(0), sequence * length, (sequence + 1) * length)
                .assign(rows(way, 0, length))
                .muli(point)
                .addi(rows(baseline, 0, length));
    }

    /**
     * Forward and backward from the embeddings in place; leaves their gradient.
     *
     * @return the sum of the sequences' log-likelihoods
     */
    private double pass(Answer answer, int B) {
        int length = answer.length;
        int N = B * length;
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).forward(B, length, hidden.get(layer), hidden.get(layer + 1)); // [N, D]
        }
        INDArray last = hidden.get(layers.size()); // [N, D]
        finalNorm.forward(N, last, normed); // [N, D]

        gradient.assign(0);
        double logLikelihood = answered(answer, B);
        finalNorm.backward(N, last, unused.finalNorm(), gradient); // [N, D]
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            layers.get(layer)
                    .backward(B, length, hidden.get(layer), unused.layers().get(layer), gradient); // [N, D]
        }
        return logLikelihood;
    }

    /** The answer's log-likelihood, and its gradient in the normed rows that predict the answer. */
    private double answered(Answer answer, int B) {
        int A = answer.size();
        if (A == 0) {
            return 0;
        }
        int[] rows = new int[B * A];
        int[] ids = new int[B * A];
        float[] slope = new float[B * A];
        Arrays.fill(slope, 1);
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row / A * answer.length + answer.positions[row % A] - 1;
            ids[row] = answer.ids[row % A];
        }
        kernels.lookUp(rows, normed, predicting); // [B A, D]
        kernels.linear(B * A, predicting, weights.output(), logits); // [B A, V]
        float[] logTotal = kernels.logits().softmax(B * A, logits, probabilities);
        float[] logit = kernels.logits().pick(ids, logits);
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            sum += logit[row] - logTotal[row];
        }
        kernels.logits().logProbBackward(ids, slope, probabilities, logits); // [B A, V]
        INDArray own = rows(predicting, 0, B * A); // [B A, D]
        Nd4j.gemm(rows(logits, 0, B * A), weights.output().weight(), own, false, false, 1, 0); // [B A, D]
        kernels.lookUpBackward(rows, own, gradient); // [N, D]
        return sum;
    }

    private static INDArray rows(INDArray matrix, int from, int to) {
        return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    @Override
    public void close() {
        memory.close();
        kernels.close();
    }
}
