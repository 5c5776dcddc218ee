package org.flowtracer.compare;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Student's interval of a mean: {@code mean +- t s / sqrt(n)}, s the standard deviation with n - 1 in its denominator (ddof 1), t the quantile of
 * Student's t with n - 1 degrees of freedom that leaves {@code (1 - level) / 2} above it. Exact where observations are independent and normal;
 * meant for a handful of seeds, of which a bootstrap would know too little.
 *
 * <p>Source: Student, "The probable error of a mean", Biometrika 6, 1908. Cost O(n).
 *
 * @param level how often such an interval holds the true mean, in (0, 1)
 */
public record StudentInterval(double level) {
    public static final StudentInterval DEFAULT = new StudentInterval(0.95);

    /** @throws IllegalArgumentException if the level is outside its range */
    public StudentInterval {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("expected a level in (0, 1), found " + level);
        }
    }

    /**
     * The mean of a sample with its interval; the ends are NaN for a single observation, which does not say how far chance moves it.
     *
     * @throws IllegalArgumentException if the sample is empty or holds a number that is not finite
     */
    public Interval ofMean(double[] sample) {
        int n = sample.length;
        double mean = Arrays.stream(sample).average().orElse(Double.NaN);
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("expected at least one number and only finite ones, found "
                    + (n == 0 ? "none" : Arrays.toString(sample)));
        }
        if (n == 1) {
            return new Interval(mean, Double.NaN, Double.NaN, 1);
        }
        double squares = Arrays.stream(sample).map(x -> (x - mean) * (x - mean)).sum();
        double standardError = Math.sqrt(squares / (n - 1) / n);
        double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + level) / 2);
        return new Interval(mean, mean - t * standardError, mean + t * standardError, n);
    }

    /**
     * The mean of {@code first - second}, pair by pair, with its interval.
     *
     * @throws IllegalArgumentException as {@link #ofMean}, and if the lengths differ
     */
    public Interval ofDifference(double[] first, double[] second) {
        return ofMean(PairedDifferences.of(first, second));
    }
}
