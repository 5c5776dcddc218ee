package org.flowtracer.compare;

import java.util.stream.IntStream;

/** What the first of two paired samples has over the second. */
public final class PairedDifferences {
    private PairedDifferences() {}

    /**
     * {@code first - second}, pair by pair.
     *
     * @param first one observation a pair [n]
     * @param second the other [n]
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double[] of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "expected pairs of observations, found " + first.length + " and " + second.length);
        }
        return IntStream.range(0, first.length)
                .mapToDouble(j -> first[j] - second[j])
                .toArray();
    }
}
