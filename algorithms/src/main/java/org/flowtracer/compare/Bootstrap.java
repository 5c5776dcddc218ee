package org.flowtracer.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Percentile bootstrap of a mean: observations (traces or problems) are drawn with replacement, as many as there are, and the interval spans the
 * middle of the means so obtained. Quantiles interpolate linearly between order statistics (type 7 of Hyndman and Fan, NumPy's default).
 *
 * <p>Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 13.3. The same seed and sample give the same interval.
 * Cost O(resamples x observations).
 *
 * @param resamples how many means are drawn; at least 1
 * @param level the share of them between the ends, in (0, 1)
 * @param seed of the generator, started anew for each interval
 */
public record Bootstrap(int resamples, double level, long seed) {
    /** 95 % from 1,000 resamples. */
    public static final Bootstrap DEFAULT = new Bootstrap(1000, 0.95, 1);

    /** @throws IllegalArgumentException if a value is outside its range */
    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("expected at least 1 resample, found " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("expected a level in (0, 1), found " + level);
        }
    }

    /**
     * The mean of a sample with its interval.
     *
     * @throws IllegalArgumentException if the sample is empty or holds NaN
     */
    public Interval ofMean(double[] sample) {
        double mean = Arrays.stream(sample).average().orElse(Double.NaN);
        if (Double.isNaN(mean)) {
            throw new IllegalArgumentException("expected at least one number and no NaN, found "
                    + (sample.length == 0 ? "none" : "NaN among " + sample.length));
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int j = 0; j < sample.length; j++) {
                sum += sample[random.nextInt(sample.length)];
            }
            means[r] = sum / sample.length;
        }
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(means);
        double tail = 50 * (1 - level);
        return new Interval(mean, percentile.evaluate(tail), percentile.evaluate(100 - tail), sample.length);
    }

    /**
     * The mean of {@code first - second}, observation by observation, with its interval.
     *
     * @throws IllegalArgumentException as {@link #ofMean}, and if the lengths differ
     */
    public Interval ofDifference(double[] first, double[] second) {
        return ofMean(PairedDifferences.of(first, second));
    }
}
