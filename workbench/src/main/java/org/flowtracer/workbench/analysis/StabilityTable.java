package org.flowtracer.workbench.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Ranking;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.AttentionTrace;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far each scorer agrees with itself when another band of layers makes the graph. A scorer that does not look at the graph's band, such as
 * {@code entropy} or {@code rollout}, agrees with itself fully.
 *
 * <p>Columns: {@code scorer}, {@code first} and {@code second} band, then those of {@link AgreementColumns}.
 */
public final class StabilityTable {
    private static final List<LayerBand> BANDS =
            List.of(LayerBand.EARLY, LayerBand.MIDDLE, LayerBand.LATE, LayerBand.ALL);

    private StabilityTable() {}

    /** A scorer under two bands. */
    public record Pair(String scorer, LayerBand first, LayerBand second) {}

    /** One trace under each of the bands that it holds; none for a trace whose layers are averaged already. */
    public static Map<LayerBand, ScoredTrace> score(
            String name, AttentionTrace trace, DagOptions options, List<TokenScorer> scorers) {
        Map<LayerBand, ScoredTrace> byBand = new LinkedHashMap<>();
        for (LayerBand band : BANDS) {
            if (band.isHeldBy(trace.attention())) {
                byBand.put(band, ScoredTrace.of(name, Evidence.of(trace, options.withLayers(band)), scorers));
            }
        }
        return byBand;
    }

    /**
     * How far each scorer agrees with itself on one trace.
     *
     * @param byBand the trace as {@link #score} gives it
     * @param unit what to make of it first, such as a contraction
     */
    public static Map<Pair, Agreement> agreements(
            Map<LayerBand, ScoredTrace> byBand, List<String> scorers, UnaryOperator<ScoredTrace> unit) {
        Map<LayerBand, ScoredTrace> compared = new LinkedHashMap<>();
        byBand.forEach((band, trace) -> {
            ScoredTrace made = unit.apply(trace);
            if (made.response().size() > 1) {
                compared.put(band, made);
            }
        });
        Map<Pair, Agreement> agreements = new LinkedHashMap<>();
        for (String scorer : scorers) {
            Map<LayerBand, Ranking> rankings = new LinkedHashMap<>();
            compared.forEach((band, trace) -> trace.ranking(scorer).ifPresent(ranking -> rankings.put(band, ranking)));
            rankings.forEach((first, x) -> rankings.forEach((second, y) -> {
                if (BANDS.indexOf(first) < BANDS.indexOf(second)) {
                    agreements.put(new Pair(scorer, first, second), Agreement.of(x, y));
                }
            }));
        }
        return agreements;
    }

    /** The table over traces; computed in parallel, the same for any number of threads. Bands that no trace holds have no row. */
    public static Table of(List<Map<Pair, Agreement>> traces, List<String> scorers, Bootstrap bootstrap) {
        List<Pair> pairs = scorers.stream().flatMap(StabilityTable::pairs).toList();
        List<AgreementColumns.Row> rows = pairs.parallelStream()
                .map(pair -> AgreementColumns.Row.of(
                        traces.stream()
                                .flatMap(trace -> Optional.ofNullable(trace.get(pair)).stream())
                                .toList(),
                        bootstrap))
                .toList();
        StringColumn scorer = StringColumn.create("scorer");
        StringColumn first = StringColumn.create("first");
        StringColumn second = StringColumn.create("second");
        AgreementColumns columns = new AgreementColumns();
        for (int j = 0; j < pairs.size(); j++) {
            if (rows.get(j).traces() > 0) {
                scorer.append(pairs.get(j).scorer());
                first.append(pairs.get(j).first().name());
                second.append(pairs.get(j).second().name());
                columns.append(rows.get(j));
            }
        }
        Table table = Table.create("stability", scorer, first, second);
        columns.addTo(table);
        return table;
    }

    private static Stream<Pair> pairs(String scorer) {
        return IntStream.range(0, BANDS.size())
                .boxed()
                .flatMap(a -> IntStream.range(a + 1, BANDS.size())
                        .mapToObj(b -> new Pair(scorer, BANDS.get(a), BANDS.get(b))));
    }
}
