package org.flowtracer.workbench.analysis;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.flowtracer.workbench.analysis.SweepDesign.Choice;
import org.flowtracer.workbench.analysis.SweepDesign.Contrast;
import org.flowtracer.workbench.analysis.SweepDesign.Panel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Results of runs that never were: curves that saturate, seeds that share their luck, one method better by two points. */
public final class SyntheticSweep {
    public static final List<String> METHODS = List.of(
            "uniform", "uniform-scaled", "shuffled:throughput", "entropy", "attention-received-max", "throughput");
    private static final int STEPS = 200;

    private SyntheticSweep() {}

    /** The confirmatory design, with so many seeds. */
    public static SweepDesign design(int seeds) {
        return new SweepDesign(
                "confirmatory",
                METHODS,
                IntStream.rangeClosed(1, seeds).boxed().toList(),
                List.of("uniform", "shuffled:throughput"),
                Optional.of(new Contrast("throughput", "shuffled:throughput", Measure.GREEDY_ACCURACY)),
                List.of(
                        new Panel(
                                "credit", List.of(new Choice("flow", "throughput"), new Choice("entropy", "entropy"))),
                        new Panel(
                                "order",
                                List.of(
                                        new Choice("by flow", "throughput"),
                                        new Choice("shuffled", "shuffled:throughput"),
                                        new Choice("none", "uniform-scaled")))));
    }

    /** The results of that design. */
    public static SweepResults results(SweepDesign design) {
        StringColumn method = StringColumn.create("method");
        IntColumn seed = IntColumn.create("seed");
        IntColumn steps = IntColumn.create("steps");
        IntColumn problems = IntColumn.create("problems");
        DoubleColumn greedy = DoubleColumn.create("greedy_accuracy");
        DoubleColumn sampled = DoubleColumn.create("sampled_accuracy");
        DoubleColumn aulc = DoubleColumn.create("aulc");
        Table curves = SweepResults.empty("curves", SweepResults.CURVES);
        Table training = SweepResults.empty("training", SweepResults.TRAINING);
        Table cost = Table.create(
                "cost",
                StringColumn.create("method"),
                IntColumn.create("seed"),
                StringColumn.create("phase"),
                DoubleColumn.create("seconds"));
        for (int s : design.seeds()) {
            double luck = 0.02 * new Random(s).nextGaussian();
            for (int m = 0; m < design.methods().size(); m++) {
                String name = design.methods().get(m);
                Random random = new Random(1000L * s + m);
                double end = 0.55 + luck + 0.02 * (m % 6) / 5 + 0.01 * random.nextGaussian();
                method.append(name);
                seed.append(s);
                steps.append(STEPS);
                problems.append(1000);
                greedy.append(TableFile.rounded(end, 3));
                sampled.append(TableFile.rounded(end - 0.05, 4));
                aulc.append(TableFile.rounded(0.35 + 0.5 * (end - 0.35), 4));
                for (int step = 0; step <= STEPS; step += 20) {
                    double accuracy =
                            0.35 + (end - 0.35) * (1 - Math.exp(-step / 60.0)) + 0.005 * random.nextGaussian();
                    append(curves, name, s, step, accuracy);
                }
                for (int step = 1; step <= STEPS; step++) {
                    Row row = append(training, name, s, step, end - 0.1 + 0.05 * random.nextDouble());
                    row.setDouble("reward", 0.5);
                    row.setDouble("entropy", 0.4);
                    row.setDouble("length", 30);
                    row.setDouble("ended", 0.5 + 0.25 * step / STEPS);
                    row.setDouble("skipped_groups", 0.25);
                    row.setDouble("mean_weight", m == 0 ? 1 : 1.125);
                    row.setDouble("uninformed", m == 0 ? 0 : 0.375);
                    row.setDouble("clip_fraction", 0.001);
                    row.setDouble("gradient_norm", 0.2);
                }
                double credit = 0.01 + 0.02 * (m % 6);
                appendCost(cost, name, s, "rollout", 0.2);
                appendCost(cost, name, s, "credit", m == 0 ? 0 : credit);
                appendCost(cost, name, s, "step", 0.5 + (m == 0 ? 0 : credit) + 0.005 * random.nextDouble());
            }
        }
        return new SweepResults(
                design,
                Table.create("results", method, seed, steps, problems, greedy, sampled, aulc),
                curves,
                training,
                cost);
    }

    private static Row append(Table table, String method, int seed, int step, double accuracy) {
        Row row = table.appendRow();
        row.setString("method", method);
        row.setInt("seed", seed);
        row.setInt("step", step);
        row.setDouble("accuracy", TableFile.rounded(accuracy, 3));
        return row;
    }

    private static void appendCost(Table cost, String method, int seed, String phase, double seconds) {
        cost.stringColumn("method").append(method);
        cost.intColumn("seed").append(seed);
        cost.stringColumn("phase").append(phase);
        cost.doubleColumn("seconds").append(TableFile.rounded(seconds, 4));
    }
}
