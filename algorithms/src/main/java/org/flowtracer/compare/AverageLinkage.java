package org.flowtracer.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Hierarchical clustering by average linkage (UPGMA, Sokal and Michener 1958): the two clusters of least mean distance between their items are
 * joined until one is left. Used to order a heat map so that alike rows stand together. Cost O(n^3) for n items.
 *
 * <p>Deterministic: of equal distances the pair with the lowest first items is joined, and of two joined clusters the one with the lower first
 * item stands left.
 */
public final class AverageLinkage {
    private AverageLinkage() {}

    /**
     * The items in the order of the tree's leaves.
     *
     * @param distance symmetric [n][n]
     * @throws IllegalArgumentException if the matrix is not square and symmetric, or holds NaN
     */
    public static int[] leafOrder(double[][] distance) {
        requireSymmetric(distance);
        List<List<Integer>> clusters = new ArrayList<>();
        for (int item = 0; item < distance.length; item++) {
            clusters.add(List.of(item));
        }
        while (clusters.size() > 1) {
            joinNearest(clusters, distance);
        }
        return clusters.stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Replaces the nearest two clusters by their union, in the place of the left one. */
    private static void joinNearest(List<List<Integer>> clusters, double[][] distance) {
        int left = 0;
        int right = 1;
        double nearest = Double.POSITIVE_INFINITY;
        for (int a = 0; a < clusters.size(); a++) {
            for (int b = a + 1; b < clusters.size(); b++) {
                double mean = meanDistance(clusters.get(a), clusters.get(b), distance);
                if (mean < nearest) {
                    nearest = mean;
                    left = a;
                    right = b;
                }
            }
        }
        List<Integer> union = new ArrayList<>(clusters.get(left));
        union.addAll(clusters.remove(right));
        clusters.set(left, union);
    }

    private static double meanDistance(List<Integer> first, List<Integer> second, double[][] distance) {
        double sum = 0;
        for (int a : first) {
            for (int b : second) {
                sum += distance[a][b];
            }
        }
        return sum / first.size() / second.size();
    }

    private static void requireSymmetric(double[][] distance) {
        for (int a = 0; a < distance.length; a++) {
            if (distance[a].length != distance.length) {
                throw new IllegalArgumentException("expected a square matrix of " + distance.length + " rows, found "
                        + distance[a].length + " columns in row " + a);
            }
            for (int b = 0; b <= a; b++) {
                if (!(distance[a][b] == distance[b][a])) {
                    throw new IllegalArgumentException("expected a symmetric matrix without NaN, found "
                            + distance[a][b] + " and " + distance[b][a] + " at " + a + ", " + b);
                }
            }
        }
    }
}
