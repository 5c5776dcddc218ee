package org.flowtracer.workbench.task;

import java.util.List;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/** The tasks that have a generator, by the names of files and of the command line. */
public final class Tasks {
    /** All names. */
    public static final List<String> NAMES = List.of(TwinChain.NAME, Countdown.NAME, Addition.NAME, WordProblem.NAME);

    private Tasks() {}

    /**
     * The generator of that name with its default options.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Task generator(String name, Split split, long seed) {
        return switch (name) {
            case TwinChain.NAME -> new TwinChains(TwinChains.Options.DEFAULT, split, seed);
            case Countdown.NAME -> new Countdowns(Countdowns.Options.DEFAULT, split, seed);
            case Addition.NAME -> new Additions(Additions.Options.DEFAULT, split, seed);
            case WordProblem.NAME -> new WordProblems(WordProblems.Options.DEFAULT, split, seed);
            default -> throw unknown(name);
        };
    }

    /**
     * The generator of that name with options from a file, what is absent as by default. The keys are those of the generator's {@code Options}, in
     * small letters with underscores.
     *
     * @throws InputException if there is no such task, an option is unknown, or its value is out of range
     */
    public static Task generator(String name, JsonObject options, Split split, long seed) {
        try {
            return switch (name) {
                case TwinChain.NAME -> new TwinChains(TwinChains.Options.of(options), split, seed);
                case Countdown.NAME -> new Countdowns(Countdowns.Options.of(options), split, seed);
                case Addition.NAME -> new Additions(Additions.Options.of(options), split, seed);
                case WordProblem.NAME -> new WordProblems(WordProblems.Options.of(options), split, seed);
                default -> throw unknown(name);
            };
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, options.where());
        }
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
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("expected a task of " + NAMES + ", found '" + Verdict.shown(name) + "'");
    }
}
