package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.AverageLinkage;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.score.TokenScores;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far each two scorers agree over the response tokens of many traces; computed in parallel over traces, the same for any number of threads.
 *
 * @param scorers the names of all scorers that scored some trace, in the order in which the traces list them
 * @param table a row for each two scorers ({@code first}, {@code second}), with the columns of {@link AgreementColumns}
 * @param spearman the mean Spearman correlation between each two scorers [s][s]; 1 on the diagonal, NaN where no trace gives one
 */
public record AgreementTable(List<String> scorers, Table table, double[][] spearman) {
    /** The agreement over those traces whose response has at least two tokens. */
    public static AgreementTable of(List<ScoredTrace> traces, Bootstrap bootstrap) {
        List<String> scorers = scorers(traces);
        List<List<Optional<Agreement>>> byTrace = traces.parallelStream()
                .filter(trace -> trace.response().size() > 1)
                .map(trace -> pairs(trace, scorers))
                .toList();
        StringColumn first = StringColumn.create("first");
        StringColumn second = StringColumn.create("second");
        AgreementColumns columns = new AgreementColumns(bootstrap);
        double[][] spearman = new double[scorers.size()][scorers.size()];
        int pair = 0;
        for (int a = 0; a < scorers.size(); a++) {
            spearman[a][a] = 1;
            for (int b = a + 1; b < scorers.size(); b++, pair++) {
                int index = pair;
                List<Agreement> overTraces = byTrace.stream()
                        .flatMap(pairs -> pairs.get(index).stream())
                        .toList();
                first.append(scorers.get(a));
                second.append(scorers.get(b));
                columns.append(overTraces);
                spearman[a][b] = meanSpearman(overTraces);
                spearman[b][a] = spearman[a][b];
            }
        }
        Table table = Table.create("agreement", first, second);
        columns.addTo(table);
        return new AgreementTable(scorers, table, spearman);
    }

    private static List<String> scorers(List<ScoredTrace> traces) {
        Set<String> names = new LinkedHashSet<>();
        traces.forEach(trace -> trace.scores().forEach(scores -> names.add(scores.scorer())));
        return List.copyOf(names);
    }

    /** The agreement of each two scorers on one trace, none where one of them could not score it. */
    private static List<Optional<Agreement>> pairs(ScoredTrace trace, List<String> scorers) {
        List<Optional<TokenScores>> scores = scorers.stream().map(trace::by).toList();
        List<Optional<Agreement>> pairs = new ArrayList<>();
        for (int a = 0; a < scores.size(); a++) {
            for (int b = a + 1; b < scores.size(); b++) {
                Optional<TokenScores> other = scores.get(b);
                pairs.add(scores.get(a).flatMap(x -> other.map(y -> Agreement.of(x, y, trace.response()))));
            }
        }
        return pairs;
    }

    private static double meanSpearman(List<Agreement> overTraces) {
        return overTraces.stream()
                .mapToDouble(Agreement::spearman)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** The scorers, as indices, so ordered that those which agree stand together: average linkage on 1 - Spearman; undefined counts as 0. */
    public int[] clusterOrder() {
        return AverageLinkage.leafOrder(IntStream.range(0, scorers.size())
                .mapToObj(a -> IntStream.range(0, scorers.size())
                        .mapToDouble(b -> 1 - (Double.isNaN(spearman[a][b]) ? 0 : spearman[a][b]))
                        .toArray())
                .toArray(double[][]::new));
    }
}
