package org.flowtracer.workbench.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.flowtracer.compare.PowerLaw;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How long each scorer takes, and how that grows with the number of tokens.
 *
 * @param rows of each scorer that could score, in the order asked
 */
public record RuntimeTable(List<Row> rows) {
    private static final String SCORER = "scorer";
    private static final String TOKENS = "tokens";
    private static final String MILLISECONDS = "milliseconds";
    private static final String EXPONENT = "exponent";
    private static final List<String> COLUMNS = List.of(SCORER, TOKENS, MILLISECONDS, EXPONENT);
    private static final int CALLS_LEAST = 3;
    private static final int CALLS_MOST = 301;
    private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double GROWTH_LEAST = 2;

    /**
     * The times of one scorer.
     *
     * @param tokens the sizes that were measured, ascending; at least one
     * @param milliseconds the median of the calls of a tenth of a second at each size, of three at least; where the first takes longer than a
     *     second, that call's
     */
    public record Row(String scorer, List<Integer> tokens, List<Double> milliseconds) {
        /** The law fitted to all sizes; none for a single one. */
        public Optional<PowerLaw> law() {
            return tokens.size() < 2
                    ? Optional.empty()
                    : Optional.of(PowerLaw.fit(
                            tokens.stream().mapToDouble(size -> size).toArray(),
                            milliseconds.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray()));
        }
    }

    /**
     * Measures on one thread, each scorer after a tenth of a second of calls at the smallest size that are not counted. A size is left out where a scorer lacks something, and all sizes beyond one whose successor is expected to take longer
     * than the cap, taking the growth since the size before or at least the square.
     *
     * @param evidence what to score, by number of tokens
     * @param sizes numbers of tokens, ascending
     * @param capSeconds the longest that a call may be expected to take
     */
    public static RuntimeTable measure(
            List<TokenScorer> scorers, IntFunction<Evidence> evidence, int[] sizes, double capSeconds) {
        List<Row> rows = scorers.stream()
                .map(scorer -> new Row(scorer.name(), new ArrayList<>(), new ArrayList<>()))
                .toList();
        for (int size : sizes) {
            Evidence ofSize = evidence.apply(size);
            for (int s = 0; s < scorers.size(); s++) {
                TokenScorer scorer = scorers.get(s);
                Row row = rows.get(s);
                if (scorer.lacks(ofSize).isEmpty() && expectedSeconds(row, size) <= capSeconds) {
                    if (row.tokens.isEmpty()) {
                        warmUp(scorer, ofSize);
                    }
                    row.tokens.add(size);
                    row.milliseconds.add(median(scorer, ofSize));
                }
            }
        }
        return new RuntimeTable(
                rows.stream().filter(row -> !row.tokens.isEmpty()).toList());
    }

    /** What a call of {@code size} tokens should take, judged by the last two sizes. */
    private static double expectedSeconds(Row row, int size) {
        int last = row.tokens.size() - 1;
        if (last < 0) {
            return 0;
        }
        double growth = GROWTH_LEAST;
        if (last > 0) {
            growth = Math.max(
                    growth,
                    Math.log(row.milliseconds.get(last) / row.milliseconds.get(last - 1))
                            / Math.log((double) row.tokens.get(last) / row.tokens.get(last - 1)));
        }
        return row.milliseconds.get(last) / 1000 * Math.pow((double) size / row.tokens.get(last), growth);
    }

    private static void warmUp(TokenScorer scorer, Evidence evidence) {
        long start = System.nanoTime();
        do {
            scorer.score(evidence);
        } while (System.nanoTime() - start < ENOUGH_NANOS);
    }

    private static double median(TokenScorer scorer, Evidence evidence) {
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        long end = start;
        do {
            long begin = end;
            scorer.score(evidence);
            end = System.nanoTime();
            nanos.add(end - begin);
        } while (end - start < LONG_NANOS
                && nanos.size() < CALLS_MOST
                && (nanos.size() < CALLS_LEAST || end - start < ENOUGH_NANOS));
        nanos.sort(null);
        return (double) nanos.get(nanos.size() / 2) / TimeUnit.MILLISECONDS.toNanos(1);
    }

    /**
     * Reads back what {@link TableFile} wrote of {@link #table}.
     *
     * @throws InputException if the file is no such table
     * @throws IOException if the disk refuses
     */
    public static RuntimeTable read(Path file) throws IOException {
        Table table = TableFile.read(file, COLUMNS, name -> switch (name) {
            case SCORER -> ColumnType.STRING;
            case TOKENS -> ColumnType.INTEGER;
            default -> ColumnType.DOUBLE;
        });
        Map<String, Row> rows = new LinkedHashMap<>();
        for (tech.tablesaw.api.Row cell : table) {
            Row row = rows.computeIfAbsent(
                    cell.getString(SCORER), name -> new Row(name, new ArrayList<>(), new ArrayList<>()));
            row.tokens.add(cell.getInt(TOKENS));
            row.milliseconds.add(cell.getDouble(MILLISECONDS));
        }
        return new RuntimeTable(List.copyOf(rows.values()));
    }

    /** A row a scorer and size: {@code scorer}, {@code tokens}, {@code milliseconds}, {@code exponent} of its law (blank for a single size). */
    public Table table() {
        StringColumn name = StringColumn.create(SCORER);
        IntColumn tokens = IntColumn.create(TOKENS);
        DoubleColumn time = DoubleColumn.create(MILLISECONDS);
        DoubleColumn exponent = DoubleColumn.create(EXPONENT);
        for (Row row : rows) {
            double growth = row.law().map(PowerLaw::exponent).orElse(Double.NaN);
            for (int j = 0; j < row.tokens.size(); j++) {
                name.append(row.scorer);
                tokens.append(row.tokens.get(j));
                time.append(row.milliseconds.get(j));
                exponent.append(growth);
            }
        }
        return Table.create("runtime", name, tokens, time, exponent);
    }
}
