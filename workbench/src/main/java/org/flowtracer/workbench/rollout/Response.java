package org.flowtracer.workbench.rollout;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.Sampler;
import org.flowtracer.workbench.model.SamplingOptions;
import org.jspecify.annotations.Nullable;

/** A response as it is written. */
final class Response {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final int request;
    private final int sample;
    private final @Nullable Sampler sampler; // null where the tokens are given
    private final int[] tokenIds;
    private final float[] logProbabilities;
    private int count;
    private boolean ended;

    private Response(int request, int sample, @Nullable Sampler sampler, int[] tokenIds) {
        this.request = request;
        this.sample = sample;
        this.sampler = sampler;
        this.tokenIds = tokenIds;
        this.logProbabilities = new float[tokenIds.length];
    }

    /**
     * A response to be sampled.
     *
     * @param most the most tokens that it may have
     */
    static Response sampled(int request, int sample, SamplingOptions options, long seed, int most) {
        long state = mix(mix(mix(seed) + GOLDEN_GAMMA * (request + 1L)) + GOLDEN_GAMMA * (sample + 1L));
        return new Response(request, sample, new Sampler(options, new SplittableRandom(state)), new int[most]);
    }

    /** A response whose tokens are given, at least one. */
    static Response given(int request, int[] tokenIds) {
        return new Response(request, 0, null, tokenIds.clone());
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    int request() {
        return request;
    }

    /** Draws the next token, or takes the one that is given.
     *
     * @param logits [N, V]
     * @param row where this response's logits stand
     */
    void draw(float[] logits, int row, ModelConfig config) {
        int V = config.vocabulary();
        float[] own = Arrays.copyOfRange(logits, row * V, (row + 1) * V);
        int token = sampler == null ? tokenIds[count] : sampler.next(own);
        tokenIds[count] = token;
        logProbabilities[count] = logProbability(own, token);
        count++;
        ended = sampler != null && config.endTokens().contains(token);
    }

    private static float logProbability(float[] logits, int token) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return (float) (logits[token] - largest - Math.log(sum));
    }

    /** Whether another token may be drawn. */
    boolean isOpen() {
        return !ended && count < tokenIds.length;
    }

    /** The token drawn last. */
    int last() {
        return tokenIds[count - 1];
    }

    Rollout rollout() {
        return new Rollout(
                request, sample, Arrays.copyOf(tokenIds, count), Arrays.copyOf(logProbabilities, count), ended);
    }
}
