package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.flowtracer.compare.Ranking;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What many scorers say of one trace; the attention itself is let go.
 *
 * @param name of the trace or graph
 * @param units what is scored: the tokens, or pieces of text
 * @param response the units over which scorers are compared
 * @param scores of each scorer that could score, in the order asked; a value a unit
 * @param lacking by name of each scorer that could not: what it needs
 */
public record ScoredTrace(
        String name, List<Unit> units, Positions response, List<TokenScores> scores, Map<String, String> lacking) {
    /** Scores one trace. */
    public static ScoredTrace of(String name, Evidence evidence, List<TokenScorer> scorers) {
        List<TokenScores> scores = new ArrayList<>();
        Map<String, String> lacking = new LinkedHashMap<>();
        for (TokenScorer scorer : scorers) {
            scorer.lacks(evidence)
                    .ifPresentOrElse(
                            what -> lacking.put(scorer.name(), what), () -> scores.add(scorer.score(evidence)));
        }
        Regions regions = evidence.dag().regions();
        List<String> texts =
                evidence.tokens().map(ReadableTokens::of).orElseGet(() -> Collections.nCopies(evidence.size(), ""));
        return new ScoredTrace(name, Unit.tokens(texts, regions), regions.response(), List.copyOf(scores), lacking);
    }

    /** The same trace with the tokens of each group as one unit. */
    public ScoredTrace contracted(ScoreContraction groups, Contraction contraction) {
        List<Unit> pieces = Unit.pieces(units, groups);
        int[] ofResponse = IntStream.range(0, pieces.size())
                .filter(j -> pieces.get(j).isOfResponse())
                .toArray();
        return new ScoredTrace(
                name,
                pieces,
                Positions.of(ofResponse),
                scores.stream().map(each -> contraction.contract(groups, each)).toList(),
                lacking);
    }

    /** How many units there are. */
    public int size() {
        return units.size();
    }

    /** Whether the units have texts: not those of a graph that came alone. */
    public boolean hasText() {
        return units.stream().anyMatch(unit -> !unit.text().isEmpty());
    }

    /** The scores by a scorer, if it could score. */
    public Optional<TokenScores> by(String scorer) {
        return scores.stream().filter(each -> each.scorer().equals(scorer)).findFirst();
    }

    /** The response's units as a scorer ranks them, if it could score. */
    public Optional<Ranking> ranking(String scorer) {
        return by(scorer).map(each -> Ranking.of(each, response));
    }

    /**
     * One row a token: {@code position}, then a column a scorer. The scorer of that very name has none of its own: its score is the position,
     * negated.
     */
    public Table table() {
        Table table = Table.create(
                name, IntColumn.create("position", Positions.range(0, size()).toArray()));
        scores.stream().filter(each -> !each.scorer().equals("position")).forEach(each -> addTo(table, each));
        return table;
    }

    /** One row a piece of text: {@code piece}, {@code region}, {@code from}, {@code to} (exclusive), {@code text}, then a column a scorer. */
    public Table pieces() {
        Table table = Table.create(
                name,
                IntColumn.create("piece", Positions.range(0, size()).toArray()),
                texts("region", Unit::region),
                IntColumn.create("from", units.stream().mapToInt(Unit::from).toArray()),
                IntColumn.create("to", units.stream().mapToInt(Unit::to).toArray()),
                texts("text", Unit::text));
        scores.forEach(each -> addTo(table, each));
        return table;
    }

    private StringColumn texts(String column, Function<Unit, String> text) {
        return StringColumn.create(column, units.stream().map(text));
    }

    private static void addTo(Table table, TokenScores scores) {
        table.addColumns(DoubleColumn.create(scores.scorer(), scores.values()));
    }
}
