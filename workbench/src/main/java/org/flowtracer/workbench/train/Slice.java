package org.flowtracer.workbench.train;

import java.util.Arrays;

/**
 * Some sequences of a batch that go through the model side by side, laid out at the length of the longest: N = S T rows.
 *
 * @param sequences which of the batch [S]
 * @param lengths their numbers of tokens [S]
 * @param length T, at least the longest of them
 */
public record Slice(int[] sequences, int[] lengths, int length) {
    /** N, the number of rows, those of padding included. */
    public int rows() {
        return sequences.length * length;
    }

    /**
     * The row of a token.
     *
     * @param index of the sequence within the slice
     * @param position of the token in it
     */
    public int row(int index, int position) {
        return index * length + position;
    }

    /**
     * One number for each row.
     *
     * @param ofBatch one for each token of each sequence of the batch
     * @param padding what the rows of padding get
     * @return [N]
     */
    public int[] rows(int[][] ofBatch, int padding) {
        int[] rows = new int[rows()];
        for (int index = 0; index < sequences.length; index++) {
            System.arraycopy(ofBatch[sequences[index]], 0, rows, row(index, 0), lengths[index]);
            Arrays.fill(rows, row(index, lengths[index]), row(index + 1, 0), padding);
        }
        return rows;
    }
}
