package org.flowtracer.trace;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An immutable set of token positions in ascending order. Positions count from 0 over prompt + response; a range's end is exclusive.
 *
 * <p>{@link #contains} costs O(log size); everything else O(size) at most.
 */
public final class Positions {
    private final int[] sorted;

    private Positions(int[] sorted) {
        this.sorted = sorted;
    }

    /**
     * The positions {@code from}, {@code from + 1}, ..., {@code to - 1}.
     *
     * @throws IllegalArgumentException if {@code from} is negative or {@code to} is before it
     */
    public static Positions range(int from, int to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("expected a range A..B with 0 <= A <= B, found " + from + ".." + to);
        }
        return new Positions(IntStream.range(from, to).toArray());
    }

    /**
     * The given positions, in any order.
     *
     * @throws IllegalArgumentException if one is negative or stands twice
     */
    public static Positions of(int... positions) {
        int[] sorted = positions.clone();
        Arrays.sort(sorted);
        for (int j = 0; j < sorted.length; j++) {
            if (sorted[j] < 0) {
                throw new IllegalArgumentException("expected positions from 0, found " + sorted[j]);
            }
            if (j > 0 && sorted[j] == sorted[j - 1]) {
                throw new IllegalArgumentException("expected each position once, found " + sorted[j] + " twice");
            }
        }
        return new Positions(sorted);
    }

    /** How many positions there are. */
    public int size() {
        return sorted.length;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return sorted.length == 0;
    }

    /** The {@code j}-th smallest position. */
    public int get(int j) {
        return sorted[j];
    }

    /** The smallest position; the set must not be empty. */
    public int first() {
        return sorted[0];
    }

    /** The largest position; the set must not be empty. */
    public int last() {
        return sorted[sorted.length - 1];
    }

    /** Whether {@code position} is in the set. */
    public boolean contains(int position) {
        return Arrays.binarySearch(sorted, position) >= 0;
    }

    /** Whether every position of {@code other} is in this set. */
    public boolean containsAll(Positions other) {
        return other.stream().allMatch(this::contains);
    }

    /** Whether the positions follow one another without a gap. */
    public boolean isRange() {
        return isEmpty() || last() - first() + 1 == sorted.length;
    }

    /** The positions in ascending order. */
    public IntStream stream() {
        return Arrays.stream(sorted);
    }

    /** A fresh array of the positions in ascending order. */
    public int[] toArray() {
        return sorted.clone();
    }

    /** This set without {@code position}. */
    public Positions without(int position) {
        return new Positions(stream().filter(p -> p != position).toArray());
    }

    /** Each position one to the left: where the query stands that predicted it. Position 0, which nothing predicted, is left out. */
    public Positions predictors() {
        return new Positions(stream().filter(p -> p > 0).map(p -> p - 1).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions positions && Arrays.equals(sorted, positions.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    /** {@code 58..64} for a range (end exclusive), else {@code [3, 5, 9]}. */
    @Override
    public String toString() {
        return isRange() && !isEmpty() ? first() + ".." + (last() + 1) : Arrays.toString(sorted);
    }
}
