package org.flowtracer.credit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.flowtracer.trace.Positions;

/**
 * What multiplies the advantage at each token.
 *
 * @param values weight of each token [n], 1 outside the eligible tokens; not copied
 * @param eligible the tokens that scores could raise
 * @param uninformed whether the scores told no tokens apart, or no answer was found, so that every weight is 1: to be counted in a run's metrics
 */
public record CreditWeights(double[] values, Positions eligible, boolean uninformed) {
    /** Weights of 1 where no scores were asked for. */
    public static CreditWeights uniform(int size, Positions eligible) {
        return ones(size, eligible, false);
    }

    /** Weights of 1 for a response of which nothing is known, such as one without an answer. */
    public static CreditWeights uninformed(int size, Positions eligible) {
        return ones(size, eligible, true);
    }

    private static CreditWeights ones(int size, Positions eligible, boolean uninformed) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return new CreditWeights(ones, eligible, uninformed);
    }

    /** The mean weight of the eligible tokens; 1 where there is none. */
    public double mean() {
        return eligible.stream().mapToDouble(k -> values[k]).average().orElse(1);
    }

    /** These weights divided by their mean over the eligible tokens, whose mean is then 1. */
    public CreditWeights meanOne() {
        double mean = mean();
        double[] scaled = values.clone();
        eligible.stream().forEach(k -> scaled[k] /= mean);
        return new CreditWeights(scaled, eligible, uninformed);
    }

    /** The control {@code uniform-scaled}: each eligible token has the mean weight, so that only the step gets longer. */
    public CreditWeights flattened() {
        double mean = mean();
        double[] flat = values.clone();
        eligible.stream().forEach(k -> flat[k] = mean);
        return new CreditWeights(flat, eligible, uninformed);
    }

    /** The control {@code shuffled}: the same weights, dealt out to the eligible tokens anew (Fisher and Yates). */
    public CreditWeights shuffled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] dealt = values.clone();
        for (int j = eligible.size() - 1; j > 0; j--) {
            int a = eligible.get(j);
            int b = eligible.get(random.nextInt(j + 1));
            double weight = dealt[a];
            dealt[a] = dealt[b];
            dealt[b] = weight;
        }
        return new CreditWeights(dealt, eligible, uninformed);
    }
}
