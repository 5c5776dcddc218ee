package org.flowtracer.workbench.analysis;

import java.util.NavigableMap;

/**
 * The runs of two methods that share a seed.
 *
 * @param seeds ascending [n]
 * @param first of the one method [n]
 * @param second of the other [n]
 */
record PairedSeeds(int[] seeds, double[] first, double[] second) {
    static PairedSeeds of(NavigableMap<Integer, Double> first, NavigableMap<Integer, Double> second) {
        int[] seeds = first.keySet().stream()
                .filter(second::containsKey)
                .mapToInt(seed -> seed)
                .toArray();
        return new PairedSeeds(seeds, values(first, seeds), values(second, seeds));
    }

    private static double[] values(NavigableMap<Integer, Double> bySeed, int[] seeds) {
        double[] values = new double[seeds.length];
        for (int j = 0; j < seeds.length; j++) {
            values[j] = bySeed.getOrDefault(seeds[j], Double.NaN);
        }
        return values;
    }
}
