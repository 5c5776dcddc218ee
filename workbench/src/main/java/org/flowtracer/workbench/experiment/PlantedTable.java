package org.flowtracer.workbench.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.Finding.Answered;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Labelled;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Reduction;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;

/** The table of {@link PlantedFindings#table} as it is read back. */
public final class PlantedTable {
    private static final List<String> TEXTS =
            List.of("layers", "answer_at", "answered", "truth", "items", "reduction", "measure", "scorer");
    private static final List<String> NUMBERS = List.of(
            "mean",
            "low",
            "high",
            "over_throughput",
            "over_throughput_low",
            "over_throughput_high",
            "over_path_mass",
            "over_path_mass_low",
            "over_path_mass_high");
    private static final String PROBLEMS = "problems";

    private PlantedTable() {}

    /**
     * The findings of a table, to its four decimals.
     *
     * @throws InputException if there is no such file, or it is another table
     * @throws IOException if the disk refuses
     */
    public static List<Finding> read(Path file) throws IOException {
        List<String> columns = Stream.of(TEXTS, NUMBERS, List.of(PROBLEMS))
                .flatMap(List::stream)
                .toList();
        return TableFile.read(file, columns, PlantedTable::type).stream()
                .map(row -> finding(row, file.toString()))
                .toList();
    }

    private static ColumnType type(String column) {
        return TEXTS.contains(column)
                ? ColumnType.STRING
                : column.equals(PROBLEMS) ? ColumnType.INTEGER : ColumnType.DOUBLE;
    }

    private static Finding finding(Row row, String where) {
        Target target = new Target(
                row.getString("layers"),
                row.getString("answer_at"),
                labelled(Truth.values(), row.getString("truth"), where),
                labelled(Items.values(), row.getString("items"), where),
                labelled(Reduction.values(), row.getString("reduction"), where),
                labelled(Measure.values(), row.getString("measure"), where));
        return new Finding(
                target,
                labelled(Answered.values(), row.getString("answered"), where),
                row.getString("scorer"),
                IntervalColumns.read(row, "mean", "", PROBLEMS),
                IntervalColumns.find(row, "over_throughput", "over_throughput_", PROBLEMS),
                IntervalColumns.find(row, "over_path_mass", "over_path_mass_", PROBLEMS));
    }

    private static <T extends Labelled> T labelled(T[] values, String label, String where) {
        return Arrays.stream(values)
                .filter(value -> value.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "one of " + Arrays.stream(values).map(Labelled::label).toList(), "'" + label + "'", where));
    }
}
