package org.flowtracer.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction for several tests: an adjusted p-value of at most alpha rejects its hypothesis while the chance to reject any true
 * one stays at most alpha, whatever the tests have to do with each other.
 *
 * <p>Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979. Cost O(m log m).
 */
public final class Holm {
    private Holm() {}

    /**
     * The adjusted p-values, in the order given: the j-th smallest of m, counted from 0, times m - j, at most 1 and at least the one before it.
     *
     * @param pValues of one family of tests [m]; not modified
     * @throws IllegalArgumentException if one is outside [0, 1]
     */
    public static double[] adjust(double[] pValues) {
        int m = pValues.length;
        if (Arrays.stream(pValues).anyMatch(p -> !(p >= 0 && p <= 1))) {
            throw new IllegalArgumentException("expected p-values in [0, 1], found " + Arrays.toString(pValues));
        }
        int[] ascending = IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> pValues[j]))
                .mapToInt(j -> j)
                .toArray();
        double[] adjusted = new double[m];
        double before = 0;
        for (int place = 0; place < m; place++) {
            int test = ascending[place];
            before = Math.max(before, Math.min(1, (m - place) * pValues[test]));
            adjusted[test] = before;
        }
        return adjusted;
    }
}
