package org.flowtracer.workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.files.InputException;

/**
 * The numbers of a run, as far as it has come.
 *
 * @param columns their names, beside the step
 * @param steps of each row, rising
 * @param rows one number a column; NaN where a step has none
 */
public record Metrics(List<String> columns, List<Integer> steps, List<double[]> rows) {
    static final String STEP = "step";

    /** A series of one column: the steps that have a number, and the numbers. */
    public record Series(String name, double[] steps, double[] values) {}

    /**
     * Reads the table of a run, which may be growing: a row that is not whole yet is left out.
     *
     * @throws InputException if there is no such file, or it is malformed
     * @throws IOException if the disk refuses
     */
    public static Metrics read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("a table of metrics", "no such file", file.toString());
        }
        return of(wholeLines(file), file);
    }

    /** The lines that end in a line feed; a process that was killed may have left half a one behind them. */
    static List<String> wholeLines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    static Metrics of(List<String> lines, Path file) {
        List<String> header = lines.isEmpty() ? List.of("") : cells(lines.get(0));
        if (!header.get(0).equals(STEP)) {
            throw new InputException("a first column '" + STEP + "'", "'" + header.get(0) + "'", file.toString());
        }
        List<Integer> steps = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            String where = file + " at line " + (line + 1);
            List<String> cells = cells(lines.get(line));
            if (cells.size() != header.size()) {
                throw new InputException(header.size() + " cells", cells.size() + "", where);
            }
            int step = step(cells.get(0), where);
            if (!steps.isEmpty() && step <= steps.get(steps.size() - 1)) {
                throw new InputException("a step after " + steps.get(steps.size() - 1), step + "", where);
            }
            steps.add(step);
            rows.add(cells.stream()
                    .skip(1)
                    .mapToDouble(cell -> number(cell, where))
                    .toArray());
        }
        return new Metrics(header.subList(1, header.size()), List.copyOf(steps), List.copyOf(rows));
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(",", -1));
    }

    private static int step(String cell, String where) {
        try {
            return Integer.parseInt(cell);
        } catch (NumberFormatException e) {
            throw new InputException("a step", "'" + cell + "'", where);
        }
    }

    private static double number(String cell, String where) {
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new InputException("a number or nothing", "'" + cell + "'", where);
        }
    }

    /**
     * One column, a value a row; NaN where there is no number.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public double[] values(String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new IllegalArgumentException("expected a column of " + columns + ", found '" + column + "'");
        }
        return rows.stream().mapToDouble(row -> row[at]).toArray();
    }

    /**
     * One column, without the steps that have no number.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public Series series(String column) {
        double[] values = values(column);
        int[] held = IntStream.range(0, values.length)
                .filter(row -> !Double.isNaN(values[row]))
                .toArray();
        return new Series(
                column,
                Arrays.stream(held).mapToDouble(steps::get).toArray(),
                Arrays.stream(held).mapToDouble(row -> values[row]).toArray());
    }

    /** The last step that has a row; 0 before the first. */
    public int lastStep() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
    }
}
