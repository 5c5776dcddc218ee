package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What many scorers say of one trace; the attention itself is let go.
 *
 * @param name of the trace or graph
 * @param size number of tokens n
 * @param response the tokens over which scorers are compared
 * @param scores of each scorer that could score, in the order asked
 * @param lacking by name of each scorer that could not: what it needs
 */
public record ScoredTrace(
        String name, int size, Positions response, List<TokenScores> scores, Map<String, String> lacking) {
    /** Scores one trace. */
    public static ScoredTrace of(String name, Evidence evidence, List<TokenScorer> scorers) {
        List<TokenScores> scores = new ArrayList<>();
        Map<String, String> lacking = new LinkedHashMap<>();
        for (TokenScorer scorer : scorers) {
            scorer.lacks(evidence)
                    .ifPresentOrElse(
                            what -> lacking.put(scorer.name(), what), () -> scores.add(scorer.score(evidence)));
        }
        return new ScoredTrace(
                name, evidence.size(), evidence.dag().regions().response(), List.copyOf(scores), lacking);
    }

    /** The scores by a scorer, if it could score. */
    public Optional<TokenScores> by(String scorer) {
        return scores.stream().filter(each -> each.scorer().equals(scorer)).findFirst();
    }

    /**
     * One row a token: {@code position}, then a column a scorer. The scorer of that very name has none of its own: its score is the position,
     * negated.
     */
    public Table table() {
        Table table = Table.create(
                name, IntColumn.create("position", Positions.range(0, size).toArray()));
        scores.stream()
                .filter(each -> !each.scorer().equals("position"))
                .forEach(each -> table.addColumns(DoubleColumn.create(each.scorer(), each.values())));
        return table;
    }
}
