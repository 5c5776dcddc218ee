package org.flowtracer.workbench.pretrain;

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
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.pretrain.DocumentBatches.Drawn;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.flowtracer.workbench.run.Checkpoint;
import org.flowtracer.workbench.run.Checkpoints;
import org.flowtracer.workbench.run.MetricsFile;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.DivergedException;
import org.flowtracer.workbench.train.ModelFolder;
import org.flowtracer.workbench.train.OptimiserFile;
import org.flowtracer.workbench.train.ParameterVector;
import org.flowtracer.workbench.train.TrainingStep;

/**
 * A training run in a folder: {@link #create} once, then {@link #open} and {@link #run} until it is done, as often as it was interrupted. Metrics,
 * checkpoints and the finished model are the same bits however often that was (on one machine, with one library of matrix products and number of
 * threads; where it goes on with others, its manifest says so).
 *
 * <p>metrics.csv has the columns loss (nats a token, before the step), gradient_norm (before clipping), learning_rate, and for each task
 * {@code validation_NAME}, its greedy accuracy after the step. What an attempt came to that was given up ({@link TrainingConfig.Restarts}) stays in
 * {@code abandoned-1} and so on.
 */
public final class Pretraining implements AutoCloseable {
    /** The kind of run, as in its manifest. */
    public static final String KIND = "train";

    private static final String MODEL = "model";
    private static final String OPTIMISER = "optimiser.safetensors";
    private static final String POSITION = "data_position";
    private static final String DATA = "first_documents";
    private static final String VOCABULARY = "tokenizer.json";
    /** How many documents {@link #create} looks at. */
    public static final int FIRST_DOCUMENTS = 1000;

    private final RunFolder run;
    private final TrainingConfig config;
    private final Tokenizer tokenizer;
    private final ParameterVector parameters;
    private final TrainingStep training;
    private final Optional<String> departure;
    private int abandoned;
    private Documents documents;
    private Checkpoints checkpoints;
    private int step;
    private int position;

    private Pretraining(RunFolder run, TrainingConfig config, Tokenizer tokenizer) throws IOException {
        this.run = run;
        this.config = config;
        this.tokenizer = tokenizer;
        requireSameData();
        this.abandoned = RunFolder.abandoned(run.path());
        this.documents = new Documents(attempt(), tokenizer);
        this.checkpoints = run.checkpoints(config.checkpoints().keep());
        Optional<Checkpoint> last = checkpoints.latest();
        this.parameters =
                last.isPresent() ? ParameterVector.load(last.get().folder(), config.model()) : firstParameters();
        this.training = new TrainingStep(parameters, config.adamW(), config.clipNorm(), config.length());
        if (last.isPresent()) {
            OptimiserFile.read(last.get().folder().resolve(OPTIMISER), training.optimiser(), config.model());
            step = last.get().step();
            position = last.get().state().integer(POSITION);
        }
        this.departure = run.noteWhereItGoesOn();
    }

    /** What is trained now: the same from another seed, if attempts were given up. */
    private TrainingConfig attempt() {
        return config.withSeed(TrainingConfig.Restarts.seed(config.seed(), abandoned));
    }

    private ParameterVector firstParameters() {
        return ParameterVector.random(config.model(), attempt().seed());
    }

    private void requireSameData() {
        String found = digest(new Documents(config, tokenizer));
        if (!run.manifest().object("inputs_sha256").string(DATA).equals(found)) {
            throw new InputException(
                    "the generators that the run began with",
                    "others, whose first documents differ",
                    run.path().toString());
        }
    }

    /**
     * Makes the folder of a new run; nothing is trained yet.
     *
     * @return how many of the {@link #FIRST_DOCUMENTS} are longer than what is read of one: of those the model does not learn how they end
     * @throws InputException if the path is taken, or the tokenizer cannot be used
     * @throws IOException if the disk refuses
     */
    public static int create(Path target, TrainingConfig config) throws IOException {
        RunFolder.requireFree(target);
        try (Tokenizer tokenizer = Tokenizer.open(config.tokenizer())) {
            if (tokenizer.size() > config.model().vocabulary()) {
                throw new InputException(
                        "a vocab_size of at least the tokenizer's " + tokenizer.size(),
                        config.model().vocabulary() + "",
                        "the model of the configuration");
            }
            Map<String, String> inputs = new LinkedHashMap<>();
            Documents documents = new Documents(config, tokenizer);
            List<Document> first = IntStream.range(0, FIRST_DOCUMENTS)
                    .mapToObj(documents::document)
                    .toList();
            requireLabels(config, first);
            inputs.put(VOCABULARY, Manifest.checksum(config.tokenizer().resolve(VOCABULARY)));
            inputs.put(DATA, digest(documents));
            RunFolder.create(target, new RunManifest(KIND, config.json(), inputs), folder -> {
                Path copy = Files.createDirectory(folder.resolve(TrainingConfig.TOKENIZER));
                ModelFolder.copyTokenizer(config.tokenizer(), copy);
            });
            return (int) first.stream()
                    .filter(document -> document.tokenIds().length - 1 > config.length())
                    .count();
        }
    }

    private static void requireLabels(TrainingConfig config, List<Document> first) {
        int longest = first.stream().mapToInt(Document::promptLength).max().orElseThrow();
        if (config.length() < longest) {
            throw new InputException(
                    "a length of at least " + longest + ", the tokens of the longest prompt among the first "
                            + FIRST_DOCUMENTS + " documents",
                    config.length() + "",
                    "the configuration");
        }
    }

