package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The columns that describe agreement over traces: {@code spearman}, {@code kendall}, {@code overlap20} and {@code overlap40}, each a mean with
 * the ends of its bootstrap interval in {@code _low} and {@code _high}, then {@code traces}, how many there were, and {@code ranked}, in how
 * many of them neither side was constant, so that a rank correlation exists. A mean of no trace and an interval of a single one are blank.
 */
final class AgreementColumns {
    private final Bootstrap bootstrap;
    private final List<DoubleColumn> means = new ArrayList<>();
    private final IntColumn traces = IntColumn.create("traces");
    private final IntColumn ranked = IntColumn.create("ranked");

    AgreementColumns(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
        for (String measure : List.of("spearman", "kendall", "overlap20", "overlap40")) {
            for (String end : List.of("", "_low", "_high")) {
                means.add(DoubleColumn.create(measure + end));
            }
        }
    }

    /** Appends the row of one pair. */
    void append(List<Agreement> overTraces) {
        List<ToDoubleFunction<Agreement>> measures =
                List.of(Agreement::spearman, Agreement::kendall, Agreement::overlap20, Agreement::overlap40);
        for (int measure = 0; measure < measures.size(); measure++) {
            double[] sample = overTraces.stream()
                    .mapToDouble(measures.get(measure))
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            Interval interval =
                    sample.length == 0 ? new Interval(Double.NaN, Double.NaN, Double.NaN, 0) : bootstrap.ofMean(sample);
            boolean several = sample.length > 1;
            means.get(3 * measure).append(interval.mean());
            means.get(3 * measure + 1).append(several ? interval.low() : Double.NaN);
            means.get(3 * measure + 2).append(several ? interval.high() : Double.NaN);
        }
        traces.append(overTraces.size());
        ranked.append((int) overTraces.stream()
                .filter(agreement -> !Double.isNaN(agreement.spearman()))
                .count());
    }

    void addTo(Table table) {
        means.forEach(table::addColumns);
        table.addColumns(traces, ranked);
    }
}
