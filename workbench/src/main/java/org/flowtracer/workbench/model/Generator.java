package org.flowtracer.workbench.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.flowtracer.workbench.files.InputException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lets a model continue a prompt, token by token. The same seed gives the same response. */
public final class Generator {
    private final ModelWeights weights;

    public Generator(ModelWeights weights) {
        this.weights = weights;
    }

    /**
     * A response.
     *
     * @param tokenIds what the model wrote, without the token that ended it
     * @param ended whether it ended by itself, and not at the limit
     */
    public record Response(int[] tokenIds, boolean ended) {}

    /**
     * Continues a prompt until the model ends its text, the limit of the options is reached, or the model has no position left.
     *
     * @param listener is told each token as it is chosen
     * @throws InputException if the prompt is empty, holds an id that the model does not have, or leaves no position for a response
     */
    public Response generate(int[] prompt, SamplingOptions options, long seed, IntConsumer listener) {
        ModelConfig config = weights.config();
        config.requireTokens(prompt, "the prompt");
        config.requireLength(prompt.length + 1L, "the prompt and one token of response");
        if (prompt.length == 0) {
            throw new InputException("at least one token", "none", "the prompt");
        }
        int most = Math.min(options.maxTokens(), config.maxPositions() - prompt.length);
        Sampler sampler = new Sampler(options, new SplittableRandom(seed));
        int[] written = new int[most];
        try (Decoder decoder = new Decoder(weights, prompt.length + most);
                KeyValueCache cache = decoder.newCache()) {
            INDArray logits = decoder.read(prompt, cache, PassListener.NONE); // [1, V]
            for (int count = 0; count < most; count++) {
                int token = sampler.next(HostCopy.of(logits));
                if (config.endTokens().contains(token)) {
                    return new Response(Arrays.copyOf(written, count), true);
                }
                listener.accept(token);
                written[count] = token;
                if (count + 1 < most) {
                    logits = decoder.read(new int[] {token}, cache, PassListener.NONE); // [1, V]
                }
            }
        }
        return new Response(written, false);
    }
}
