package org.flowtracer.compare;

/**
 * The 95 % score interval of a share, which stays in [0, 1] and does not shrink to a point where none or all succeeded:
 *
 * <pre>
 * (p + z^2 / 2n  -+  z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n),   p = successes / n, z = 1.959964
 * </pre>
 *
 * <p>Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
public final class WilsonInterval {
    private static final double Z = 1.959963984540054;

    private WilsonInterval() {}

    /**
     * The share with its interval.
     *
     * @throws IllegalArgumentException if there is no trial, or the successes are not between 0 and the trials
     */
    public static Interval of(int successes, int trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "expected 0 <= successes <= trials, at least 1 trial, found " + successes + " of " + trials);
        }
        double n = trials;
        double share = successes / n;
        double middle = share + Z * Z / (2 * n);
        double reach = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        double low = successes == 0 ? 0 : (middle - reach) / scale;
        double high = successes == trials ? 1 : (middle + reach) / scale;
        return new Interval(share, low, high, trials);
    }
}
