package org.flowtracer.workbench.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.flowtracer.compare.Interval;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@link PlantedExperiment} found.
 *
 * @param options what was done
 * @param counts how the problems were answered
 * @param controls what position and mentions reach
 * @param findings in the order of the options
 * @param lacking by name of each scorer that could not score: what it needs
 */
public record PlantedFindings(
        PlantedOptions options,
        AnswerCounts counts,
        List<Control> controls,
        List<Finding> findings,
        Map<String, String> lacking) {
    private static final int DECIMALS = 4;

    /** Those findings that a reader asks for, in their order. */
    public List<Finding> where(Predicate<Finding> wanted) {
        return findings.stream().filter(wanted).toList();
    }

    /**
     * One row a finding: {@code layers}, {@code answer_at}, {@code answered}, {@code truth}, {@code items}, {@code reduction}, {@code measure},
     * {@code scorer}, then {@code mean}, {@code low}, {@code high}, the same after {@code over_throughput} and {@code over_path_mass} for
     * the paired differences, and {@code problems}, over how many the mean is taken. Four decimals; blank where there is nothing.
     */
    public Table table() {
        Table table = Table.create("planted");
        addText(table, "layers", finding -> finding.target().layers());
        addText(table, "answer_at", finding -> finding.target().answerAt());
        addText(table, "answered", finding -> finding.answered().label());
        addText(table, "truth", finding -> finding.target().truth().label());
        addText(table, "items", finding -> finding.target().items().label());
        addText(table, "reduction", finding -> finding.target().reduction().label());
        addText(table, "measure", finding -> finding.target().measure().label());
        addText(table, "scorer", Finding::scorer);
        addInterval(table, "mean", "", finding -> Optional.of(finding.mean()));
        addInterval(table, "over_throughput", "over_throughput_", Finding::overThroughput);
        addInterval(table, "over_path_mass", "over_path_mass_", Finding::overPathMass);
        table.addColumns(IntColumn.create(
                "problems",
                findings.stream().mapToInt(finding -> finding.mean().count()).toArray()));
        return table;
    }

    private void addText(Table table, String name, Function<Finding, String> value) {
        table.addColumns(StringColumn.create(name, findings.stream().map(value)));
    }

    private void addInterval(Table table, String mean, String prefix, Function<Finding, Optional<Interval>> value) {
        DoubleColumn means = DoubleColumn.create(mean);
        DoubleColumn lows = DoubleColumn.create(prefix + "low");
        DoubleColumn highs = DoubleColumn.create(prefix + "high");
        for (Finding finding : findings) {
            Optional<Interval> interval = value.apply(finding);
            means.append(
                    interval.map(Interval::mean).map(PlantedFindings::rounded).orElse(Double.NaN));
            lows.append(
                    interval.map(Interval::low).map(PlantedFindings::rounded).orElse(Double.NaN));
            highs.append(
                    interval.map(Interval::high).map(PlantedFindings::rounded).orElse(Double.NaN));
        }
        table.addColumns(means, lows, highs);
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .doubleValue();
    }
}
