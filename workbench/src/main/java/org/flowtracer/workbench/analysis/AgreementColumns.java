package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Interval;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The columns that describe agreement over traces: {@code spearman}, {@code kendall}, {@code overlap20} and {@code overlap40}, each a mean with
 * the ends of its bootstrap interval in {@code _low} and {@code _high}, then {@code traces}, how many there were, and {@code ranked}, in how
 * many of them neither side was constant, so that a rank correlation exists. A mean of no trace and an interval of a single one are blank.
 */
final class AgreementColumns {
    private static final String SPEARMAN = "spearman";
    private static final List<String> ENDS = List.of("", "_low", "_high");
    private static final List<String> NAMES = List.of(SPEARMAN, "kendall", "overlap20", "overlap40");
    static final String TRACES = "traces";
    private static final String RANKED = "ranked";
    private static final List<ToDoubleFunction<Agreement>> MEASURES =
            List.of(Agreement::spearman, Agreement::kendall, Agreement::overlap20, Agreement::overlap40);

    private final List<DoubleColumn> means = new ArrayList<>();
    private final IntColumn traces = IntColumn.create(TRACES);
    private final IntColumn ranked = IntColumn.create(RANKED);

    AgreementColumns() {
        measured().forEach(name -> means.add(DoubleColumn.create(name)));
    }

    /** The row of one pair: an interval a measure. */
    record Row(List<Interval> measures, int traces) {
        static Row of(List<Agreement> overTraces, Bootstrap bootstrap) {
            return new Row(
                    MEASURES.stream()
                            .map(measure -> interval(
                                    overTraces.stream()
                                            .mapToDouble(measure)
                                            .filter(value -> !Double.isNaN(value))
                                            .toArray(),
                                    bootstrap))
                            .toList(),
                    overTraces.size());
        }

        private static Interval interval(double[] sample, Bootstrap bootstrap) {
            return switch (sample.length) {
                case 0 -> new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
                case 1 -> new Interval(sample[0], Double.NaN, Double.NaN, 1);
                default -> bootstrap.ofMean(sample);
            };
        }

        Interval spearman() {
            return measures.get(0);
        }
    }

    private static Stream<String> measured() {
        return NAMES.stream().flatMap(measure -> ENDS.stream().map(end -> measure + end));
    }

    /** The names of the columns. */
    static Stream<String> names() {
        return Stream.concat(measured(), Stream.of(TRACES, RANKED));
    }

    /** The type of a column of that name. */
    static ColumnType type(String name) {
        return name.equals(TRACES) || name.equals(RANKED) ? ColumnType.INTEGER : ColumnType.DOUBLE;
    }

    /** The Spearman correlation of a row that was written so; NaN where it is undefined. */
    static Interval spearman(tech.tablesaw.api.Row row) {
        return IntervalColumns.read(row, SPEARMAN, SPEARMAN + "_", RANKED);
    }

    void append(Row row) {
        for (int measure = 0; measure < MEASURES.size(); measure++) {
            Interval interval = row.measures.get(measure);
            means.get(3 * measure).append(interval.mean());
            means.get(3 * measure + 1).append(interval.low());
            means.get(3 * measure + 2).append(interval.high());
        }
        traces.append(row.traces);
        ranked.append(row.spearman().count());
    }

    void addTo(Table table) {
        means.forEach(table::addColumns);
        table.addColumns(traces, ranked);
    }
}
