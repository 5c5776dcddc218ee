package org.flowtracer.workbench.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * What the paper reports, in per cent: other models, other sizes, other data. It stands beside our tables for the reader's eye and goes into none of
 * them.
 *
 * <p>Columns: {@code setting} (task and model), {@code method} (the paper's name), {@code credit} (what it is called here; empty if it is not here),
 * {@code accuracy} and {@code over_grpo}, less the accuracy of plain GRPO in the same setting.
 *
 * <p>Source: arXiv 2606.10646, section 5.
 */
public final class PaperTable {
    private static final String FILE = "paper.csv";
    private static final String PLAIN = "GRPO";
    private static final int DECIMALS = 1;

    private PaperTable() {}

    public static Table table() {
        try (InputStream stream = Objects.requireNonNull(PaperTable.class.getResourceAsStream(FILE), FILE)) {
            Table table = Table.read()
                    .usingOptions(CsvReadOptions.builder(new InputStreamReader(stream, StandardCharsets.UTF_8))
                            .columnTypes(name -> name.equals("accuracy") ? ColumnType.DOUBLE : ColumnType.STRING)
                            .tableName("paper"));
            Map<String, Double> plain = new HashMap<>();
            DoubleColumn overPlain = DoubleColumn.create("over_grpo");
            for (Row row : table) {
                double accuracy = row.getDouble("accuracy");
                if (row.getString("method").equals(PLAIN)) {
                    plain.put(row.getString("setting"), accuracy);
                }
                overPlain.append(TableFile.rounded(
                        accuracy - plain.getOrDefault(row.getString("setting"), Double.NaN), DECIMALS));
            }
            return table.addColumns(overPlain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
