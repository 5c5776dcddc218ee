package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScorer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What runs from one piece of text to a later one: a row for each two, {@code from} and {@code to}, then a column a scorer with the sum of its
 * edge scores from tokens of the one to tokens of the other. That is the scorer's own flow where it has one.
 */
public final class PieceFlowTable {
    private PieceFlowTable() {}

    /** The table of one trace; scorers that lack something are left out. Cost O(n^2) a scorer. */
    public static Table of(Evidence evidence, ScoreContraction groups, List<TokenScorer> scorers) {
        int count = groups.groups().size();
        IntColumn from = IntColumn.create("from");
        IntColumn to = IntColumn.create("to");
        for (int b = 0; b < count; b++) {
            for (int a = 0; a < b; a++) {
                from.append(a);
                to.append(b);
            }
        }
        List<DoubleColumn> flows = new ArrayList<>();
        for (TokenScorer scorer : scorers) {
            if (scorer.lacks(evidence).isEmpty()) {
                double[][] between = groups.between(scorer.edgeScores(evidence));
                DoubleColumn column = DoubleColumn.create(scorer.name());
                for (int b = 0; b < count; b++) {
                    for (int a = 0; a < b; a++) {
                        column.append(between[a][b]);
                    }
                }
                flows.add(column);
            }
        }
        return Table.create("flows", from, to).addColumns(flows.toArray(DoubleColumn[]::new));
    }
}
