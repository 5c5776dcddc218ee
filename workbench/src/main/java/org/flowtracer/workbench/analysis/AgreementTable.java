package org.flowtracer.workbench.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.AverageLinkage;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.Ranking;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far each two scorers agree over the response's units of many traces; computed in parallel, the same for any number of threads.
 *
 * @param scorers the names of all scorers that scored some trace, in the order in which the traces list them
 * @param table a row for each two scorers ({@code first}, {@code second}), with the columns of {@link AgreementColumns}
 * @param spearman the mean Spearman correlation between each two scorers [s][s] with its interval, whose ends are NaN for a single trace; all NaN
 *     where no trace gives one, 1 on the diagonal
 */
public record AgreementTable(List<String> scorers, Table table, Interval[][] spearman) {
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final Interval ITSELF = new Interval(1, 1, 1, 0);

    /** The agreement over those traces whose response has at least two units. */
    public static AgreementTable of(List<ScoredTrace> traces, Bootstrap bootstrap) {
        List<String> scorers = scorers(traces);
        List<List<Optional<Agreement>>> byTrace = traces.parallelStream()
                .filter(trace -> trace.response().size() > 1)
                .map(trace -> pairs(trace, scorers))
                .toList();
        int pairs = scorers.size() * (scorers.size() - 1) / 2;
        List<AgreementColumns.Row> rows = IntStream.range(0, pairs)
                .parallel()
                .mapToObj(pair -> AgreementColumns.Row.of(
                        byTrace.stream()
                                .flatMap(ofTrace -> ofTrace.get(pair).stream())
                                .toList(),
                        bootstrap))
                .toList();
        return of(scorers, rows);
    }

    /**
     * Reads back what {@link TableFile} wrote of {@link #table}.
     *
     * @throws InputException if the file is no such table, or misses a pair
     * @throws IOException if the disk refuses
     */
    public static AgreementTable read(Path file) throws IOException {
        List<String> columns = Stream.concat(Stream.of(FIRST, SECOND), AgreementColumns.names())
                .toList();
        Table table = TableFile.read(
                file,
                columns,
                name -> name.equals(FIRST) || name.equals(SECOND) ? ColumnType.STRING : AgreementColumns.type(name));
        Set<String> names = new LinkedHashSet<>(table.stringColumn(FIRST).asList());
        names.addAll(table.stringColumn(SECOND).asList());
        List<String> scorers = List.copyOf(names);
        if (table.rowCount() != scorers.size() * (scorers.size() - 1) / 2) {
            throw new InputException("a row for each two of " + scorers, table.rowCount() + " rows", file.toString());
        }
        Interval[][] spearman = new Interval[scorers.size()][scorers.size()];
        for (int a = 0; a < scorers.size(); a++) {
            spearman[a][a] = ITSELF;
        }
        for (Row row : table) {
            int a = scorers.indexOf(row.getString(FIRST));
            int b = scorers.indexOf(row.getString(SECOND));
            spearman[a][b] = AgreementColumns.spearman(row);
            spearman[b][a] = spearman[a][b];
        }
        return new AgreementTable(scorers, table, spearman);
    }

    /** Over how many traces the scorers are compared, at most. */
    public int traces() {
        return table.isEmpty()
                ? 0
                : (int) table.intColumn(AgreementColumns.TRACES).max();
    }

    private static AgreementTable of(List<String> scorers, List<AgreementColumns.Row> rows) {
        StringColumn first = StringColumn.create(FIRST);
        StringColumn second = StringColumn.create(SECOND);
        AgreementColumns columns = new AgreementColumns();
        Interval[][] spearman = new Interval[scorers.size()][scorers.size()];
        int pair = 0;
        for (int a = 0; a < scorers.size(); a++) {
            spearman[a][a] = ITSELF;
            for (int b = a + 1; b < scorers.size(); b++, pair++) {
                first.append(scorers.get(a));
                second.append(scorers.get(b));
                columns.append(rows.get(pair));
                spearman[a][b] = rows.get(pair).spearman();
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
        List<Optional<Ranking>> rankings = scorers.stream().map(trace::ranking).toList();
        List<Optional<Agreement>> pairs = new ArrayList<>();
        for (int a = 0; a < rankings.size(); a++) {
            for (int b = a + 1; b < rankings.size(); b++) {
                Optional<Ranking> other = rankings.get(b);
                pairs.add(rankings.get(a).flatMap(x -> other.map(y -> Agreement.of(x, y))));
            }
        }
        return pairs;
    }

    /** The mean Spearman correlation of two of the scorers. */
    public Interval spearman(String first, String second) {
        return spearman[scorers.indexOf(first)][scorers.indexOf(second)];
    }

    /** The scorers clustered by average linkage on 1 - Spearman, as indices, so that those which agree stand together; undefined counts as 0. */
    public AverageLinkage.Tree tree() {
        return AverageLinkage.of(IntStream.range(0, scorers.size())
                .mapToObj(a -> IntStream.range(0, scorers.size())
                        .mapToDouble(b -> 1 - defined(spearman[a][b].mean()))
                        .toArray())
                .toArray(double[][]::new));
    }

    /** The names of the scorers in the order of {@link #tree}. */
    public List<String> clustered() {
        return tree().leaves().stream().map(scorers::get).toList();
    }

    private static double defined(double correlation) {
        return Double.isNaN(correlation) ? 0 : correlation;
    }
}
