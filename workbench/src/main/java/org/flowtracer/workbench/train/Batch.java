package org.flowtracer.workbench.train;

import java.util.Arrays;
import org.flowtracer.workbench.files.InputException;

/**
 * Sequences side by side, those shorter than the longest padded on the right. Later positions never reach earlier ones, so that what stands in
 * the padding changes nothing as long as it carries no label.
 *
 * @param tokenIds [B, T]
 * @param labels [B, T], the token that follows each position (already shifted), or {@link #NO_LABEL}
 */
public record Batch(int[][] tokenIds, int[][] labels) {
    /** A position that the loss leaves out. */
    public static final int NO_LABEL = -100;

    /** @throws InputException if the rows differ in length, or there are none, or no position has a label */
    public Batch {
        if (tokenIds.length == 0 || tokenIds[0].length == 0) {
            throw new InputException("at least one token", "none", "a training batch");
        }
        if (labels.length != tokenIds.length) {
            throw new InputException(tokenIds.length + " rows of labels", labels.length + "", "a training batch");
        }
        boolean labelled = false;
        for (int sequence = 0; sequence < tokenIds.length; sequence++) {
            requireLength(tokenIds[sequence], tokenIds[0].length, "token ids of sequence " + sequence);
            requireLength(labels[sequence], tokenIds[0].length, "labels of sequence " + sequence);
            for (int label : labels[sequence]) {
                labelled |= label != NO_LABEL;
            }
        }
        if (!labelled) {
            throw new InputException("at least one label", "none", "a training batch");
        }
    }

    /**
     * Sequences of different lengths, padded with token 0 to {@code length}.
     *
     * @param tokenIds of each sequence
     * @param labels of each sequence, as long as its token ids
     * @throws InputException if a sequence is longer than {@code length}, or its labels differ from it in number
     */
    public static Batch padded(int[][] tokenIds, int[][] labels, int length) {
        int[][] ids = new int[tokenIds.length][length];
        int[][] targets = new int[tokenIds.length][length];
        for (int sequence = 0; sequence < tokenIds.length; sequence++) {
            int own = tokenIds[sequence].length;
            if (own > length) {
                throw new InputException("at most " + length + " tokens", own + "", "sequence " + sequence);
            }
            requireLength(labels[sequence], own, "labels of sequence " + sequence);
            Arrays.fill(targets[sequence], own, length, NO_LABEL);
            System.arraycopy(tokenIds[sequence], 0, ids[sequence], 0, own);
            System.arraycopy(labels[sequence], 0, targets[sequence], 0, own);
        }
        return new Batch(ids, targets);
    }

    private static void requireLength(int[] row, int length, String where) {
        if (row.length != length) {
            throw new InputException(length + " entries", row.length + "", where);
        }
    }

    /** B, the number of sequences. */
    public int sequences() {
        return tokenIds.length;
    }

    /** T, the padded length. */
    public int length() {
        return tokenIds[0].length;
    }

    /** All token ids, row after row [N]. */
    int[] flatTokenIds() {
        return flat(tokenIds);
    }

    /** All labels, row after row [N]. */
    int[] flatLabels() {
        return flat(labels);
    }

    private static int[] flat(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    }
}
