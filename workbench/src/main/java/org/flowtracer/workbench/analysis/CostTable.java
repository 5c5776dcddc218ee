package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.StudentInterval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What the methods of a sweep cost: a run's time for a step or a phase of it is the median over its steps; here are the mean over seeds, the share
 * in the whole step, and the mean over seeds of the ratio to the control's run of the same seed with Student's 95 % interval (ddof 1).
 * Times are of the machine that ran the sweep and whatever else it did; ratios carry further.
 *
 * @param rows method by method, the phases in the order of the results
 */
public record CostTable(List<Row> rows) {
    private static final int DECIMALS = 4;

    /**
     * One phase of one method.
     *
     * @param seconds mean over seeds
     * @param share of the method's whole step; empty where that is not known
     * @param ratio to the control's time for the same phase; empty where the control has no such phase or no time in it
     */
    public record Row(
            String method, String phase, double seconds, int seeds, Optional<Double> share, Optional<Interval> ratio) {}

    public static CostTable of(SweepResults results) {
        List<Row> rows = new ArrayList<>();
        for (String method : results.methods()) {
            double step = mean(results, method, SweepResults.WHOLE_STEP);
            for (String phase : results.phases()) {
                int seeds = results.secondsBySeed(method, phase).size();
                if (seeds > 0) {
                    double seconds = mean(results, method, phase);
                    rows.add(new Row(
                            method,
                            phase,
                            seconds,
                            seeds,
                            step > 0 ? Optional.of(seconds / step) : Optional.empty(),
                            ratio(results, method, phase)));
                }
            }
        }
        return new CostTable(List.copyOf(rows));
    }

    private static double mean(SweepResults results, String method, String phase) {
        return results.secondsBySeed(method, phase).values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    private static Optional<Interval> ratio(SweepResults results, String method, String phase) {
        PairedSeeds pairs = PairedSeeds.of(
                results.secondsBySeed(method, phase),
                results.secondsBySeed(results.design().control(), phase));
        double[] ratios = IntStream.range(0, pairs.seeds().length)
                .filter(j -> pairs.second()[j] > 0)
                .mapToDouble(j -> pairs.first()[j] / pairs.second()[j])
                .toArray();
        return ratios.length == 0 ? Optional.empty() : Optional.of(StudentInterval.DEFAULT.ofMean(ratios));
    }

    /** The whole step of a method. */
    public Optional<Row> step(String method) {
        return rows.stream()
                .filter(row -> row.method.equals(method) && row.phase.equals(SweepResults.WHOLE_STEP))
                .findFirst();
    }

    /**
     * Columns {@code method}, {@code phase}, {@code seconds}, {@code share} of the step, {@code ratio} to the control, {@code ratio_low},
     * {@code ratio_high}, {@code seeds}; blank where there is nothing.
     */
    public Table table() {
        Table table = Table.create(
                "cost",
                StringColumn.create("method", rows.stream().map(Row::method)),
                StringColumn.create("phase", rows.stream().map(Row::phase)),
                DoubleColumn.create(
                        "seconds", rows.stream().mapToDouble(row -> TableFile.rounded(row.seconds, DECIMALS))),
                DoubleColumn.create(
                        "share",
                        rows.stream().mapToDouble(row -> TableFile.rounded(row.share.orElse(Double.NaN), DECIMALS))));
        Interval none = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
        IntervalColumns.add(
                table,
                "ratio",
                "ratio_",
                rows.stream().map(row -> row.ratio.orElse(none)).toList(),
                DECIMALS);
        table.addColumns(
                IntColumn.create("seeds", rows.stream().mapToInt(Row::seeds).toArray()));
        return table;
    }
}
