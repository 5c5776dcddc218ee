package org.flowtracer.compare;

import java.util.Arrays;

/**
 * Fisher's exact sign-flip test, two-sided, of whether paired differences are symmetric about 0. Where they are, each sign is a fair coin, so the
 * test goes through all 2^n ways to set the signs; the p-value is the share of ways whose absolute sum is at least the observed one.
 *
 * <p>A difference of 0 takes part with both signs alike, and so does not change the value. Sums that differ from the observed one by rounding
 * only count as equal to it, which can only raise the p-value. The least value that n differences can reach is 2^(1 - n): 0.0625 for 5 of
 * them, 0.000488 for 12.
 *
 * <p>Source: Fisher, "The Design of Experiments", 1935, section 21. Cost O(2^n).
 */
public final class SignFlip {
    /** More differences are refused: 2^20 ways take some milliseconds. */
    public static final int PAIRS_MAX = 20;

    /** In units of the sum of absolute differences, far above what summing 20 numbers can lose. */
    private static final double ROUNDING = 1e-12;

    private SignFlip() {}

    /**
     * The p-value, in (0, 1]; 1 where all differences are 0.
     *
     * @throws IllegalArgumentException if there is no difference, more than {@value #PAIRS_MAX}, or one that is not finite
     */
    public static double pValue(double[] differences) {
        int n = differences.length;
        if (n < 1 || n > PAIRS_MAX) {
            throw new IllegalArgumentException("expected 1 to " + PAIRS_MAX + " differences, found " + n);
        }
        double[] magnitudes = Arrays.stream(differences).map(Math::abs).toArray();
        double largest = Arrays.stream(magnitudes).sum();
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("expected finite differences, found " + Arrays.toString(differences));
        }
        double observed = Math.abs(Arrays.stream(differences).sum());
        // All signs turned give the same absolute sum, so the first sign may stay.
        long extreme = extreme(magnitudes, 1, magnitudes[0], observed - ROUNDING * largest);
        return (double) extreme / (1L << (n - 1));
    }

    /** In how many ways the signs from {@code next} on bring the sum to at least {@code threshold}, or to its negative or less. */
    private static long extreme(double[] magnitudes, int next, double sum, double threshold) {
        if (next == magnitudes.length) {
            return Math.abs(sum) >= threshold ? 1 : 0;
        }
        return extreme(magnitudes, next + 1, sum + magnitudes[next], threshold)
                + extreme(magnitudes, next + 1, sum - magnitudes[next], threshold);
    }
}
