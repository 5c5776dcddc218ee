package org.flowtracer.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.task.WordProblem;

/** The model and the example that come with the workbench. */
public final class Bundled {
    private static final Path MODEL = Path.of("datasets", "models", "flow-tiny");
    private static final Path TRAINING = Path.of("datasets", "models", "flow-tiny.json");
    private static final Path WORDS_MODEL = Path.of("datasets", "models", "flow-words");
    private static final Path WORDS_TRAINING = Path.of("datasets", "models", "flow-words.json");
    private static final Path EXAMPLE = Path.of("datasets", "examples", "twin-chain.json");
    private static final Path WORDS_EXAMPLE = Path.of("datasets", "examples", "words.json");

    private Bundled() {}

    /** The folder of flow-tiny, a model of 1.2 M parameters. */
    public static Path model() {
        return home().resolve(MODEL);
    }

    /** The folder of the bundled model that was trained on a task: flow-words for word problems, else flow-tiny. */
    public static Path model(String task) {
        return task.equals(WordProblem.NAME) ? home().resolve(WORDS_MODEL) : model();
    }

    /** The folder of the model that flow-tiny's recipe makes with a seed: flow-tiny itself with 1, else flow-tiny-SEED. */
    public static Path modelOfSeed(long seed) {
        return seed == 1 ? model() : home().resolve(MODEL + "-" + seed);
    }

    /** How flow-tiny is trained. */
    public static Path training() {
        return home().resolve(TRAINING);
    }

    /** How the bundled model of a task is trained. */
    public static Path training(String task) {
        return task.equals(WordProblem.NAME) ? home().resolve(WORDS_TRAINING) : training();
    }

    /**
     * What commands and the first notebook trace when they are told nothing.
     *
     * @param model the folder of the model
     * @param prompt what it is asked
     * @param response its greedy answer
     */
    public record Example(Path model, String prompt, String response) {}

    /** The example that comes with the workbench. */
    public static Example example() throws IOException {
        JsonObject example = JsonObject.read(home().resolve(WORDS_EXAMPLE));
        return new Example(model(WordProblem.NAME), example.string("prompt"), example.string("response"));
    }

    /** A prompt for flow-tiny: two chains of which one is asked for. */
    public static String prompt() throws IOException {
        return JsonObject.read(home().resolve(EXAMPLE)).string("prompt");
    }

    /** The file of a sweep that comes with the workbench. */
    public static Path experiment(String name) {
        return home().resolve("datasets").resolve("experiments").resolve(name + ".json");
    }

    /** The folder of committed figures, with the data behind them. */
    public static Path figures() {
        return home().resolve("figures");
    }

    /** The folder of the benches' rivals in Python. */
    public static Path peers() {
        return home().resolve("bench").resolve("peers");
    }

    /** Where the workbench lies: what FLOWTRACER_HOME says, else the working folder or the nearest one above it that holds the bundled model. */
    private static Path home() {
        String told = System.getenv("FLOWTRACER_HOME");
        if (told != null) {
            return Path.of(told);
        }
        Path working = Path.of("").toAbsolutePath();
        for (Path folder = working; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(MODEL))) {
                return folder;
            }
        }
        throw new InputException("the bundled " + MODEL, "none, and no FLOWTRACER_HOME", working.toString());
    }
}
