package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some sequences of a batch that go through the model side by side, laid out at the length of the longest: N = S T rows.
 *
 * @param sequences which of the batch [S]
 * @param lengths their numbers of tokens [S]
 * @param length T, at least the longest of them
 */
public record Slice(int[] sequences, int[] lengths, int length) {
    /**
     * Cuts a batch into slices of sequences of similar length, the longest first.
     *
     * @param rows the most rows of a slice of more than one sequence
     * @param workers into how many parts at least, if there are so many sequences
     */
    static List<Slice> cut(int[][] tokenIds, int rows, int workers) {
        int[] order = IntStream.range(0, tokenIds.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer sequence) -> -tokenIds[sequence].length))
                .mapToInt(Integer::intValue)
                .toArray();
        int most = (tokenIds.length + workers - 1) / workers;
        List<Slice> slices = new ArrayList<>();
        int from = 0;
        while (from < order.length) {
            int length = tokenIds[order[from]].length;
            int to = Math.min(order.length, from + Math.max(1, Math.min(most, rows / length)));
            int[] sequences = Arrays.copyOfRange(order, from, to);
            int[] lengths = Arrays.stream(sequences)
                    .map(sequence -> tokenIds[sequence].length)
                    .toArray();
            slices.add(new Slice(sequences, lengths, length));
            from = to;
        }
        return slices;
    }

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
