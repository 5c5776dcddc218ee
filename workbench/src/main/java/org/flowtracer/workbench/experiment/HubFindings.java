package org.flowtracer.workbench.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.HubFinding.Kind;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@link HubExperiment} found.
 *
 * @param options what was done
 * @param right how many problems were answered right
 * @param answered how many were answered after some reasoning; the findings are over these
 * @param findings in the order of the options
 * @param lacking by name of each scorer that could not score: what it needs
 */
public record HubFindings(
        HubOptions options, int right, int answered, List<HubFinding> findings, Map<String, String> lacking) {
    private static final int DECIMALS = 4;
    private static final List<String> TEXTS = List.of("layers", "kind", "scorer");
    private static final List<String> INTERVALS = List.of("of_all", "of_top", "excess", "over_null", "over_random");
    private static final String PROBLEMS = "problems";
    private static final Interval NOTHING = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);

    /**
     * One row a finding: {@code layers}, {@code kind}, {@code scorer}; then {@code of_all}, {@code of_top}, {@code excess}, {@code over_null} and
     * {@code over_random}, each followed by {@code _low} and {@code _high}; {@code problems}. Four decimals; blank where there is nothing.
     */
    public Table table() {
        Table table = Table.create("hubs");
        addText(table, "layers", HubFinding::layers);
        addText(table, "kind", finding -> finding.kind().label());
        addText(table, "scorer", HubFinding::scorer);
        add(table, "of_all", HubFinding::ofAll);
        add(table, "of_top", HubFinding::ofTop);
        add(table, "excess", HubFinding::excess);
        add(table, "over_null", finding -> finding.overNull().orElse(NOTHING));
        add(table, "over_random", finding -> finding.overRandom().orElse(NOTHING));
        table.addColumns(IntColumn.create(
                PROBLEMS,
                findings.stream().mapToInt(finding -> finding.ofAll().count()).toArray()));
        return table;
    }

    private void addText(Table table, String name, Function<HubFinding, String> value) {
        table.addColumns(StringColumn.create(name, findings.stream().map(value)));
    }

    private void add(Table table, String name, Function<HubFinding, Interval> value) {
        IntervalColumns.add(
                table, name, name + "_", findings.stream().map(value).toList(), DECIMALS);
    }

    /**
     * The findings of a table that {@link #table} made, to its four decimals.
     *
     * @throws InputException if there is no such file, or it is another table
     * @throws IOException if the disk refuses
     */
    public static List<HubFinding> read(Path file) throws IOException {
        List<String> columns = Stream.of(
                        TEXTS.stream(),
                        INTERVALS.stream().flatMap(name -> Stream.of(name, name + "_low", name + "_high")),
                        Stream.of(PROBLEMS))
                .flatMap(names -> names)
                .toList();
        return TableFile.read(file, columns, HubFindings::type).stream()
                .map(row -> finding(row, file.toString()))
                .toList();
    }

    private static ColumnType type(String column) {
        return TEXTS.contains(column)
                ? ColumnType.STRING
                : column.equals(PROBLEMS) ? ColumnType.INTEGER : ColumnType.DOUBLE;
    }

    private static HubFinding finding(Row row, String where) {
        String label = row.getString("kind");
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "one of "
                                + Arrays.stream(Kind.values()).map(Kind::label).toList(),
                        "'" + label + "'",
                        where));
        return new HubFinding(
                row.getString("layers"),
                kind,
                row.getString("scorer"),
                interval(row, "of_all"),
                interval(row, "of_top"),
                interval(row, "excess"),
                over(row, "over_null"),
                over(row, "over_random"));
    }

    private static Optional<Interval> over(Row row, String name) {
        return row.isMissing(name) ? Optional.empty() : Optional.of(interval(row, name));
    }

    private static Interval interval(Row row, String name) {
        return new Interval(
                row.getDouble(name), row.getDouble(name + "_low"), row.getDouble(name + "_high"), row.getInt(PROBLEMS));
    }
}
