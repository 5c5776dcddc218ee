package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Two sequences of tokens side by side: what they have in common shares a column, in the order of both.
 *
 * @param columns from left to right; each token of either sequence stands in exactly one
 */
public record TokenAlignment(List<Column> columns) {
    /** No token. */
    public static final int GAP = -1;

    /**
     * A place of the alignment.
     *
     * @param first the token of the first sequence, or {@link #GAP}
     * @param second the token of the second sequence, or {@link #GAP}; not both
     */
    public record Column(int first, int second) {
        /** Whether both sequences have this token. */
        public boolean isCommon() {
            return first != GAP && second != GAP;
        }

        /** The column where so many tokens stand before both sequences. */
        Column movedBy(int tokens) {
            return new Column(first == GAP ? GAP : first + tokens, second == GAP ? GAP : second + tokens);
        }
    }

    public TokenAlignment {
        columns = List.copyOf(columns);
    }

    /**
     * The alignment with the most common tokens: a longest common subsequence. Where there are several, tokens of the first sequence alone come
     * as early as they can. Cost O(m n) for the parts between common ends.
     */
    public static TokenAlignment of(List<String> first, List<String> second) {
        int head = 0;
        while (head < Math.min(first.size(), second.size()) && first.get(head).equals(second.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(first.size(), second.size()) - head
                && first.get(first.size() - 1 - tail).equals(second.get(second.size() - 1 - tail))) {
            tail++;
        }
        List<Column> columns = new ArrayList<>();
        for (int k = 0; k < head; k++) {
            columns.add(new Column(k, k));
        }
        appendMiddle(columns, first.subList(0, first.size() - tail), second.subList(0, second.size() - tail), head);
        for (int k = tail; k > 0; k--) {
            columns.add(new Column(first.size() - k, second.size() - k));
        }
        return new TokenAlignment(columns);
    }

    private static void appendMiddle(List<Column> columns, List<String> first, List<String> second, int from) {
        int rows = first.size() - from;
        int width = second.size() - from;
        // common[i][j]: the longest common subsequence of what follows from tokens i and j on.
        int[][] common = new int[rows + 1][width + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = width - 1; j >= 0; j--) {
                common[i][j] = first.get(from + i).equals(second.get(from + j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows || j < width) {
            if (i < rows && j < width && first.get(from + i).equals(second.get(from + j))) {
                columns.add(new Column(from + i++, from + j++));
            } else if (i < rows && (j == width || common[i + 1][j] >= common[i][j + 1])) {
                columns.add(new Column(from + i++, GAP));
            } else {
                columns.add(new Column(GAP, from + j++));
            }
        }
    }

    /** How many tokens are common. */
    public int common() {
        return (int) columns.stream().filter(Column::isCommon).count();
    }
}
