package org.flowtracer.workbench.analysis;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.flowtracer.compare.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The three columns of an interval: its mean under a name of its own, then its ends, {@code low} and {@code high} after a prefix. */
public final class IntervalColumns {
    private IntervalColumns() {}

    public static void add(Table table, String mean, String prefix, List<Interval> intervals, int decimals) {
        table.addColumns(
                column(mean, intervals, Interval::mean, decimals),
                column(prefix + "low", intervals, Interval::low, decimals),
                column(prefix + "high", intervals, Interval::high, decimals));
    }

    private static DoubleColumn column(
            String name, List<Interval> intervals, ToDoubleFunction<Interval> value, int decimals) {
        return DoubleColumn.create(
                name,
                intervals.stream().mapToDouble(interval -> TableFile.rounded(value.applyAsDouble(interval), decimals)));
    }

    /**
     * The interval of a row that was written so.
     *
     * @param count the column that says how many observations went into it
     */
    public static Interval read(Row row, String mean, String prefix, String count) {
        return new Interval(
                row.getDouble(mean), row.getDouble(prefix + "low"), row.getDouble(prefix + "high"), row.getInt(count));
    }

    /** The same, empty where the mean is blank. */
    public static Optional<Interval> find(Row row, String mean, String prefix, String count) {
        return row.isMissing(mean) ? Optional.empty() : Optional.of(read(row, mean, prefix, count));
    }
}
