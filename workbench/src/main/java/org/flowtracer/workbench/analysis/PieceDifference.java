package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The flow of two traces by pieces of their texts: what passes each piece, and what runs from one to another.
 *
 * <p>A piece of the one text has its counterpart in the piece of the other with which it shares the most aligned tokens, if it is that one's too.
 *
 * @param pairs the pieces of both texts in the order of the alignment
 */
public record PieceDifference(List<Pair> pairs) {
    private static final int NONE = -1;

    /**
     * A piece of one text, or of both.
     *
     * @param first in the first text, null if it is not there
     * @param second in the second text, null if it is not there; not both
     */
    public record Pair(@Nullable Piece first, @Nullable Piece second) {
        /** The piece as the first text has it, or else the second. */
        public Unit unit() {
            if (first != null) {
                return first.unit;
            }
            if (second != null) {
                return second.unit;
            }
            throw new IllegalStateException("expected a piece on one side, found none");
        }

        /** Whether both texts have it. */
        public boolean isCommon() {
            return first != null && second != null;
        }

        /** What passes it in the first text; 0 if it is not there. */
        public double passingFirst() {
            return first == null ? 0 : first.passing;
        }

        /** What passes it in the second text; 0 if it is not there. */
        public double passingSecond() {
            return second == null ? 0 : second.passing;
        }
    }

    /**
     * A piece of one text.
     *
     * @param index which of the text's pieces
     * @param passing the share of the question's flow that starts in it or enters it from outside: that passes through it, since flow never comes
     *     back to a piece
     * @param into the flow from it to each piece of its text
     */
    public record Piece(int index, Unit unit, double passing, double[] into) {}

    /** The pieces of two traces whose tokens are aligned. Cost O(n^2) of each. */
    public static PieceDifference of(
            ReasoningTrace first, ReasoningTrace second, TokenAlignment alignment, Contraction.Pieces kind) {
        Contraction contraction = new Contraction(kind, Contraction.Reduction.SUM);
        ScoreContraction groups = contraction.of(first.trace());
        ScoreContraction otherGroups = contraction.of(second.trace());
        int[] groupOf = groupOf(groups);
        int[] otherGroupOf = groupOf(otherGroups);
        int[][] shared = new int[groups.groups().size()][otherGroups.groups().size()];
        for (TokenAlignment.Column column : alignment.columns()) {
            if (column.isCommon() && groupOf[column.first()] != NONE && otherGroupOf[column.second()] != NONE) {
                shared[groupOf[column.first()]][otherGroupOf[column.second()]]++;
            }
        }
        return new PieceDifference(
                pairs(pieces(first, groups, groupOf), pieces(second, otherGroups, otherGroupOf), shared));
    }

    private static int[] groupOf(ScoreContraction groups) {
        int[] groupOf = new int[groups.size()];
        Arrays.fill(groupOf, NONE);
        for (int group = 0; group < groups.groups().size(); group++) {
            for (int token : groups.groups().get(group).toArray()) {
                groupOf[token] = group;
            }
        }
        return groupOf;
    }

    private static List<Piece> pieces(ReasoningTrace trace, ScoreContraction groups, int[] groupOf) {
        ReasoningFlow flow = trace.flow();
        int count = groups.groups().size();
        double[][] between = new double[count][count];
        double[] passing = new double[count];
        double[] flows = new double[flow.size()];
        for (int k = 0; k < flow.size(); k++) {
            if (groupOf[k] == NONE) {
                continue;
            }
            passing[groupOf[k]] += flow.sourceShare(k);
            flow.edgeFlowsInto(k, flows);
            for (int i = 0; i < k; i++) {
                passing[groupOf[k]] += groupOf[i] == groupOf[k] ? 0 : flows[i];
                if (groupOf[i] != NONE) {
                    between[groupOf[i]][groupOf[k]] += flows[i];
                }
            }
        }
        List<Unit> tokens = Unit.tokens(
                ReadableTokens.of(trace.trace().tokens()), trace.trace().regions());
        List<Unit> units = Unit.pieces(tokens, groups);
        List<Piece> pieces = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            pieces.add(new Piece(group, units.get(group), passing[group], between[group]));
        }
        return pieces;
    }

    private static List<Pair> pairs(List<Piece> firsts, List<Piece> seconds, int[][] shared) {
        List<Pair> pairs = new ArrayList<>();
        int next = 0;
        for (Piece first : firsts) {
            int counterpart = counterpart(shared, first.index);
            while (next < counterpart) {
                pairs.add(new Pair(null, seconds.get(next++)));
            }
            pairs.add(new Pair(first, counterpart == NONE ? null : seconds.get(next++)));
        }
        while (next < seconds.size()) {
            pairs.add(new Pair(null, seconds.get(next++)));
        }
        return pairs;
    }

    /** The piece with which piece {@code a} shares the most, the earliest of several, if the same holds the other way round. */
    private static int counterpart(int[][] shared, int a) {
        int best = NONE;
        for (int b = 0; b < shared[a].length; b++) {
            if (shared[a][b] > (best == NONE ? 0 : shared[a][best])) {
                best = b;
            }
        }
        for (int other = 0; other < shared.length && best != NONE; other++) {
            boolean isNearer =
                    shared[other][best] > shared[a][best] || (shared[other][best] == shared[a][best] && other < a);
            best = isNearer ? NONE : best;
        }
        return best;
    }

    /** A row a piece: {@code piece}, {@code region}, {@code first} and {@code second} text, {@code passing_first}, {@code passing_second}, {@code difference}. */
    public Table table() {
        return Table.create(
                "statements",
                IntColumn.indexColumn("piece", pairs.size(), 0),
                texts("region", pair -> pair.unit().region()),
                texts("first", pair -> pair.first == null ? "" : pair.first.unit.text()),
                texts("second", pair -> pair.second == null ? "" : pair.second.unit.text()),
                DoubleColumn.create("passing_first", pairs.stream().mapToDouble(Pair::passingFirst)),
                DoubleColumn.create("passing_second", pairs.stream().mapToDouble(Pair::passingSecond)),
                DoubleColumn.create(
                        "difference", pairs.stream().mapToDouble(pair -> pair.passingSecond() - pair.passingFirst())));
    }

    private StringColumn texts(String name, Function<Pair, String> text) {
        return StringColumn.create(name, pairs.stream().map(text));
    }

    /** A row for each two pieces between which something flows in either text: {@code from}, {@code to}, {@code first}, {@code second}, {@code difference}. */
    public Table flows() {
        IntColumn from = IntColumn.create("from");
        IntColumn to = IntColumn.create("to");
        DoubleColumn first = DoubleColumn.create("first");
        DoubleColumn second = DoubleColumn.create("second");
        for (int b = 0; b < pairs.size(); b++) {
            for (int a = 0; a < b; a++) {
                if (first(a, b) > 0 || second(a, b) > 0) {
                    from.append(a);
                    to.append(b);
                    first.append(first(a, b));
                    second.append(second(a, b));
                }
            }
        }
        return Table.create(
                "flows", from, to, first, second, second.subtract(first).setName("difference"));
    }

    /** The first text's flow from pair {@code a} to pair {@code b}. */
    public double first(int a, int b) {
        return flow(pairs.get(a).first, pairs.get(b).first);
    }

    /** The second text's flow from pair {@code a} to pair {@code b}. */
    public double second(int a, int b) {
        return flow(pairs.get(a).second, pairs.get(b).second);
    }

    private static double flow(@Nullable Piece from, @Nullable Piece to) {
        return from == null || to == null ? 0 : from.into[to.index];
    }
}
