package org.flowtracer.workbench.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every weight of a model, in float32 on ND4J's device; not to be written to while a decoder runs.
 *
 * @param embedding [V, D]
 * @param finalNorm [1, D]
 * @param output [V, D]; the embedding itself where the two are tied
 */
public record ModelWeights(
        ModelConfig config, INDArray embedding, List<DecoderLayer> layers, RmsNorm finalNorm, Linear output) {
    /** The standard deviation of random matrices, as in the training of these families. */
    private static final double DEVIATION = 0.02;

    public ModelWeights {
        layers = List.copyOf(layers);
    }

    /** Where weights come from. */
    public interface Source {
        /** The tensor of that name in a Hugging Face checkpoint, with that shape; a vector of n entries as [1, n]. */
        INDArray get(String name, long... shape) throws IOException;
    }

    /**
     * Reads the weights of a Hugging Face folder. Takes the float32 size of the model and a few megabytes more.
     *
     * @throws org.flowtracer.workbench.files.InputException if a tensor is missing, superfluous, of another shape or type, or not finite
     * @throws IOException if the disk refuses
     */
    public static ModelWeights load(Path folder, ModelConfig config) throws IOException {
        try (TensorStore tensors = TensorStore.ofCheckpoint(folder)) {
            CheckpointSource source = new CheckpointSource(tensors);
            ModelWeights weights = of(config, source);
            source.requireAllRead(config);
            return weights;
        }
    }

    /** Random weights, as {@link #random(long)} gives them. */
    public static ModelWeights random(ModelConfig config, long seed) {
        try {
            return of(config, random(seed));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Random weights, one after the other: normal matrices, biases of 0, norms of 1. */
    public static Source random(long seed) {
        ComputeBackend.start();
        Random random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
        return (name, shape) -> {
            if (name.endsWith("norm.weight")) {
                return Nd4j.ones(DataType.FLOAT, 1, shape[0]);
            }
            return shape.length == 1
                    ? Nd4j.zeros(DataType.FLOAT, 1, shape[0])
                    : Nd4j.randn(Nd4j.createUninitialized(DataType.FLOAT, shape), random)
                            .muli(DEVIATION);
        };
    }

    /** Asks {@code source} for each weight that a model of this configuration has. */
    public static ModelWeights of(ModelConfig config, Source source) throws IOException {
        ComputeBackend.start();
        INDArray embedding = source.get("model.embed_tokens.weight", config.vocabulary(), config.width());
        List<DecoderLayer> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(layer(config, source, "model.layers." + layer + "."));
        }
        RmsNorm finalNorm = norm(source, "model.norm.weight", config.width(), config);
        Linear output = config.tiedEmbeddings()
                ? new Linear(embedding, null)
                : linear(source, "lm_head", config.vocabulary(), config.width(), false);
        return new ModelWeights(config, embedding, layers, finalNorm, output);
    }

    private static DecoderLayer layer(ModelConfig config, Source source, String name) throws IOException {
        RmsNorm attentionNorm = norm(source, name + "input_layernorm.weight", config.width(), config);
        RmsNorm feedForwardNorm = norm(source, name + "post_attention_layernorm.weight", config.width(), config);
        return new DecoderLayer(
                attentionNorm,
                attention(config, source, name + "self_attn."),
                feedForwardNorm,
                feedForward(config, source, name + "mlp."));
    }

    private static Attention attention(ModelConfig config, Source source, String name) throws IOException {
        boolean biased = config.attentionBias() != AttentionBias.NONE;
        boolean outputBiased = config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT;
        boolean normed = config.family().normalisesQueryAndKey();
        return new Attention(
                linear(source, name + "q_proj", config.queryWidth(), config.width(), biased),
                linear(source, name + "k_proj", config.keyValueWidth(), config.width(), biased),
                linear(source, name + "v_proj", config.keyValueWidth(), config.width(), biased),
                linear(source, name + "o_proj", config.width(), config.queryWidth(), outputBiased),
                normed ? norm(source, name + "q_norm.weight", config.headWidth(), config) : null,
                normed ? norm(source, name + "k_norm.weight", config.headWidth(), config) : null);
    }

    private static FeedForward feedForward(ModelConfig config, Source source, String name) throws IOException {
        boolean biased = config.feedForwardBias();
        return new FeedForward(
                linear(source, name + "gate_proj", config.feedForwardWidth(), config.width(), biased),
                linear(source, name + "up_proj", config.feedForwardWidth(), config.width(), biased),
                linear(source, name + "down_proj", config.width(), config.feedForwardWidth(), biased));
    }

    private static RmsNorm norm(Source source, String name, int width, ModelConfig config) throws IOException {
        return new RmsNorm(source.get(name, width), config.normEpsilon());
    }

    private static Linear linear(Source source, String name, int out, int in, boolean biased) throws IOException {
        INDArray weight = source.get(name + ".weight", out, in);
        @Nullable INDArray bias = biased ? source.get(name + ".bias", out) : null;
        return new Linear(weight, bias);
    }
}
