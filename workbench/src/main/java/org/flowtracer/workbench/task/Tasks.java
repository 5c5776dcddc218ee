package org.flowtracer.workbench.task;

import java.util.List;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Settings;

/** The tasks that have a generator, by the names of files and of the command line. */
public final class Tasks {
    /** All names. */
    public static final List<String> NAMES =
            List.of(TwinChain.NAME, Countdown.NAME, Addition.NAME, WordProblem.NAME, Recall.NAME);

    private Tasks() {}

    /**
     * The generator of that name with its default options.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static GeneratedTask generator(String name, Split split, long seed) {
        return switch (name) {
            case TwinChain.NAME -> new TwinChains(TwinChains.Options.DEFAULT, split, seed);
            case Countdown.NAME -> new Countdowns(Countdowns.Options.DEFAULT, split, seed);
            case Addition.NAME -> new Additions(Additions.Options.DEFAULT, split, seed);
            case WordProblem.NAME -> new WordProblems(WordProblems.Options.DEFAULT, split, seed);
            case Recall.NAME -> new Recalls(Recalls.Options.DEFAULT, split, seed);
            default -> throw unknown(name);
        };
    }

    /**
     * The generator of that name with options from a file: the components of the generator's {@code Options}, in small letters with underscores, what
     * is absent as by default.
     *
     * @throws InputException if there is no such task, an option is unknown, or its value is out of range
     */
    public static GeneratedTask generator(String name, JsonObject options, Split split, long seed) {
        return switch (name) {
            case TwinChain.NAME -> new TwinChains(Settings.read(options, TwinChains.Options.DEFAULT), split, seed);
            case Countdown.NAME -> new Countdowns(Settings.read(options, Countdowns.Options.DEFAULT), split, seed);
            case Addition.NAME -> new Additions(Settings.read(options, Additions.Options.DEFAULT), split, seed);
            case WordProblem.NAME ->
                new WordProblems(Settings.read(options, WordProblems.Options.DEFAULT), split, seed);
            case Recall.NAME -> new Recalls(Settings.read(options, Recalls.Options.DEFAULT), split, seed);
            default -> throw new InputException(unknown(name), options.where());
        };
    }

    /**
     * The problem of that task with the given prompt.
     *
     * @throws IllegalArgumentException if there is no such task, or the prompt is not one of its
     */
    public static Problem parse(String name, String prompt) {
        return switch (name) {
            case TwinChain.NAME -> TwinChain.parse(prompt);
            case Countdown.NAME -> Countdown.parse(prompt);
            case Addition.NAME -> Addition.parse(prompt);
            case WordProblem.NAME -> WordProblem.parse(prompt);
            case Recall.NAME -> Recall.parse(prompt);
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("expected a task of " + NAMES + ", found '" + Verdict.shown(name) + "'");
    }
}
