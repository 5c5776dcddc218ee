package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowtracer.compare.Holm;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.PairedDifferences;
import org.flowtracer.compare.SignFlip;
import org.flowtracer.compare.StudentInterval;
import org.flowtracer.workbench.analysis.SweepDesign.Contrast;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What methods of a sweep have over its references, seed by seed: the mean difference with Student's 95 % interval (ddof 1), and the exact
 * two-sided sign-flip test. The p-values of all contrasts of one measure but the primary one are a family and also given with Holm's
 * correction; the primary one, declared beforehand, stands alone.
 *
 * @param rows measure by measure, in the order of the design; a contrast without two common seeds is left out
 */
public record ContrastTable(List<Row> rows) {
    private static final int DECIMALS = 4;
    private static final int P_DECIMALS = 6;
    private static final int SEEDS_MIN = 2;

    /**
     * One contrast.
     *
     * @param seeds that both methods have [n]
     * @param differences of these seeds, method less reference [n]
     * @param mean of the differences
     * @param pValue of the sign-flip test
     * @param holm the value with Holm's correction; empty for the primary contrast
     */
    public record Row(
            Contrast contrast, int[] seeds, double[] differences, Interval mean, double pValue, Optional<Double> holm) {
        private Row withHolm(double adjusted) {
            return new Row(contrast, seeds, differences, mean, pValue, Optional.of(adjusted));
        }

        private Row reversed() {
            return new Row(
                    contrast.reversed(),
                    seeds,
                    Arrays.stream(differences).map(difference -> -difference).toArray(),
                    new Interval(-mean.mean(), -mean.high(), -mean.low(), mean.count()),
                    pValue,
                    holm);
        }
    }

    public static ContrastTable of(SweepResults results) {
        List<Row> rows = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            rows.addAll(corrected(
                    results.design().contrasts(measure).stream()
                            .flatMap(contrast -> row(contrast, results).stream())
                            .toList(),
                    results.design()));
        }
        return new ContrastTable(List.copyOf(rows));
    }

    private static Optional<Row> row(Contrast contrast, SweepResults results) {
        PairedSeeds pairs = PairedSeeds.of(
                results.bySeed(contrast.method(), contrast.measure()),
                results.bySeed(contrast.reference(), contrast.measure()));
        if (pairs.seeds().length < SEEDS_MIN) {
            return Optional.empty();
        }
        double[] differences = PairedDifferences.of(pairs.first(), pairs.second());
        return Optional.of(new Row(
                contrast,
                pairs.seeds(),
                differences,
                StudentInterval.DEFAULT.ofMean(differences),
                SignFlip.pValue(differences),
                Optional.empty()));
    }

    private static List<Row> corrected(List<Row> rows, SweepDesign design) {
        int[] family = IntStream.range(0, rows.size())
                .filter(j -> !design.isPrimary(rows.get(j).contrast))
                .toArray();
        double[] adjusted = Holm.adjust(
                IntStream.of(family).mapToDouble(j -> rows.get(j).pValue).toArray());
        List<Row> corrected = new ArrayList<>(rows);
        for (int place = 0; place < family.length; place++) {
            corrected.set(family[place], rows.get(family[place]).withHolm(adjusted[place]));
        }
        return corrected;
    }

    /** The rows of one measure. */
    public List<Row> of(Measure measure) {
        return rows.stream().filter(row -> row.contrast.measure() == measure).toList();
    }

    /** The row of a contrast, if there is one; where only its reverse is there, that one turned round. */
    public Optional<Row> of(Contrast contrast) {
        return rows.stream()
                .filter(row -> row.contrast.equals(contrast))
                .findFirst()
                .or(() -> rows.stream()
                        .filter(row -> row.contrast.equals(contrast.reversed()))
                        .findFirst()
                        .map(Row::reversed));
    }

    /**
     * Columns {@code measure}, {@code reference}, {@code method}, {@code difference}, {@code low}, {@code high}, {@code p} of the sign-flip test,
     * {@code p_holm} (blank for the primary contrast), {@code primary} and {@code seeds}.
     */
    public Table table() {
        Table table = Table.create(
                "contrasts",
                StringColumn.create(
                        "measure",
                        rows.stream().map(row -> row.contrast.measure().column())),
                StringColumn.create("reference", rows.stream().map(row -> row.contrast.reference())),
                StringColumn.create("method", rows.stream().map(row -> row.contrast.method())));
        IntervalColumns.add(
                table, "difference", "", rows.stream().map(Row::mean).toList(), DECIMALS);
        table.addColumns(
                DoubleColumn.create("p", rows.stream().mapToDouble(row -> TableFile.rounded(row.pValue, P_DECIMALS))),
                DoubleColumn.create(
                        "p_holm",
                        rows.stream().mapToDouble(row -> TableFile.rounded(row.holm.orElse(Double.NaN), P_DECIMALS))),
                BooleanColumn.create(
                        "primary", rows.stream().map(row -> row.holm.isEmpty()).toList()),
                IntColumn.create(
                        "seeds", rows.stream().mapToInt(row -> row.seeds.length).toArray()));
        return table;
    }
}
