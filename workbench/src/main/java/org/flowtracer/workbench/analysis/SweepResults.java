package org.flowtracer.workbench.analysis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.Manifest;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What the finished runs of a sweep came to: the committed folder of it.
 *
 * <pre>
 * results.csv    a row a run: method, seed, steps, problems, then the measures
 * curves.csv     a row a run and step with an evaluation: method, seed, step, accuracy (greedy, of validation problems)
 * training.csv   a row a run and step: method, seed, step, then the quantities of {@link #LESSON}; blank where a step has none
 * cost.csv       a row a run and phase of a step: method, seed, phase, seconds (the median over the run's steps)
 * manifest.json  the sweep's file and how it was run
 * </pre>
 *
 * @param design who is compared with whom
 * @param runs results.csv
 * @param curves curves.csv
 * @param training training.csv
 * @param cost cost.csv
 */
public record SweepResults(SweepDesign design, Table runs, Table curves, Table training, Table cost) {
    /** The columns of results.csv. */
    public static final List<String> RUNS =
            List.of("method", "seed", "steps", "problems", "greedy_accuracy", "sampled_accuracy", "aulc");

    /** The columns of curves.csv. */
    public static final List<String> CURVES = List.of("method", "seed", "step", "accuracy");

    /**
     * Of a step, as in metrics.csv of a run: {@code accuracy} (the share of right ones), {@code reward}, {@code entropy}, {@code length} and
     * {@code ended} of all responses drawn, the share of groups that were skipped, and the others of the responses learnt from.
     */
    public static final List<String> LESSON = List.of(
            "accuracy",
            "reward",
            "entropy",
            "length",
            "ended",
            "skipped_groups",
            "mean_weight",
            "uninformed",
            "clip_fraction",
            "gradient_norm");

    /** The columns of training.csv. */
    public static final List<String> TRAINING =
            Stream.concat(Stream.of("method", "seed", "step"), LESSON.stream()).toList();

    /** The columns of cost.csv. */
    public static final List<String> COST = List.of("method", "seed", "phase", "seconds");

    /** The format of the manifest. */
    public static final String FORMAT = "flowtracer-sweep-results";

    /** The phase that is the whole step. */
    public static final String WHOLE_STEP = "step";

    private static final List<String> TEXTS = List.of("method", "phase");
    private static final List<String> WHOLE_NUMBERS = List.of("seed", "steps", "problems", "step");

    /**
     * Reads the folder.
     *
     * @throws InputException if a file of it is missing or malformed
     * @throws IOException if the disk refuses
     */
    public static SweepResults read(Path folder) throws IOException {
        SweepResults results = new SweepResults(
                SweepDesign.of(Manifest.read(folder, FORMAT).object("sweep")),
                TableFile.read(folder.resolve("results.csv"), RUNS, SweepResults::type),
                TableFile.read(folder.resolve("curves.csv"), CURVES, SweepResults::type),
                TableFile.read(folder.resolve("training.csv"), TRAINING, SweepResults::type),
                TableFile.read(folder.resolve("cost.csv"), COST, SweepResults::type));
        results.requireEachRunOnce(folder.resolve("results.csv"));
        return results;
    }

    /**
     * Writes the files into an existing folder.
     *
     * @param sweep the sweep's file
     * @param how what else its numbers depend on
     * @throws IOException if the disk refuses
     */
    public void write(Path folder, Map<String, ?> sweep, Map<String, ?> how) throws IOException {
        TableFile.write(folder.resolve("results.csv"), runs);
        TableFile.write(folder.resolve("curves.csv"), curves);
        TableFile.write(folder.resolve("training.csv"), training);
        TableFile.write(folder.resolve("cost.csv"), cost);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("sweep", sweep);
        content.putAll(how);
        new Manifest(FORMAT, content).write(folder);
    }

    private void requireEachRunOnce(Path file) {
        Set<String> seen = new HashSet<>();
        for (Row row : runs) {
            String run = row.getString("method") + ", seed " + row.getInt("seed");
            if (!seen.add(run)) {
                throw new InputException("each run once", run + " twice", file.toString());
            }
        }
    }

    /** A table without rows, for the runs yet to come. */
    public static Table empty(String name, List<String> columns) {
        Table table = Table.create(name);
        columns.forEach(column -> table.addColumns(type(column).create(column)));
        return table;
    }

    private static ColumnType type(String column) {
        return TEXTS.contains(column)
                ? ColumnType.STRING
                : WHOLE_NUMBERS.contains(column) ? ColumnType.INTEGER : ColumnType.DOUBLE;
    }

    /** A measure of a method's runs by seed, of those that are finished. */
    public NavigableMap<Integer, Double> bySeed(String method, Measure measure) {
        return bySeed(runs, method, measure.column());
    }

    /** The seconds that a phase of a method's steps takes, by seed. */
    public NavigableMap<Integer, Double> secondsBySeed(String method, String phase) {
        return bySeed(cost.where(cost.stringColumn("phase").isEqualTo(phase)), method, "seconds");
    }

    private static NavigableMap<Integer, Double> bySeed(Table table, String method, String column) {
        NavigableMap<Integer, Double> values = new TreeMap<>();
        for (Row row : table) {
            if (row.getString("method").equals(method)) {
                values.put(row.getInt("seed"), row.getDouble(column));
            }
        }
        return values;
    }

    /** The methods that have a finished run, in the order of the design. */
    public List<String> methods() {
        List<String> finished = runs.stringColumn("method").asList();
        return design.methods().stream().filter(finished::contains).toList();
    }

    /** The phases of a step that were timed, in the order of the file. */
    public List<String> phases() {
        return cost.stringColumn("phase").asList().stream().distinct().toList();
    }
}
