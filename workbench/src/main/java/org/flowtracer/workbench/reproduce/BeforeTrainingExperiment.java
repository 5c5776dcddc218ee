package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.evaluate.Scores;
import org.flowtracer.workbench.experiment.SweepFile;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.rl.RlConfig;
import org.flowtracer.workbench.rl.TestScores;
import org.flowtracer.workbench.run.RunManifest;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What the models of sweeps reach on the sweeps' own test problems before any training. Its data are {@code accuracy.csv}, a row for greedy and one for
 * sampled answers of each sweep with 95 % intervals over problems (Wilson's; a bootstrap), and {@code manifest.json}. Nothing is drawn.
 *
 * @param sweeps by name; of each the model, task and length of responses of the control's first run
 */
record BeforeTrainingExperiment(List<String> sweeps) implements Experiment {
    private static final int DECIMALS = 4;

    /** One sweep of each model, task and length of responses. */
    static BeforeTrainingExperiment ofBundled() {
        return new BeforeTrainingExperiment(List.of("confirmatory", "second-model", "second-task", "longer-responses"));
    }

    @Override
    public String name() {
        return "before-training";
    }

    @Override
    public String question() {
        return "What do the models of the sweeps reach before reinforcement learning?";
    }

    @Override
    public Drawings draw(Path data) {
        return new Drawings(List.of(), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        StringColumn sweep = StringColumn.create("sweep");
        StringColumn answers = StringColumn.create("answers");
        IntColumn samples = IntColumn.create("samples");
        IntColumn problems = IntColumn.create("problems");
        DoubleColumn ended = DoubleColumn.create("ended");
        List<Interval> accuracies = new ArrayList<>();
        Map<String, Object> asked = new LinkedHashMap<>();
        for (String name : sweeps) {
            SweepFile file = SweepFile.read(Bundled.experiment(name));
            RlConfig config = file.config(
                    new Cell(file.design().control(), file.design().seeds().get(0)));
            try (LanguageModel model = LanguageModel.load(config.model().orElse(Bundled.model()))) {
                TestScores scores = TestScores.of(config, model.weights(), model.tokenizer());
                for (Scores each : List.of(scores.greedy(), scores.sampled())) {
                    sweep.append(name);
                    answers.append(each.samples() == 1 ? "greedy" : "sampled");
                    samples.append(each.samples());
                    problems.append(each.judged().size() / each.samples());
                    ended.append(TableFile.rounded(
                            1 - (double) each.cutOff() / each.judged().size(), DECIMALS));
                    accuracies.add(each.accuracy());
                }
                asked.put(name, manifest(config, model));
            }
            listener.accept(name + ": " + accuracies.get(accuracies.size() - 1).mean());
        }
        Table table = Table.create("accuracy", sweep, answers, problems, samples, ended);
        IntervalColumns.add(table, "accuracy", "", accuracies, DECIMALS);
        TableFile.write(data.resolve("accuracy.csv"), table);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", "flowtracer-before-training");
        manifest.put("sweeps", asked);
        manifest.putAll(RunManifest.provenance());
        AtomicFile.write(data.resolve(Manifest.FILE), JsonObject.text(manifest));
    }

    /** What the numbers of one sweep depend on. */
    static Map<String, Object> manifest(RlConfig config, LanguageModel model) throws IOException {
        Map<String, Object> manifest = new LinkedHashMap<>(model.identity());
        manifest.put("task", config.task());
        manifest.put("task_options", config.taskOptions());
        manifest.put("longest_response", config.sampling().longestResponse());
        manifest.put("temperature", config.sampling().temperature());
        manifest.put("problems", config.evaluating().testProblems());
        manifest.put("samples", config.evaluating().testSamples());
        manifest.put("evaluation_seed", config.evaluating().seed());
        return manifest;
    }
}
