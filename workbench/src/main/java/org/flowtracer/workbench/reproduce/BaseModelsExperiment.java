package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Files;
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
import org.flowtracer.workbench.evaluate.Evaluation;
import org.flowtracer.workbench.figure.RunFigure;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.pretrain.Pretraining;
import org.flowtracer.workbench.pretrain.TaskShare;
import org.flowtracer.workbench.pretrain.TrainingConfig;
import org.flowtracer.workbench.pretrain.TrainingListener;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.WordProblem;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The base models of one recipe, trained from nothing with several seeds. Its data are {@code metrics.csv}, the run of the first seed,
 * {@code accuracy.csv}: for each seed and task how many attempts it took, and the greedy accuracy on test problems with Wilson's 95 % interval, and
 * {@code manifest.json}: the manifests of the runs and which problems were asked.
 *
 * @param name of the experiment
 * @param question that it asks
 * @param recipe the training configuration
 * @param seeds of the runs
 * @param problems of the test part, of each task
 */
record BaseModelsExperiment(String name, String question, Path recipe, List<Long> seeds, int problems)
        implements Experiment {
    private static final String METRICS = "metrics.csv";
    private static final String ACCURACY = "accuracy.csv";
    private static final long PROBLEM_SEED = 1;
    private static final int DECIMALS = 4;

    /** The bundled model's recipe with three seeds, a thousand problems each. */
    static BaseModelsExperiment ofBundled() {
        return new BaseModelsExperiment(
                "base-models",
                "What do models trained from nothing by the bundled recipe reach, seed by seed?",
                Bundled.training(),
                List.of(1L, 2L, 3L),
                1000);
    }

    /** The model of word problems, one seed. */
    static BaseModelsExperiment ofWords() {
        return new BaseModelsExperiment(
                "words-model",
                "What does the model of word problems reach, trained from nothing?",
                Bundled.training(WordProblem.NAME),
                List.of(1L),
                1000);
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        return new Drawings(List.of(new RunFigure(Metrics.read(data.resolve(METRICS)))), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        Table accuracy = Table.create(
                "accuracy",
                LongColumn.create("seed"),
                IntColumn.create("attempts"),
                StringColumn.create("task"),
                IntColumn.create("problems"));
        List<Interval> means = new ArrayList<>();
        for (long seed : seeds) {
            Path run = run(work, seed);
            Path model = train(run, seed, line -> listener.accept("seed " + seed + ", " + line));
            try (LanguageModel answering = LanguageModel.load(model)) {
                for (TaskShare task : Pretraining.config(run).tasks()) {
                    Interval mean = accuracy(answering, task, Pretraining.config(run));
                    accuracy.longColumn("seed").append(seed);
                    accuracy.intColumn("attempts").append(1 + RunFolder.abandoned(run));
                    accuracy.stringColumn("task").append(task.name());
                    accuracy.intColumn("problems").append(mean.count());
                    means.add(mean);
                }
            }
        }
        IntervalColumns.add(accuracy, "accuracy", "", means, DECIMALS);
        TableFile.write(data.resolve(ACCURACY), accuracy);
        AtomicFile.write(data.resolve(Manifest.FILE), JsonObject.text(manifest(work)));
        AtomicFile.write(data.resolve(METRICS), Files.readString(RunFolder.metricsOf(run(work, seeds.get(0)))));
    }

    private Map<String, Object> manifest(Path work) throws IOException {
        List<Map<String, Object>> runs = new ArrayList<>();
        for (long seed : seeds) {
            runs.add(RunManifest.read(run(work, seed)).asMap());
        }
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", "flowtracer-base-models");
        manifest.put("split", Split.TEST.label());
        manifest.put("problem_seed", PROBLEM_SEED);
        manifest.put("problems", problems);
        manifest.put("runs", runs);
        return manifest;
    }

    private static Path run(Path work, long seed) {
        return work.resolve("seed-" + seed);
    }

    private Path train(Path run, long seed, Consumer<String> listener) throws IOException {
        if (!RunFolder.isRun(run)) {
            Pretraining.create(run, TrainingConfig.read(recipe).withSeed(seed));
        }
        try (Pretraining training = Pretraining.open(run)) {
            return training.run(new TrainingListener() {
                @Override
                public void stepped(int step, double loss) {}

                @Override
                public void validated(int step, Map<String, Double> accuracy) {
                    listener.accept("step " + step + ": " + accuracy);
                }

                @Override
                public void restarted(int step) {
                    listener.accept("step " + step + ": begins again");
                }
            });
        }
    }

    private Interval accuracy(LanguageModel model, TaskShare task, TrainingConfig config) {
        return Evaluation.greedy(problems, config.validation().maxTokens())
                .of(model.weights(), model.tokenizer(), task.generator(Split.TEST, PROBLEM_SEED))
                .accuracy();
    }
}