    /** The SHA-256 of the first documents as text: a generator that changes changes it. */
    private static String digest(Documents documents) {
        return Manifest.checksum(IntStream.range(0, FIRST_DOCUMENTS).mapToObj(documents::text));
    }

    /** The configuration of a run. */
    public static TrainingConfig config(Path target) throws IOException {
        return TrainingConfig.parse(RunManifest.read(target).object("config"), target);
    }

    /**
     * Takes hold of a run that {@link #create} made, where it was left.
     *
     * @throws InputException if it is no training run, somebody works on it, its last checkpoint is broken, or its data cannot be drawn any more
     * @throws IOException if the disk refuses
     */
    public static Pretraining open(Path target) throws IOException {
        RunFolder run = RunFolder.open(target, KIND);
        try {
            TrainingConfig config = config(target);
            Tokenizer tokenizer = Tokenizer.open(config.tokenizer());
            try {
                return new Pretraining(run, config, tokenizer);
            } catch (IOException | RuntimeException e) {
                tokenizer.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /** What is trained. */
    public TrainingConfig config() {
        return config;
    }

    /** A line on the code and the machine, if they are others than when the run was last worked on; the manifest says so too. */
    public Optional<String> departure() {
        return departure;
    }

    /** How many steps are done. */
    public int step() {
        return step;
    }

    /**
     * Trains to the last step and writes the model.
     *
     * @return the folder of the finished model
     * @throws DivergedException if the loss is not finite any more
     * @throws IOException if the disk refuses; the last checkpoint is there then
     */
    public Path run(TrainingListener listener) throws IOException {
        while (!succeeds(listener)) {
            listener.restarted(step);
            beginAgain();
        }
        return finish();
    }

    /** Trains to the last step, or to the one at which it is to begin again. */
    private boolean succeeds(TrainingListener listener) throws IOException {
        DocumentBatches drawing = new DocumentBatches(documents::document, config.batchTokens(), config.length());
        try (MetricsFile metrics = run.metrics(columns(), step);
                MetricsFile clock = run.clock(step);
                BatchStream batches = new BatchStream(drawing, position)) {
            while (step < config.steps()) {
                long start = System.nanoTime();
                Drawn drawn = batches.next();
                double rate = config.learningRate().at(step);
                TrainingStep.Result result = training.run(drawn.batch(), rate);
                step++;
                position = drawn.next();
                listener.stepped(step, result.loss());
                Map<String, Double> accuracy = validate(listener);
                metrics.add(step, row(result, rate, accuracy));
                if (config.restarts().isDue(abandoned, step, accuracy)) {
                    return false;
                }
                if (isDue(config.checkpoints().every())) {
                    save();
                }
                clock.add(step, (System.nanoTime() - start) / 1e9);
            }
        }
        return true;
    }

    private void beginAgain() throws IOException {
        run.abandon();
        checkpoints = run.checkpoints(config.checkpoints().keep());
        abandoned++;
        documents = new Documents(attempt(), tokenizer);
        parameters.values().assign(firstParameters().values());
        training.optimiser().reset();
        step = 0;
        position = 0;
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("loss", "gradient_norm", "learning_rate"));
        config.tasks().forEach(task -> columns.add("validation_" + task.name()));
        return columns;
    }

    private double[] row(TrainingStep.Result result, double rate, Map<String, Double> accuracy) {
        List<Double> row = new ArrayList<>(List.of(result.loss(), result.gradientNorm(), rate));
        config.tasks().forEach(task -> row.add(accuracy.getOrDefault(task.name(), Double.NaN)));
        return row.stream().mapToDouble(value -> value).toArray();
    }

    private boolean isDue(int every) {
        return step % every == 0 || step == config.steps();
    }

    /** Accuracy by task, if it is time for it. */
    private Map<String, Double> validate(TrainingListener listener) {
        TrainingConfig.Validation plan = config.validation();
        if (!isDue(plan.every())) {
            return Map.of();
        }
        Evaluation evaluation = Evaluation.greedy(plan.problems(), plan.maxTokens());
        Map<String, Double> accuracy = new LinkedHashMap<>();
        for (TaskShare share : config.tasks()) {
            double right = evaluation
                    .of(parameters.weights(), tokenizer, share.generator(Split.VALIDATION, plan.seed()))
                    .accuracy()
                    .mean();
            accuracy.put(share.name(), right);
        }
        listener.validated(step, accuracy);
        return accuracy;
    }

    private void save() throws IOException {
        checkpoints.write(step, Map.of(POSITION, position), folder -> {
            ModelFolder.write(folder, parameters, config.tokenizer(), ModelFolder.Precision.FLOAT32);
            OptimiserFile.write(folder.resolve(OPTIMISER), training.optimiser(), config.model());
        });
    }

    private Path finish() throws IOException {
        Path target = run.path().resolve(MODEL);
        try (AtomicFolder folder = AtomicFolder.begin(target, any -> true, "a finished model")) {
            ModelFolder.write(folder.path(), parameters, config.tokenizer(), config.precision());
            folder.commit();
        }
        return target;
    }

    /** Whether a training run has come to its end. */
    public static boolean isFinished(Path target) {
        return Files.isDirectory(target.resolve(MODEL));
    }

    /** Lets go of the run, and gives its memory back. */
    @Override
    public void close() throws IOException {
        training.close();
        parameters.values().close();
        tokenizer.close();
        run.close();
    }
}
