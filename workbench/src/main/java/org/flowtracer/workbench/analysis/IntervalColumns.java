package org.flowtracer.workbench.analysis;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.flowtracer.compare.Interval;
import tech.tablesaw.api.DoubleColumn;
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
}
