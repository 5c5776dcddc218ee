package org.flowtracer.workbench.pretrain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Settings;
import org.flowtracer.workbench.model.ConfigReader;
import org.flowtracer.workbench.model.ConfigWriter;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.train.AdamW;
import org.flowtracer.workbench.train.LearningRate;
import org.flowtracer.workbench.train.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a training run comes to.
 *
 * @param model its shape, in a file as config.json has it
 * @param tokenizer the folder of tokenizer.json; in a file relative to that file's folder
 * @param tasks what the documents are
 * @param batchTokens the most tokens of a batch, at most a million, which holds whole documents
 * @param length T, the most tokens of a document
 * @param learningRate of each step, and how many steps there are
 * @param clipNorm the longest gradient
 * @param seed of the first parameters and of the documents
 * @param validation when and how accuracy is measured
 * @param restarts when the run begins again, with other parameters and documents
 * @param checkpoints when the run is saved
 * @param precision of the finished model's weights; checkpoints are exact
 */
public record TrainingConfig(
        ModelConfig model,
        Path tokenizer,
        List<TaskShare> tasks,
        int batchTokens,
        int length,
        LearningRate learningRate,
        AdamW.Settings adamW,
        double clipNorm,
        long seed,
        Validation validation,
        Restarts restarts,
        CheckpointPlan checkpoints,
        ModelFolder.Precision precision) {
    /** Where a run folder keeps its copy of the tokenizer; the configuration in its manifest says so. */
    static final String TOKENIZER = "tokenizer";

    private static final int BATCH_TOKENS_MAX = 1_000_000;
    private static final double CLIP_NORM_DEFAULT = 1;
    private static final long SEED_DEFAULT = 1;
    private static final LearningRate LEARNING_RATE_DEFAULT =
            new LearningRate(2e-3, 1e-4, 200, 7000, LearningRate.Decay.COSINE);
    private static final List<String> KEYS = List.of(
            "model",
            TOKENIZER,
            "tasks",
            "batch_tokens",
            "length",
            "learning_rate",
            "adamw",
            "clip_norm",
            "seed",
            "validation",
            "restarts",
            "checkpoints",
            "precision");

    /**
     * When accuracy is measured: greedy, on the first problems of each task's validation split.
     *
     * @param every how many steps; the last step is always one
     * @param problems of each task
     * @param maxTokens the most tokens of a response
     * @param seed of the problems, so that runs of other seeds are measured on the same ones
     */
    public record Validation(int every, int problems, int maxTokens, long seed) {
        public static final Validation DEFAULT = new Validation(500, 200, 128, 1);

        /** @throws IllegalArgumentException if a number is below 1 */
        public Validation {
            requirePositive("every", every);
            requirePositive("problems", problems);
            requirePositive("max_tokens", maxTokens);
        }
    }

    /**
     * When a run begins again, from another seed: some never find what a task asks for, and early accuracy on validation problems tells which.
     *
     * @param most how often at most; 0 for never
     * @param at the step at which it is decided, one of those that are validated
     * @param task whose accuracy decides
     * @param below it begins again if the accuracy is less than this
     */
    public record Restarts(int most, int at, String task, double below) {
        public static final Restarts NONE = new Restarts(0, 500, "", 0.5);

        /** Runs and attempts have different seeds as long as those of runs are smaller. */
        private static final long SEEDS_APART = 1_000_000;

        /** @throws IllegalArgumentException if a number is out of its range */
        public Restarts {
            requirePositive("at", at);
            if (most < 0 || !(below >= 0 && below <= 1)) {
                throw new IllegalArgumentException(
                        "expected restarts of at least 0, below an accuracy from 0 to 1, found " + most + " and "
                                + below);
            }
        }

        /** The seed of parameters and documents, after so many attempts. */
        static long seed(long first, int abandoned) {
            return first + SEEDS_APART * abandoned;
        }

        /** Whether what was reached is too little to go on. */
        boolean isDue(int abandoned, int step, Map<String, Double> accuracy) {
            return step == at && abandoned < most && accuracy.getOrDefault(task, 0.0) < below;
        }
    }

    /**
     * When the run is saved.
     *
     * @param every how many steps; the last step is always one
     * @param keep how many of the last checkpoints stay
     */
    public record CheckpointPlan(int every, int keep) {
        public static final CheckpointPlan DEFAULT = new CheckpointPlan(500, 2);

        /** @throws IllegalArgumentException if a number is below 1 */
        public CheckpointPlan {
            requirePositive("every", every);
            requirePositive("keep", keep);
        }
    }

    /** @throws IllegalArgumentException if a number is out of its range, there is no task, one stands twice, or no token ends a document */
    public TrainingConfig {
        tasks = List.copyOf(tasks);
        if (batchTokens < 1 || batchTokens > BATCH_TOKENS_MAX) {
            throw new IllegalArgumentException(
                    "expected batch_tokens in 1 to " + BATCH_TOKENS_MAX + ", found " + batchTokens);
        }
        requirePositive("length", length);
        model.requireLength(length, "a document of " + length);
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("expected a clip_norm above 0, found " + clipNorm);
        }
        List<String> names = tasks.stream().map(TaskShare::name).toList();
        if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("expected at least one task, each once, found " + names);
        }
        requirePlanned(restarts, validation, learningRate.steps(), names);
        if (model.endTokens().isEmpty()) {
            throw new IllegalArgumentException("expected an eos_token_id, which ends each document, found none");
        }
    }

    private static void requirePlanned(Restarts restarts, Validation validation, int steps, List<String> tasks) {
        boolean decided = restarts.at % validation.every == 0 && restarts.at < steps && tasks.contains(restarts.task);
        if (restarts.most > 0 && !decided) {
            throw new IllegalArgumentException("expected restarts at a step below " + steps
                    + " that is validated, a multiple of " + validation.every + ", by one of the tasks " + tasks
                    + ", found " + restarts.at + " and '" + restarts.task + "'");
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("expected " + what + " of at least 1, found " + value);
        }
    }

    /**
     * Reads a configuration file. Absent may be learning_rate, adamw, clip_norm, seed, validation, restarts, checkpoints, precision, and any key within them.
     *
     * @throws InputException if a key is unknown or missing, or a value is wrong
     * @throws IOException if the disk refuses
     */
    public static TrainingConfig read(Path file) throws IOException {
        return parse(
                JsonObject.read(file),
                Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /**
     * As {@link #read}, from an object.
     *
     * @param base the folder that the tokenizer's path starts from
     */
    public static TrainingConfig parse(JsonObject json, Path base) {
        json.requireOnly(KEYS);
        try {
            return new TrainingConfig(
                    model(json.object("model")),
                    base.resolve(json.string(TOKENIZER)).normalize(),
                    json.objects("tasks").stream().map(TaskShare::read).toList(),
                    json.integer("batch_tokens"),
                    json.integer("length"),
                    settings(json, "learning_rate", LEARNING_RATE_DEFAULT),
                    settings(json, "adamw", AdamW.Settings.DEFAULT),
                    json.number("clip_norm", CLIP_NORM_DEFAULT),
                    json.has("seed") ? json.wholeNumber("seed") : SEED_DEFAULT,
                    settings(json, "validation", Validation.DEFAULT),
                    settings(json, "restarts", Restarts.NONE),
                    settings(json, "checkpoints", CheckpointPlan.DEFAULT),
                    json.choice("precision", ModelFolder.Precision.class, ModelFolder.Precision.FLOAT32));
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, json.where());
        }
    }

    private static <R extends Record> R settings(JsonObject json, String key, R defaults) {
        return json.find(key).map(found -> Settings.read(found, defaults)).orElse(defaults);
    }

    private static ModelConfig model(JsonObject json) {
        ModelConfig config = ConfigReader.parse(json);
        json.requireOnly(modelJson(config).keySet());
        return config;
    }

    private static Map<String, @Nullable Object> modelJson(ModelConfig config) {
        Map<String, @Nullable Object> json = ConfigWriter.json(config, "float32");
        json.keySet().removeAll(List.of("architectures", "torch_dtype"));
        return json;
    }

    /** The configuration as a file in a run folder has it, with every default resolved. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", modelJson(model));
        json.put(TOKENIZER, TOKENIZER);
        json.put("tasks", tasks.stream().map(TaskShare::json).toList());
        json.put("batch_tokens", batchTokens);
        json.put("length", length);
        json.put("learning_rate", Settings.json(learningRate));
        json.put("adamw", Settings.json(adamW));
        json.put("clip_norm", clipNorm);
        json.put("seed", seed);
        json.put("validation", Settings.json(validation));
        json.put("restarts", Settings.json(restarts));
        json.put("checkpoints", Settings.json(checkpoints));
        json.put("precision", Settings.label(precision));
        return json;
    }

    /** How many steps there are. */
    public int steps() {
        return learningRate.steps();
    }

    /** The token that ends a document. */
    int endToken() {
        return model.endTokens().stream().mapToInt(token -> token).min().orElseThrow();
    }

    /** This configuration with another seed. */
    public TrainingConfig withSeed(long other) {
        return with(learningRate, other, restarts);
    }

    /** This configuration with so many steps; a warm-up that is longer than that ends with them, and restarts that would come later never do. */
    public TrainingConfig withSteps(int steps) {
        LearningRate shortened = new LearningRate(
                learningRate.peak(),
                learningRate.floor(),
                Math.min(learningRate.warmUp(), steps),
                steps,
                learningRate.decay());
        return with(shortened, seed, restarts.at < steps ? restarts : Restarts.NONE);
    }

    private TrainingConfig with(LearningRate otherRate, long otherSeed, Restarts otherRestarts) {
        return new TrainingConfig(
                model,
                tokenizer,
                tasks,
                batchTokens,
                length,
                otherRate,
                adamW,
                clipNorm,
                otherSeed,
                validation,
                otherRestarts,
                checkpoints,
                precision);
    }
}
