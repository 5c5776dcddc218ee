package org.flowtracer.workbench.analysis;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.AddCellToColumnException;
import tech.tablesaw.io.ColumnIndexOutOfBoundsException;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables as CSV files: a header, lines ended by {@code \n}, a blank where a number is missing. */
public final class TableFile {
    private TableFile() {}

    /** Writes the file, whole or not at all. */
    public static void write(Path file, Table table) throws IOException {
        AtomicFile.write(file, csv(table));
    }

    /**
     * Reads a file back.
     *
     * @param columns their names, in the order of the file
     * @param type of each column
     * @throws InputException if there is no such file, its columns are others, or a cell is not of its column's type
     * @throws IOException if the disk refuses
     */
    public static Table read(Path file, List<String> columns, Function<String, ColumnType> type) throws IOException {
        String header = header(file);
        if (!header.equals(String.join(",", columns))) {
            throw new InputException("the columns " + String.join(",", columns), "'" + header + "'", file.toString());
        }
        try {
            return Table.read()
                    .usingOptions(CsvReadOptions.builder(file.toFile())
                            .columnTypes(type)
                            .missingValueIndicator("")
                            .tableName(String.valueOf(file.getFileName()).replaceFirst("\\.csv$", "")));
        } catch (ColumnIndexOutOfBoundsException | AddCellToColumnException e) {
            throw new InputException("cells as the columns say", String.valueOf(e.getMessage()), file.toString());
        }
    }

    /**
     * The first line of a table.
     *
     * @throws InputException if there is no such file
     * @throws IOException if the disk refuses
     */
    public static String header(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("a table", Files.exists(file) ? "a folder" : "no such file", file.toString());
        }
        return Files.readString(file).lines().findFirst().orElse("");
    }

    /** Numbers to so many decimals, halves to the even neighbour: what tables show, and the same on every machine. NaN stays. */
    public static double rounded(double value, int decimals) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .doubleValue()
                : value;
    }

    /** What {@link #write} writes. */
    public static String csv(Table table) {
        var text = new StringWriter();
        table.write().usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
        return text.toString();
    }
}
