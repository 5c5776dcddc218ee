package org.flowtracer.trace;

import java.util.Arrays;
import java.util.List;

/**
 * A square attention matrix of which only the lower triangle exists, packed row after row, 4 bytes an entry.
 *
 * <p>Row {@code query} holds the attention that the token at {@code query} pays to the keys 0, 1, ..., {@code query} (itself last), so it has
 * {@code query + 1} entries and starts at {@link #rowStart}. The values are finite and not negative.
 */
public final class CausalMatrix {
    /** The most tokens whose triangle fits one Java array. */
    public static final int SIZE_MAX = 65_535;

    private final int size;
    private final float[] packed;

    private CausalMatrix(int size, float[] packed) {
        this.size = size;
        this.packed = packed;
    }

    /**
     * A matrix over the given array, which is not copied.
     *
     * @param size number of tokens n
     * @param packed n (n + 1) / 2 entries, row after row
     * @throws IllegalArgumentException if the length is wrong, or an entry is NaN, infinite or negative (the first such is named)
     */
    public static CausalMatrix over(int size, float[] packed) {
        if (packed.length != packedLength(size)) {
            throw new IllegalArgumentException(
                    "expected " + packedLength(size) + " entries for " + size + " tokens, found " + packed.length);
        }
        for (int query = 0, j = 0; query < size; query++) {
            for (int key = 0; key <= query; key++, j++) {
                requireWeight(packed[j], query, key);
            }
        }
        return new CausalMatrix(size, packed);
    }

    /** The number of entries of a matrix of {@code size} tokens. */
    public static int packedLength(int size) {
        if (size < 0 || size > SIZE_MAX) {
            throw new IllegalArgumentException("expected 0 to " + SIZE_MAX + " tokens, found " + size);
        }
        return (int) ((long) size * (size + 1) / 2);
    }

    /** Where row {@code query} starts in {@link #packed}. */
    public static int rowStart(int query) {
        return (int) ((long) query * (query + 1) / 2);
    }

    /**
     * One row of the mean of several matrices, in double.
     *
     * @param matrices at least one, all of the same size
     * @param row where the mean attention of {@code query} to the keys 0, ..., {@code query} is written; the rest is left as it is
     */
    public static void averageRow(List<CausalMatrix> matrices, int query, double[] row) {
        int start = rowStart(query);
        Arrays.fill(row, 0, query + 1, 0);
        for (CausalMatrix matrix : matrices) {
            for (int key = 0; key <= query; key++) {
                row[key] += matrix.packed[start + key];
            }
        }
        for (int key = 0; key <= query; key++) {
            row[key] /= matrices.size();
        }
    }

    private static void requireWeight(float weight, int query, int key) {
        if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "expected finite attention of at least 0, found " + weight + " at query " + query + ", key " + key);
        }
    }

    /** The number of tokens. */
    public int size() {
        return size;
    }

    /** The attention that {@code query} pays to {@code key}, 0 for a key after the query. */
    public float get(int query, int key) {
        return key > query ? 0f : packed[rowStart(query) + key];
    }

    /** The entries themselves, not a copy: whoever writes them changes this matrix. */
    public float[] packed() {
        return packed;
    }
}
