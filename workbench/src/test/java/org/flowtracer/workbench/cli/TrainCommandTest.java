package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.pretrain.TinyRun;
import org.flowtracer.workbench.run.RunBegunElsewhere;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    static Path home;

    private static Path config;
    private static Path run;
    private static CommandResult trained;

    @BeforeAll
    static void train() throws IOException {
        config = Files.writeString(home.resolve("tiny.json"), TinyRun.json());
        run = home.resolve("run");
        trained = CommandResult.of("train", "--config", config.toString(), "--out", run.toString(), "--seed", "3");
    }

    private static void assertRefused(String message, String... arguments) {
        CommandResult result = CommandResult.of(arguments);
        assertEquals(2, result.code(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }

    @Test
    void leavesARunWithItsModelAndFigures() {
        assertEquals(0, trained.code(), trained.err());
        assertTrue(trained.out().contains("Model       " + run.resolve("model")), trained.out());
        assertTrue(trained.err().contains("step 8 of 8   loss "), trained.err());
        assertTrue(trained.err().contains("step 4   validation   twin-chain 0."), trained.err());
        assertTrue(Files.exists(run.resolve("figures").resolve("curves.svg")));
    }

    @Test
    void resumesARunAsItWasBegun() {
        CommandResult resumed = CommandResult.of("train", "--resume", "--out", run.toString(), "--seed", "3");
        assertEquals(0, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains("Goes on     after step 8"), resumed.err());
        assertRefused(
                "expected the configuration that the run began with, seed 3, found 4, in " + run,
                "train",
                "--resume",
                "--out",
                run.toString(),
                "--seed",
                "4");
    }

    @Test
    void refusesATakenFolderAndAMissingRunOrConfiguration() throws IOException {
        assertRefused(
                "expected a new folder (or --resume, to go on), found a run folder, in " + run,
                "train",
                "--config",
                config.toString(),
                "--out",
                run.toString());
        assertRefused("expected a JSON file, found no such file", "train", "--resume", "--out", home + "/none");
        assertRefused("expected a JSON file, found no such file", "train", "--config", home + "/none.json");
        Path other = Files.createDirectory(home.resolve("other"));
        Files.writeString(other.resolve("thesis.tex"), "precious");
        assertRefused(
                "expected no such path or an empty folder, found a folder that holds thesis.tex",
                "train",
                "--config",
                config.toString(),
                "--out",
                other.toString());
    }

    @Test
    void watchShowsTheCurvesOfARunAndEndsWithIt() {
        CommandResult watched = CommandResult.of("watch", run.toString());
        assertEquals(0, watched.code(), watched.err());
        assertTrue(watched.out().startsWith(run + "   step 8 of 8, done\n"), watched.out());
        assertTrue(watched.out().contains("\nlearning rate   1.0E-4\n"), watched.out());
        assertRefused("expected a JSON file, found no such file", "watch", home.toString());
    }

    /** Between the last step and the model there is time to be killed. */
    @Test
    void watchCallsARunDoneThatHasItsModel() throws IOException {
        Path killed = Files.createDirectory(home.resolve("killed"));
        for (String file : List.of("manifest.json", "metrics.csv")) {
            Files.copy(run.resolve(file), killed.resolve(file));
        }
        CommandResult watched = CommandResult.of("watch", killed.toString());
        String state = killed + "   step 8 of 8, stopped; 'flowtracer train --resume --out " + killed + "' goes on\n";
        assertTrue(watched.out().startsWith(state), watched.out());
    }

    @Test
    void saysWhereARunGoesOnElsewhere() throws IOException {
        Path moved = home.resolve("moved");
        CommandResult.of("train", "--config", config.toString(), "--out", moved.toString());
        RunBegunElsewhere.of(moved);
        CommandResult resumed = CommandResult.of("train", "--resume", "--out", moved.toString());
        assertEquals(0, resumed.code(), resumed.err());
        assertTrue(resumed.err().contains("flowtracer: the run goes on with blas_threads "), resumed.err());
    }

    @Test
    void tellsOfDocumentsThatAreCut() throws IOException {
        assertTrue(
                Pattern.compile("flowtracer: [1-9]\\d* of the first 1000 documents are longer than the 48 tokens")
                        .matcher(trained.err())
                        .find(),
                trained.err());
        Path longer = Files.writeString(
                home.resolve("longer.json"), TinyRun.json().replace("\"length\": 48", "\"length\": 128"));
        CommandResult whole = CommandResult.of(
                "train",
                "--config",
                longer.toString(),
                "--out",
                home.resolve("longer").toString());
        assertEquals(0, whole.code(), whole.err());
        assertFalse(whole.err().contains("are longer than"), whole.err());

        Path tooShort = Files.writeString(
                home.resolve("short.json"), TinyRun.json().replace("\"length\": 48", "\"length\": 5"));
        assertRefused(
                "tokens of the longest prompt among the first 1000 documents, found 5, in the configuration",
                "train",
                "--config",
                tooShort.toString(),
                "--out",
                home.resolve("short").toString());
        assertFalse(Files.exists(home.resolve("short")));
    }

    @Test
    void aRateThatIsTooLargeIsNoMistakeOfTheProgram() throws IOException {
        Path steep = Files.writeString(
                home.resolve("steep.json"),
                TinyRun.json().replace("{\"warm_up\": 2", "{\"peak\": 1e30, \"floor\": 1e30, \"warm_up\": 0"));
        CommandResult diverged = CommandResult.of(
                "train",
                "--config",
                steep.toString(),
                "--out",
                home.resolve("steep").toString());
        assertEquals(1, diverged.code(), diverged.err());
        assertTrue(diverged.err().contains("flowtracer: training diverged: expected a finite loss"), diverged.err());
        assertFalse(diverged.err().contains("\tat "), diverged.err());
    }

    @Test
    void evaluateTellsAccuracyWithItsInterval() throws IOException {
        Path responses = home.resolve("responses.jsonl");
        CommandResult evaluated = CommandResult.of(
                "evaluate",
                "--model",
                run.resolve("model").toString(),
                "--config",
                config.toString(),
                "--split",
                "validation",
                "--problems",
                "3",
                "--max-tokens",
                "5",
                "--out",
                responses.toString());
        assertEquals(0, evaluated.code(), evaluated.err());
        assertTrue(
                evaluated.out().contains("Task        twin-chain, 3 problems of the validation split"),
                evaluated.out());
        assertTrue(evaluated.out().contains("Accuracy    0.000 (95 % interval 0.000 to 0.561)"), evaluated.out());
        assertEquals(6, Files.readAllLines(responses).size());
        assertRefused("expected --task or --config, found both", "evaluate", "--task", "addition", "--config", "x");
        assertRefused("expected --options with one generator", "evaluate", "--options", "{}");
        assertRefused(
                "expected only the keys shortest, longest",
                "evaluate",
                "--task",
                "twin-chain",
                "--options",
                "{\"length\": 3}");
        assertRefused("expected a task of [", "evaluate", "--task", "chess");
        assertRefused("expected a temperature above 0 for several samples", "evaluate", "--samples", "2");
    }

    /** The configuration says 4, and a model of 8 steps ends no response. */
    @Test
    void theConfigurationLimitsResponsesUnlessTheCommandDoes() throws IOException {
        assertEquals(4, mostTokens());
        assertEquals(6, mostTokens("--max-tokens", "6"));
        String help = CommandResult.of("evaluate", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("its validation.max_tokens as the default of --max-tokens."), help);
    }

    private static int mostTokens(String... more) throws IOException {
        Path responses = home.resolve("limited.jsonl");
        String[] arguments = {
            "evaluate",
            "--model",
            run.resolve("model").toString(),
            "--config",
            config.toString(),
            "--problems",
            "3",
            "--out",
            responses.toString()
        };
        CommandResult result = CommandResult.of(
                Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
        assertEquals(0, result.code(), result.err());
        return Files.readAllLines(responses).stream()
                .mapToInt(line -> JsonObject.parse(line, "the responses").integer("tokens"))
                .max()
                .orElseThrow();
    }

    @Test
    void helpShowsTheDefaults() {
        String help = CommandResult.of("train", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("2400 in flow-tiny's"), help);
        assertTrue(CommandResult.of("evaluate", "--help").out().contains("(default: 300, or all of"));
    }
}
