package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A decoder over batches of one shape, forward and backward. Every activation is made once, here; a step overwrites them.
 *
 * <p>One thread uses it at a time. Memory: about L N (4 D + 4 F + 4 H d + 3 G d + H T) floats.
 */
public final class TrainableDecoder {
    private final ModelConfig config;
    private final int sequences;
    private final int length;
    private final Scratch scratch;
    private final TrainableEmbedding embedding;
    private final List<TrainableLayer> layers = new ArrayList<>();
    private final List<INDArray> hidden =
            new ArrayList<>(); // [N, D] the residual stream before each layer, and after the last
    private final TrainableNorm finalNorm;
    private final INDArray normed; // [N, D]
    private final TrainableLinear output;
    private final INDArray logits; // [N, V]
    private final INDArray gradient; // [N, D] of the residual stream

    /**
     * @param parameters what the passes read
     * @param gradients where the backward pass writes
     * @param sequences B
     * @param length T
     * @throws InputException if the model has not so many positions
     */
    public TrainableDecoder(ParameterVector parameters, ParameterVector gradients, int sequences, int length) {
        ModelWeights weights = parameters.weights();
        ModelWeights gradient = gradients.weights();
        config = weights.config();
        config.requireLength(length, "a training batch");
        this.sequences = sequences;
        this.length = length;
        long N = (long) sequences * length;
        long D = config.width();
        scratch = new Scratch(config, sequences, length);
        embedding = new TrainableEmbedding(weights.embedding(), gradient.embedding(), N);
        SequencePositions positions = new SequencePositions(config, length);
        hidden.add(Nd4j.createUninitialized(DataType.FLOAT, N, D));
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(new TrainableLayer(
                    config, weights.layers().get(layer), gradient.layers().get(layer), positions, scratch));
            hidden.add(Nd4j.createUninitialized(DataType.FLOAT, N, D));
        }
        finalNorm = new TrainableNorm(weights.finalNorm(), gradient.finalNorm(), N);
        normed = Nd4j.createUninitialized(DataType.FLOAT, N, D);
        output = new TrainableLinear(weights.output(), gradient.output(), N);
        logits = Nd4j.createUninitialized(DataType.FLOAT, N, config.vocabulary());
        this.gradient = Nd4j.createUninitialized(DataType.FLOAT, N, D);
    }

    /**
     * The logits of the token after each position [N, V], valid until the next call.
     *
     * @throws InputException if the batch has another shape, or ids or labels out of the vocabulary
     */
    public INDArray forward(Batch batch) {
        requireFitting(batch);
        embedding.forward(batch.flatTokenIds(), hidden.get(0)); // [N, D]
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).forward(hidden.get(layer), hidden.get(layer + 1)); // [N, D]
        }
        finalNorm.forward(hidden.get(layers.size()), normed, scratch.narrow); // [N, D]
        output.forward(normed, logits); // [N, V]
        return logits;
    }

    /**
     * Overwrites the gradient of every parameter, once after each forward pass.
     *
     * @param logitsGradient [N, V]
     */
    public void backward(INDArray logitsGradient) {
        output.backward(normed, logitsGradient, gradient, 0); // [N, D]
        finalNorm.backward(hidden.get(layers.size()), gradient, scratch.narrow); // [N, D]
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            layers.get(layer).backward(hidden.get(layer), gradient); // [N, D]
        }
        embedding.backward(gradient, config.tiedEmbeddings() ? 1 : 0);
    }

    private void requireFitting(Batch batch) {
        if (batch.sequences() != sequences || batch.length() != length) {
            throw new InputException(
                    sequences + " x " + length + " tokens",
                    batch.sequences() + " x " + batch.length(),
                    "a training batch");
        }
        for (int sequence = 0; sequence < sequences; sequence++) {
            config.requireTokens(batch.tokenIds()[sequence], "sequence " + sequence + " of a training batch");
            for (int label : batch.labels()[sequence]) {
                if (label != Batch.NO_LABEL && (label < 0 || label >= config.vocabulary())) {
                    throw new InputException(
                            "labels below the vocabulary of " + config.vocabulary() + ", or " + Batch.NO_LABEL,
                            Integer.toString(label),
                            "sequence " + sequence + " of a training batch");
                }
            }
        }
    }
}
