package org.flowtracer.workbench.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.InterventionFindings.Result;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;

/** A table of {@link InterventionFindings#table} as it is read back. */
public final class InterventionTable {
    private static final String PROBLEMS = "problems";
    private static final List<String> INTERVALS = List.of(
            "mean",
            "low",
            "high",
            "over_random",
            "over_random_low",
            "over_random_high",
            "over_throughput",
            "over_throughput_low",
            "over_throughput_high");

    private InterventionTable() {}

    /**
     * The results of a table, to its four decimals.
     *
     * @param subject the name of the column of subjects
     * @throws org.flowtracer.workbench.files.InputException if there is no such file, or it is another table
     * @throws IOException if the disk refuses
     */
    public static List<Result> read(Path file, String subject) throws IOException {
        List<String> texts = List.of("scorer", subject, "measure");
        List<String> columns = Stream.of(texts, INTERVALS, List.of(PROBLEMS))
                .flatMap(List::stream)
                .toList();
        return TableFile.read(
                        file,
                        columns,
                        column -> texts.contains(column)
                                ? ColumnType.STRING
                                : column.equals(PROBLEMS) ? ColumnType.INTEGER : ColumnType.DOUBLE)
                .stream()
                .map(row -> result(row, subject))
                .toList();
    }

    private static Result result(Row row, String subject) {
        return new Result(
                row.getString("scorer"),
                row.getString(subject),
                row.getString("measure"),
                IntervalColumns.read(row, "mean", "", PROBLEMS),
                IntervalColumns.find(row, "over_random", "over_random_", PROBLEMS),
                IntervalColumns.find(row, "over_throughput", "over_throughput_", PROBLEMS));
    }
}
