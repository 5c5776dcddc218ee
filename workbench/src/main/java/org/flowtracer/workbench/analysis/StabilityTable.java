package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.AttentionTrace;
import org.jspecify.annotations.Nullable;
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

    /** The table over traces scored by {@link #score}; bands that no trace holds have no row. */
    public static Table of(List<Map<LayerBand, ScoredTrace>> traces, List<String> scorers, Bootstrap bootstrap) {
        StringColumn scorer = StringColumn.create("scorer");
        StringColumn first = StringColumn.create("first");
        StringColumn second = StringColumn.create("second");
        AgreementColumns columns = new AgreementColumns(bootstrap);
        for (String name : scorers) {
            for (int a = 0; a < BANDS.size(); a++) {
                for (int b = a + 1; b < BANDS.size(); b++) {
                    List<Agreement> overTraces = new ArrayList<>();
                    for (Map<LayerBand, ScoredTrace> trace : traces) {
                        agreement(name, trace.get(BANDS.get(a)), trace.get(BANDS.get(b)))
                                .ifPresent(overTraces::add);
                    }
                    if (!overTraces.isEmpty()) {
                        scorer.append(name);
                        first.append(BANDS.get(a).name());
                        second.append(BANDS.get(b).name());
                        columns.append(overTraces);
                    }
                }
            }
        }
        Table table = Table.create("stability", scorer, first, second);
        columns.addTo(table);
        return table;
    }

    private static Optional<Agreement> agreement(
            String scorer, @Nullable ScoredTrace first, @Nullable ScoredTrace second) {
        if (first == null || second == null || first.response().size() < 2) {
            return Optional.empty();
        }
        Optional<TokenScores> other = second.by(scorer);
        return first.by(scorer).flatMap(x -> other.map(y -> Agreement.of(x, y, first.response())));
    }
}
