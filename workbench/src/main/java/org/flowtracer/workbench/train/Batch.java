package org.flowtracer.workbench.train;

import java.util.Arrays;
import org.flowtracer.workbench.files.InputException;

/**
 * Sequences for next-token training, of any lengths.
 *
 * @param tokenIds of each sequence [B][T]
 * @param labels of each sequence [B][T], the token that follows each position (already shifted), or {@link #NO_LABEL}
 */
public record Batch(int[][] tokenIds, int[][] labels) {
    /** A position that the loss leaves out. */
    public static final int NO_LABEL = -100;

    /** @throws InputException if there is no sequence, one is empty or differs from its labels in length, or no position has a label */
    public Batch {
        if (tokenIds.length == 0) {
            throw new InputException("at least one sequence", "none", "a training batch");
        }
        requireLength(labels.length, tokenIds.length, "the labels of a training batch");
        for (int sequence = 0; sequence < tokenIds.length; sequence++) {
            if (tokenIds[sequence].length == 0) {
                throw new InputException("at least one token", "none", "sequence " + sequence + " of a training batch");
            }
            requireLength(labels[sequence].length, tokenIds[sequence].length, "labels of sequence " + sequence);
        }
        if (Arrays.stream(labels).flatMapToInt(Arrays::stream).allMatch(label -> label == NO_LABEL)) {
            throw new InputException("at least one label", "none", "a training batch");
        }
    }

    /** A batch in which each token but the last of a sequence is followed by the next. */
    public static Batch ofNextTokens(int[][] tokenIds) {
        return new Batch(tokenIds, nextTokens(tokenIds));
    }

    /** For each token the one after it; for the last of a sequence {@link #NO_LABEL}. */
    static int[][] nextTokens(int[][] tokenIds) {
        int[][] next = new int[tokenIds.length][];
        for (int sequence = 0; sequence < tokenIds.length; sequence++) {
            int[] own = tokenIds[sequence];
            next[sequence] = Arrays.copyOfRange(own, 1, own.length + 1);
            next[sequence][own.length - 1] = NO_LABEL;
        }
        return next;
    }

    private static void requireLength(int found, int expected, String where) {
        if (found != expected) {
            throw new InputException(expected + " entries", Integer.toString(found), where);
        }
    }
}
