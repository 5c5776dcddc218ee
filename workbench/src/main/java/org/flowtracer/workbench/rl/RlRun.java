package org.flowtracer.workbench.rl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowtracer.workbench.evaluate.Evaluation;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.ConfigReader;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.run.Checkpoint;
import org.flowtracer.workbench.run.Checkpoints;
import org.flowtracer.workbench.run.MetricsFile;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.ParameterVector;

/**
 * A run of reinforcement learning and its folder. One that was killed goes on from its last checkpoint, and ends with the same bytes of metrics,
 * responses, checkpoints and evaluation as one that was not.
 *
 * <pre>{@code
 * RlRun.create(folder, config, model);                // a new run
 * Evaluation found = RlRun.run(folder, model, listener); // from wherever it is to its end
 * }</pre>
 *
 * <p>Beside what every run folder holds, it leaves {@code evaluation.json} and {@code evaluation.csv} (one row a test problem).
 */
public final class RlRun {
    /** The kind of run, in its manifest. */
    public static final String KIND = "rl";

    private static final int PROBLEMS_DIGESTED = 1000;
    private static final int CHECKPOINTS_KEPT = 2;
    private static final String EVALUATION = "evaluation.json";
    private static final String EVALUATION_TABLE = "evaluation.csv";

    /** Is told how a run comes along. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A step is done.
         *
         * @param step from 1
         * @param validationAccuracy after it; NaN where it was not measured
         */
        void stepped(int step, StepReport report, double validationAccuracy);

