package org.flowtracer.workbench.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws the next token. Temperature comes first, then top-k, then top-p; among equal logits the smaller id counts as the more likely.
 *
 * <p>Cost O(V), and O(V log V) with top-k or top-p.
 *
 * <p>Source: Fan et al., arXiv 1805.04833 (top-k); Holtzman et al., arXiv 1904.09751 (top-p).
 */
public final class Sampler {
    private final SamplingOptions options;
    private final RandomGenerator random;

    public Sampler(SamplingOptions options, RandomGenerator random) {
        this.options = options;
        this.random = random;
    }

    /**
     * The id of the next token.
     *
     * @param logits [V], finite
     */
    public int next(float[] logits) {
        if (options.temperature() == 0) {
            return mostLikely(logits);
        }
        int[] candidates = candidates(logits);
        double[] weights = weights(logits, candidates);
        int kept = kept(weights);
        double sum = Arrays.stream(weights, 0, kept).sum();
        double drawn = random.nextDouble() * sum;
        for (int j = 0; j < kept; j++) {
            drawn -= weights[j];
            if (drawn < 0) {
                return candidates[j];
            }
        }
        return candidates[kept - 1]; // only rounding leads here
    }

    private static int mostLikely(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    /** The ids that top-k leaves, most likely first where the order matters. */
    private int[] candidates(float[] logits) {
        boolean all = options.topK() == 0 || options.topK() >= logits.length;
        if (all && options.topP() == 1) {
            return IntStream.range(0, logits.length).toArray();
        }
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -logits[id]).thenComparing(id -> id))
                .limit(all ? logits.length : options.topK())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** exp(logit / temperature), the largest scaled to 1. */
    private double[] weights(float[] logits, int[] candidates) {
        double largest =
                Arrays.stream(candidates).mapToDouble(id -> logits[id]).max().orElseThrow();
        return Arrays.stream(candidates)
                .mapToDouble(id -> Math.exp((logits[id] - largest) / options.temperature()))
                .toArray();
    }

    /** How many of the descending weights top-p leaves: at least one. */
    private int kept(double[] weights) {
        if (options.topP() == 1) {
            return weights.length;
        }
        double enough = options.topP() * Arrays.stream(weights).sum();
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            sum += weights[j];
            if (sum >= enough) {
                return j + 1;
            }
        }
        return weights.length;
    }
}
