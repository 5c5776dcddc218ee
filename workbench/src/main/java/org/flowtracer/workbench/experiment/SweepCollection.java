package org.flowtracer.workbench.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.flowtracer.compare.LearningCurve;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.rl.Phase;
import org.flowtracer.workbench.rl.RlRun;
import org.flowtracer.workbench.rl.StepReport;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.task.Split;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The finished runs of a sweep, gathered into the tables of {@link SweepResults}. */
public final class SweepCollection {
    /** What the folder of tables is, for messages. */
    public static final String KIND = "the results of a sweep";

    private static final int DECIMALS = 6;
    private static final String LOCK = ".lock";
    private static final String VALIDATE = Phase.VALIDATE.name().toLowerCase(Locale.ROOT);

    private final SweepFile file;
    private final Table runs = SweepResults.empty("results", SweepResults.RUNS);
    private final Table curves = SweepResults.empty("curves", SweepResults.CURVES);
    private final Table training = SweepResults.empty("training", SweepResults.TRAINING);
    private final Table cost = SweepResults.empty("cost", SweepResults.COST);
    private final Map<String, Object> inputs = new LinkedHashMap<>();
    private final Set<Object> problems = new LinkedHashSet<>();
    private final Set<Object> code = new LinkedHashSet<>();
    private final Set<Object> machines = new LinkedHashSet<>();

    private SweepCollection(Sweep sweep) throws IOException {
        this.file = sweep.file();
        for (Cell cell : file.cells()) {
            if (sweep.state(cell) == Sweep.State.FINISHED) {
                append(cell, sweep.folder(cell));
            }
        }
    }

    private void append(Cell cell, Path folder) throws IOException {
        Metrics metrics = Metrics.read(RunFolder.metricsOf(folder));
        appendProvenance(RunManifest.read(folder), folder);
        appendRun(cell, JsonObject.read(RlRun.evaluationOf(folder)), metrics);
        appendCurve(cell, metrics);
        appendTraining(cell, metrics);
        appendCost(cell, Metrics.read(RunFolder.clockOf(folder)));
    }

    /** The problems for training differ from seed to seed; those of the other parts are named, once where all runs have the same. */
    private void appendProvenance(JsonObject manifest, Path folder) {
        String model = manifest.object("config").string("model", "bundled");
        String name = model.substring(model.lastIndexOf('/') + 1);
        Map<String, Object> found =
                new LinkedHashMap<>(manifest.object("inputs_sha256").asMap());
        Map<String, Object> sharedProblems = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            Object checksum = found.remove(RlRun.problemsOf(split));
            if (checksum != null && split != Split.TRAIN) {
                sharedProblems.put(RlRun.problemsOf(split), checksum);
            }
        }
        if (!sharedProblems.isEmpty()) {
            problems.add(sharedProblems);
        }
        Object before = inputs.putIfAbsent(name, found);
        if (before != null && !before.equals(found)) {
            throw new InputException(
                    "runs that began from the same model " + before, String.valueOf(found), folder.toString());
        }
        for (JsonObject origin : RunManifest.origins(manifest)) {
            code.add(origin.object("code").asMap());
            machines.add(origin.object("machine").asMap());
        }
    }

    private Row row(Table table, Cell cell) {
        Row row = table.appendRow();
        row.setString("method", cell.method());
        row.setInt("seed", cell.seed());
        return row;
    }

    private void appendRun(Cell cell, JsonObject evaluation, Metrics metrics) {
        Metrics.Series validation = metrics.series(StepReport.VALIDATION_ACCURACY);
        Row row = row(runs, cell);
        row.setInt("steps", evaluation.integer("step"));
        row.setInt("problems", evaluation.integer("problems"));
        row.setDouble("greedy_accuracy", rounded(evaluation.number("greedy_accuracy")));
        row.setDouble("sampled_accuracy", rounded(evaluation.number("sampled_accuracy")));
        row.setDouble("aulc", rounded(new LearningCurve(validation.steps(), validation.values()).area()));
    }

    private void appendCurve(Cell cell, Metrics metrics) {
        Metrics.Series validation = metrics.series(StepReport.VALIDATION_ACCURACY);
        for (int j = 0; j < validation.steps().length; j++) {
            Row row = row(curves, cell);
            row.setInt("step", (int) validation.steps()[j]);
            row.setDouble("accuracy", rounded(validation.values()[j]));
        }
    }

    private void appendTraining(Cell cell, Metrics metrics) {
        List<double[]> values =
                SweepResults.LESSON.stream().map(metrics::values).toList();
        int first = metrics.steps().indexOf(1);
        for (int j = first; j < metrics.steps().size(); j++) {
            Row row = row(training, cell);
            row.setInt("step", metrics.steps().get(j));
            for (int quantity = 0; quantity < values.size(); quantity++) {
                row.setDouble(SweepResults.LESSON.get(quantity), rounded(values.get(quantity)[j]));
            }
        }
    }

    /** The median over the steps of each phase that takes time in most of them, and of the whole step without validation. */
    private void appendCost(Cell cell, Metrics clock) {
        double[] whole = new double[clock.rows().size()];
        for (String phase : clock.columns()) {
            if (!phase.equals(VALIDATE)) {
                double[] seconds = clock.series(phase).values();
                Arrays.setAll(whole, j -> whole[j] + seconds[j]);
                appendPhase(cell, phase, seconds);
            }
        }
        appendPhase(cell, SweepResults.WHOLE_STEP, whole);
    }

    private void appendPhase(Cell cell, String phase, double[] seconds) {
        double median = new Median().evaluate(seconds);
        if (median > 0) {
            Row row = row(cost, cell);
            row.setString("phase", phase);
            row.setDouble("seconds", rounded(median));
        }
    }

    private static double rounded(double value) {
        return TableFile.rounded(value, DECIMALS);
    }

    private SweepResults results() {
        return new SweepResults(file.design(), runs, curves, training, cost);
    }

    /**
     * Gathers the finished runs and writes their tables and how they came about; results of a sweep that are there are replaced, whole or not at all. Of
     * processes that share the runs one at a time does this.
     *
     * @throws InputException if a file of a run is malformed, runs of one model began from different files, or the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static SweepResults save(Sweep sweep, Path target) throws IOException {
        Files.createDirectories(sweep.runs());
        try (FileChannel lockFile =
                FileChannel.open(sweep.runs().resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            lockFile.lock();
            SweepCollection collection = new SweepCollection(sweep);
            collection.write(target);
            return collection.results();
        }
    }

    private void write(Path target) throws IOException {
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("inputs_sha256", inputs);
        if (!problems.isEmpty()) {
            how.put("problems_sha256", new ArrayList<>(problems));
        }
        how.put("code", new ArrayList<>(code));
        how.put("machines", new ArrayList<>(machines));
        try (AtomicFolder folder = AtomicFolder.begin(target, SweepCollection::isOurs, KIND)) {
            results().write(folder.path(), file.content(), how);
            folder.commit();
        }
    }

    /** Whether a folder was written by {@link #save}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, SweepResults.FORMAT);
    }
}