        /**
         * The run goes on by other code or on another machine than before; its manifest says so too.
         *
         * @param line says what differs
         */
        default void goesOnElsewhere(String line) {}
    }

    private final RlConfig config;
    private final RunFolder folder;
    private final Path model;
    private final Learner learner;
    private final Tokenizer tokenizer;
    private final PhaseClock clock;
    private final Listener listener;

    private RlRun(
            RlConfig config,
            RunFolder folder,
            Path model,
            Learner learner,
            Tokenizer tokenizer,
            PhaseClock clock,
            Listener listener) {
        this.config = config;
        this.folder = folder;
        this.model = model;
        this.learner = learner;
        this.tokenizer = tokenizer;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Makes the folder of a new run, once it is known that the run can start.
     *
     * @param bundled the folder of the model that a configuration without one means
     * @throws InputException if the path is neither absent nor an empty folder, there is no model, it has not the layers or the positions, or a
     *     prompt of the run is too long
     * @throws IOException if the disk refuses
     */
    public static void create(Path target, RlConfig config, Path bundled) throws IOException {
        RunFolder.requireFree(target);
        Path model = config.model().orElse(bundled);
        requireModelFits(config, ConfigReader.read(model));
        requirePromptsFit(config, model);
        RunFolder.create(target, new RunManifest(KIND, config.asMap(), inputs(config, model)), folder -> {});
    }

    private static void requireModelFits(RlConfig config, ModelConfig model) {
        try {
            config.method().layers().layersOf(model.layers());
        } catch (IllegalArgumentException e) {
            throw new InputException(e, "layers of the method");
        }
        Sampling sampling = config.sampling();
        model.requireLength(
                sampling.longest(),
                "longest_prompt " + sampling.longestPrompt() + " and longest_response " + sampling.longestResponse()
                        + " together");
    }

    /** Draws all problems of the run. */
    private static void requirePromptsFit(RlConfig config, Path model) throws IOException {
        Task problems = config.problems(Split.TRAIN, config.seed());
        int last = Math.multiplyExact(config.steps(), config.sampling().prompts());
        try (Tokenizer tokenizer = Tokenizer.open(model)) {
            for (int index = 0; index < last; index++) {
                ProblemAnswers.prompt(
                        problems.problem(index), tokenizer, config.sampling().longestPrompt());
            }
        }
    }

    private static Map<String, String> inputs(RlConfig config, Path model) throws IOException {
        ConfigReader.read(model);
        Map<String, String> inputs = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>(List.of(model.resolve("config.json")));
        files.addAll(TensorStore.filesOfCheckpoint(model));
        files.add(model.resolve("tokenizer.json"));
        for (Path file : files) {
            inputs.put(String.valueOf(file.getFileName()), Manifest.checksum(file));
        }
        for (Split split : Split.values()) {
            long seed =
                    split == Split.TRAIN ? config.seed() : config.evaluating().seed();
            inputs.put(problemsOf(split), firstProblems(config.problems(split, seed)));
        }
        return inputs;
    }

    /** The name in the manifest's inputs of the problems of a part. */
    public static String problemsOf(Split split) {
        return "first_" + split.label() + "_problems";
    }

    /** SHA-256 of a task's first problems, so that a generator that has changed is found out. */
    private static String firstProblems(Task task) {
        return Manifest.checksum(IntStream.range(0, PROBLEMS_DIGESTED)
                .mapToObj(index -> task.problem(index).prompt() + "\n"));
    }

    /**
     * Whether a run has come to its end.
     *
     * @throws InputException if the folder is not a run's
     */
    public static boolean isFinished(Path folder) {
        return Files.isRegularFile(evaluationOf(folder));
    }

    /** Where the evaluation of a finished run stands. */
    public static Path evaluationOf(Path folder) {
        return folder.resolve(EVALUATION);
    }

    /**
     * Does what is left of a run: nothing, where it has come to its end.
     *
     * @param bundled as in {@link #create}
     * @return what evaluation.json holds: step, problems, greedy_accuracy, samples, sampled_accuracy
     * @throws InputException if the folder is no such run, its model has changed, or its checkpoint is broken
     * @throws IOException if the disk refuses
     */
    public static JsonObject run(Path path, Path bundled, Listener listener) throws IOException {
        try (RunFolder folder = RunFolder.open(path, KIND)) {
            if (!isFinished(path)) {
                RlConfig config = RlConfig.read(folder.manifest().object("config"));
                Path model = config.model().orElse(bundled);
                requireUnchanged(folder.manifest().object("inputs_sha256"), inputs(config, model), path);
                folder.noteWhereItGoesOn().ifPresent(listener::goesOnElsewhere);
                run(config, folder, model, listener);
            }
            return JsonObject.read(evaluationOf(path));
        }
    }

    /** Looks at what the manifest names; runs of older code name fewer. */
    private static void requireUnchanged(JsonObject expected, Map<String, String> found, Path run) {
        for (String name : expected.keys()) {
            if (!expected.string(name).equals(found.get(name))) {
                throw new InputException(
                        name + " as at the start of the run, SHA-256 " + expected.string(name),
                        String.valueOf(found.get(name)),
                        run.toString());
            }
        }
    }

    private static void run(RlConfig config, RunFolder folder, Path model, Listener listener) throws IOException {
        ParameterVector parameters = ParameterVector.load(model, ConfigReader.read(model));
        ParameterVector start = ParameterVector.load(model, ConfigReader.read(model));
        PhaseClock clock = new PhaseClock();
        try (Tokenizer tokenizer = Tokenizer.open(model);
                Learner learner = new Learner(config, tokenizer, parameters, start, clock)) {
            new RlRun(config, folder, model, learner, tokenizer, clock, listener).run();
        }
    }

    private void run() throws IOException {
        Checkpoints checkpoints = folder.checkpoints(CHECKPOINTS_KEPT);
        Optional<Checkpoint> last = checkpoints.latest();
        int step = 0;
        if (last.isPresent()) {
            learner.restore(last.get().folder());
            step = last.get().step();
        }
        try (MetricsFile metrics = folder.metrics(StepReport.COLUMNS, last.isPresent() ? step : -1);
                MetricsFile times = folder.clock(Phase.labels(), step)) {
            if (last.isEmpty()) {
                metrics.add(0, StepReport.rowOfStart(validate(0)));
            }
            while (step < config.steps()) {
                step++;
                Learner.Step done = learner.step(step, validates(step));
                double validation = validate(step);
                metrics.add(step, done.report().row(validation));
                times.add(step, clock.lap());
                RolloutLog.write(
                        folder.rollouts(step),
                        done.groups()
                                .subList(
                                        0,
                                        Math.min(
                                                config.loggedPrompts(),
                                                done.groups().size())));
                if (step % config.checkpointEvery() == 0 || step == config.steps()) {
                    checkpoints.write(step, Map.of(), checkpoint -> learner.write(checkpoint, model));
                }
                listener.stepped(step, done.report(), validation);
            }
        }
        evaluate();
    }

    private boolean validates(int step) {
        Evaluating evaluating = config.evaluating();
        return evaluating.validationProblems() > 0
                && (step % evaluating.validateEvery() == 0 || step == config.steps());
    }

    /** The accuracy on the validation problems; NaN where it is not measured after this step. */
    private double validate(int step) {
        if (!validates(step)) {
            return Double.NaN;
        }
        Evaluating evaluating = config.evaluating();
        Task problems = config.problems(Split.VALIDATION, evaluating.seed());
        Evaluation greedy = Evaluation.greedy(
                evaluating.validationProblems(), config.sampling().longestResponse());
        return clock.time(Phase.VALIDATE, () -> greedy.of(learner.parameters().weights(), tokenizer, problems))
                .accuracy()
                .mean();
    }

    /** The table first: where evaluation.json stands, the run is at its end. */
    private void evaluate() throws IOException {
        TestScores scores = TestScores.of(config, learner.parameters().weights(), tokenizer);
        AtomicFile.write(folder.path().resolve(EVALUATION_TABLE), scores.table());
        AtomicFile.write(folder.path().resolve(EVALUATION), JsonObject.text(scores.summary(config.steps())));
    }
}
