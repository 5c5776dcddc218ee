package org.flowtracer.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hierarchical clustering by average linkage (UPGMA, Sokal and Michener 1958): the two clusters of least mean distance between their items are
 * joined until one is left. Used to order a heat map so that alike rows stand together, and to
 * draw the tree beside it. Cost O(n^3) for n items.
 *
 * <p>Deterministic: of equal distances the pair with the lowest first items is joined, and of two joined clusters the one with the lower first
 * item stands left.
 */
public final class AverageLinkage {
    private AverageLinkage() {}

    /**
     * The tree of all items.
     *
     * @param leaves the items from left to right
     * @param joins in the order made; one fewer than there are items
     */
    public record Tree(List<Integer> leaves, List<Join> joins) {}

    /**
     * Two clusters that became one; they stand side by side in the leaves.
     *
     * @param from place of the left cluster's first leaf
     * @param middle place of the right cluster's first leaf
     * @param to place after the right cluster's last leaf
     * @param distance the mean distance between an item of the one and an item of the other
     */
    public record Join(int from, int middle, int to, double distance) {}

    /** A join whose leaves have no places yet. */
    private record Union(List<Integer> left, List<Integer> right, double distance) {}

    /**
     * Clusters the items.
     *
     * @param distance symmetric [n][n]
     * @throws IllegalArgumentException if the matrix is not square and symmetric, or holds NaN
     */
    public static Tree of(double[][] distance) {
        requireSymmetric(distance);
        List<List<Integer>> clusters = new ArrayList<>();
        for (int item = 0; item < distance.length; item++) {
            clusters.add(List.of(item));
        }
        List<Union> unions = new ArrayList<>();
        while (clusters.size() > 1) {
            unions.add(joinNearest(clusters, distance));
        }
        List<Integer> leaves = clusters.stream().flatMap(List::stream).toList();
        return new Tree(
                leaves,
                unions.stream()
                        .map(union -> {
                            int from = leaves.indexOf(union.left.get(0));
                            int middle = from + union.left.size();
                            return new Join(from, middle, middle + union.right.size(), union.distance);
                        })
                        .toList());
    }

    /** Replaces the nearest two clusters by their union, in the place of the left one. */
    private static Union joinNearest(List<List<Integer>> clusters, double[][] distance) {
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
        Union joined = new Union(clusters.get(left), clusters.remove(right), nearest);
        clusters.set(
                left, Stream.concat(joined.left.stream(), joined.right.stream()).toList());
        return joined;
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
