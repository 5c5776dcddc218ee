package org.flowtracer.workbench.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.InputException;

/**
 * A table that grows by a row a step, while others read it: CSV, the step first, a blank where a step has no such number. Numbers are written
 * so that reading gives the same bits back.
 */
public final class MetricsFile implements AutoCloseable {
    private final Path file;
    private final int columns;
    private final BufferedWriter writer;
    private int lastStep;

    private MetricsFile(Path file, int columns, BufferedWriter writer, int lastStep) {
        this.file = file;
        this.columns = columns;
        this.writer = writer;
        this.lastStep = lastStep;
    }

    /**
     * Opens a table to go on after {@code lastStep}: later rows are deleted.
     *
     * @param columns beside the step
     * @throws InputException if the file has other columns, or is malformed up to that step
     * @throws IOException if the disk refuses
     */
    static MetricsFile open(Path file, List<String> columns, int lastStep) throws IOException {
        String header = Metrics.STEP + "," + String.join(",", columns);
        List<String> lines = Files.exists(file) ? Metrics.wholeLines(file) : List.of();
        if (lines.isEmpty()) {
            lines = List.of(header);
        }
        if (!lines.get(0).equals(header)) {
            throw new InputException("the columns " + header, lines.get(0), file.toString());
        }
        Metrics written = Metrics.of(lines, file);
        long kept = written.steps().stream().filter(step -> step <= lastStep).count();
        AtomicFile.write(
                file, lines.stream().limit(1 + kept).map(line -> line + "\n").collect(Collectors.joining()));
        BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        return new MetricsFile(file, columns.size(), writer, lastStep);
    }

    /**
     * Adds a row, which others can read at once and which outlives the process.
     *
     * @param step greater than that of the row before
     * @param values one a column; NaN for none
     * @throws IllegalArgumentException if the step or the number of values is wrong
     * @throws IOException if the disk refuses
     */
    public void add(int step, double... values) throws IOException {
        if (step <= lastStep || values.length != columns) {
            throw new IllegalArgumentException("expected a step after " + lastStep + " with " + columns
                    + " values, found step " + step + " with " + values.length + ", in " + file);
        }
        StringBuilder row = new StringBuilder().append(step);
        for (double value : values) {
            row.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
        }
        try {
            writer.write(row.append('\n').toString());
            writer.flush();
        } catch (IOException e) {
            throw new FileSystemException(file.toString(), null, e.getMessage());
        }
        lastStep = step;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
