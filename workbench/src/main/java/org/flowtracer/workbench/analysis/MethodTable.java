package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.StudentInterval;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What each method of a sweep reached: the mean over its seeds with Student's 95 % interval (ddof 1).
 *
 * @param rows measure by measure, the methods in the order of the design
 */
public record MethodTable(List<Row> rows) {
    private static final int DECIMALS = 4;

    /** One method in one measure. */
    public record Row(String method, Measure measure, Interval mean) {}

    public static MethodTable of(SweepResults results) {
        List<Row> rows = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            for (String method : results.methods()) {
                double[] values = results.bySeed(method, measure).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                rows.add(new Row(method, measure, StudentInterval.DEFAULT.ofMean(values)));
            }
        }
        return new MethodTable(List.copyOf(rows));
    }

    /** Columns {@code method}, {@code measure}, {@code mean}, {@code low}, {@code high}, {@code seeds}; the ends are blank for a single seed. */
    public Table table() {
        Table table = Table.create(
                "methods",
                StringColumn.create("method", rows.stream().map(Row::method)),
                StringColumn.create("measure", rows.stream().map(row -> row.measure.column())));
        IntervalColumns.add(table, "mean", "", rows.stream().map(Row::mean).toList(), DECIMALS);
        table.addColumns(IntColumn.create(
                "seeds", rows.stream().mapToInt(row -> row.mean.count()).toArray()));
        return table;
    }
}
