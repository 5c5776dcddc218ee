package org.flowtracer.workbench.capture;

import org.flowtracer.trace.CausalMatrix;

/** Packs blocks of attention rows: what lies at and before the diagonal. */
final class TriangleRows {
    private final int size;
    private final float[] packed;

    /**
     * Room for a square matrix.
     *
     * @param size n
     */
    TriangleRows(int size) {
        this.size = size;
        this.packed = new float[CausalMatrix.packedLength(size)];
    }

    /**
     * Copies rows.
     *
     * @param first the position of the first row, P
     * @param rows how many, T
     * @param values of which T (P + T) entries from {@code from} on are the rows, each P + T long
     */
    void put(int first, int rows, float[] values, int from) {
        int keys = first + rows;
        for (int row = 0; row < rows; row++) {
            int query = first + row;
            System.arraycopy(values, from + row * keys, packed, CausalMatrix.rowStart(query), query + 1);
        }
    }

    CausalMatrix matrix() {
        return CausalMatrix.over(size, packed);
    }
}
