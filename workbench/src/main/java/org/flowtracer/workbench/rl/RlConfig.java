package org.flowtracer.workbench.rl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.task.Countdown;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * Everything that a run of reinforcement learning is told. Two runs whose configurations differ in the method alone see the same problems, and
 * draw their responses with the same random numbers.
 *
 * @param model the start model's folder; empty for the bundled one
 * @param task the name of a generator
 * @param taskOptions its options, by their names in files
 * @param answer where a response has its answer
 * @param seed of problems, responses and whatever else is random in training
 * @param checkpointEvery steps from one checkpoint to the next
 * @param loggedPrompts of how many problems a step's responses are written down
 */
public record RlConfig(
        Optional<Path> model,
        String task,
        Map<String, ?> taskOptions,
        AnswerPattern answer,
        Method method,
        long seed,
        int steps,
        Sampling sampling,
        Updating updating,
        Valuing valuing,
        Evaluating evaluating,
        int checkpointEvery,
        int loggedPrompts) {
    /** Countdown of three numbers as the bundled model learnt it, by plain GRPO; an answer is right or worth nothing. */
    public static final RlConfig DEFAULT = new RlConfig(
            Optional.empty(),
            Countdown.NAME,
            new TreeMap<>(Map.of("largest_number", 60, "well_formed_reward", 0)),
            new AnswerPattern("hash"),
            Method.named(Method.UNIFORM),
            1,
            Updating.DEFAULT.rate().steps(),
            Sampling.DEFAULT,
            Updating.DEFAULT,
            Valuing.DEFAULT,
            Evaluating.DEFAULT,
            10,
            2);

    /** @throws IllegalArgumentException if a number is out of its range, or the trainer has no samples to compare */
    public RlConfig {
        if (steps < 1 || checkpointEvery < 1 || loggedPrompts < 0) {
            throw new IllegalArgumentException(
                    "expected at least 1 step, at least 1 between checkpoints, and at least 0 logged prompts, found "
                            + steps + ", " + checkpointEvery + " and " + loggedPrompts);
        }
        if (method.trainer() == Method.Trainer.GRPO && sampling.samples() < 2) {
            throw new IllegalArgumentException(
                    "expected at least 2 samples, which the trainer grpo compares with each other, found "
                            + sampling.samples());
        }
    }

    /**
     * Makes the path of the model absolute, if a configuration names one.
     *
     * @param config modified
     * @param from an absolute folder, from which a relative path leads to the model
     */
    public static void makeModelAbsolute(Map<String, Object> config, Path from) {
        config.computeIfPresent(
                "model",
                (key, model) -> model instanceof String path
                        ? from.resolve(path).normalize().toString()
                        : model);
    }

    /**
     * Reads a configuration; what is absent is as in {@link #DEFAULT}, but a task that is named has its own default options. The value of
     * {@code method} is a name or an object.
     *
     * @throws InputException if a key is unknown or a value is not possible
     */
    public static RlConfig read(JsonObject json) {
        List<String> keys = new ArrayList<>(List.of("model"));
        keys.addAll(DEFAULT.asMap().keySet());
        json.requireOnly(keys);
        try {
            int steps = json.integer("steps", DEFAULT.steps);
            RlConfig config = new RlConfig(
                    json.has("model") ? Optional.of(Path.of(json.string("model"))) : Optional.empty(),
                    json.string("task", DEFAULT.task),
                    json.find("task_options")
                            .<Map<String, ?>>map(JsonObject::asMap)
                            .orElse(json.has("task") ? Map.of() : DEFAULT.taskOptions),
                    new AnswerPattern(json.string("answer", DEFAULT.answer.name())),
                    method(json),
                    json.has("seed") ? json.wholeNumber("seed") : DEFAULT.seed,
                    steps,
                    Sampling.read(json),
                    Updating.read(json, steps),
                    Valuing.read(json),
                    Evaluating.read(json),
                    json.integer("checkpoint_every", DEFAULT.checkpointEvery),
                    json.integer("logged_prompts", DEFAULT.loggedPrompts));
            config.problems(Split.TRAIN, config.seed);
            return config;
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, json.where());
        }
    }

    public RlConfig withMethod(Method other) {
        return with(answer, other);
    }

    public RlConfig withAnswer(AnswerPattern other) {
        return with(other, method);
    }

    private RlConfig with(AnswerPattern otherAnswer, Method otherMethod) {
        return new RlConfig(
                model,
                task,
                taskOptions,
                otherAnswer,
                otherMethod,
                seed,
                steps,
                sampling,
                updating,
                valuing,
                evaluating,
                checkpointEvery,
                loggedPrompts);
    }

    private static Method method(JsonObject json) {
        return json.asMap().get("method") instanceof Map
                ? Method.read(json.object("method"))
                : Method.named(json.string("method", DEFAULT.method.name()));
    }

    /** Everything, as {@link #read} reads it; no {@code model} for the bundled one. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        model.ifPresent(folder -> map.put("model", folder.toString()));
        map.put("task", task);
        map.put("task_options", taskOptions);
        map.put("answer", answer.name());
        map.put("method", method.asMap());
        map.put("seed", seed);
        map.put("steps", steps);
        sampling.writeTo(map);
        updating.writeTo(map);
        valuing.writeTo(map);
        evaluating.writeTo(map);
        map.put("checkpoint_every", checkpointEvery);
        map.put("logged_prompts", loggedPrompts);
        return map;
    }

    /** The problems of one part. */
    public Task problems(Split split, long problemSeed) {
        JsonObject options = JsonObject.parse(JsonObject.text(taskOptions), "task_options");
        return Tasks.generator(task, options, split, problemSeed);
    }
}
