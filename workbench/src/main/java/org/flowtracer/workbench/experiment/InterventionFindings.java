package org.flowtracer.workbench.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.TableFile;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@link InterventionExperiment} found.
 *
 * @param options what was done
 * @param right how many problems were answered rightly before any intervention
 * @param wrong how many wrongly
 * @param unanswered how many without an answer, or with no token before it; they do not count
 * @param hiddenTokens what hiding tokens of the response did
 * @param hiddenStatements how scores agree with what hiding statements of the prompt did
 * @param lacking by name of each scorer that could not score: what it needs
 */
public record InterventionFindings(
        InterventionOptions options,
        int right,
        int wrong,
        int unanswered,
        List<Result> hiddenTokens,
        List<Result> hiddenStatements,
        Map<String, String> lacking) {
    private static final int DECIMALS = 4;

    /**
     * A figure of a scorer, over problems.
     *
     * @param scorer who ranked
     * @param subject which tokens were hidden ({@code highest} or {@code lowest}), or whose log-likelihood the effect is on ({@code answer} or
     *     {@code response})
     * @param measure {@code answer-changed} or {@code correctness-flipped}, shares of the problems; {@code auroc} or {@code spearman}
     * @param overRandom the paired difference to the random scorer; of lowest tokens to its highest, which are as random
     * @param overThroughput the paired difference to throughput on the same subject
     */
    public record Result(
            String scorer,
            String subject,
            String measure,
            Interval mean,
            Optional<Interval> overRandom,
            Optional<Interval> overThroughput) {}

    /**
     * One row a result: {@code scorer}, the subject, {@code measure}, then {@code mean}, {@code low}, {@code high}, the same after
     * {@code over_random} and {@code over_throughput}, and {@code problems}. Four decimals; blank where there is nothing.
     *
     * @param subject the name of the column of subjects
     */
    public static Table table(String name, String subject, List<Result> results) {
        Table table = Table.create(name);
        table.addColumns(
                StringColumn.create("scorer", results.stream().map(Result::scorer)),
                StringColumn.create(subject, results.stream().map(Result::subject)),
                StringColumn.create("measure", results.stream().map(Result::measure)));
        addInterval(table, results, "mean", "", result -> Optional.of(result.mean()));
        addInterval(table, results, "over_random", "over_random_", Result::overRandom);
        addInterval(table, results, "over_throughput", "over_throughput_", Result::overThroughput);
        table.addColumns(IntColumn.create(
                "problems",
                results.stream().mapToInt(result -> result.mean().count()).toArray()));
        return table;
    }

    private static void addInterval(
            Table table,
            List<Result> results,
            String mean,
            String prefix,
            Function<Result, Optional<Interval>> interval) {
        table.addColumns(
                column(mean, results, interval, Interval::mean),
                column(prefix + "low", results, interval, Interval::low),
                column(prefix + "high", results, interval, Interval::high));
    }

    private static DoubleColumn column(
            String name,
            List<Result> results,
            Function<Result, Optional<Interval>> interval,
            Function<Interval, Double> value) {
        return DoubleColumn.create(
                name,
                results.stream()
                        .mapToDouble(result -> interval.apply(result)
                                .map(value)
                                .map(number -> TableFile.rounded(number, DECIMALS))
                                .orElse(Double.NaN))
                        .toArray());
    }

    /** The paper's own figures (GSM8K, their models; Dong et al., section 5): never results of this workbench. */
    public static Table paperTable() {
        return Table.create("paper")
                .addColumns(
                        StringColumn.create("source", "paper", "paper", "paper"),
                        StringColumn.create("masked", "random 20 %", "lowest-flow 20 %", "highest-flow 20 %"),
                        DoubleColumn.create("answer_changed", 0.295, 0.149, 0.459),
                        DoubleColumn.create("correctness_flipped", 0.045, 0.005, 0.149));
    }
}
