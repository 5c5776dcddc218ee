package org.flowtracer.workbench.analysis;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.flowtracer.workbench.files.AtomicFile;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables as CSV files: a header, lines ended by {@code \n}, a blank where a number is missing. */
public final class TableFile {
    private TableFile() {}

    /** Writes the file, whole or not at all. */
    public static void write(Path file, Table table) throws IOException {
        AtomicFile.write(file, csv(table));
    }

    static String csv(Table table) {
        var text = new StringWriter();
        table.write().usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
        return text.toString();
    }
}
