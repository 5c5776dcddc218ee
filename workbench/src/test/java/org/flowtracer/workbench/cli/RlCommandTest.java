package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rl.RlRun;
import org.flowtracer.workbench.run.RunBegunElsewhere;
import org.flowtracer.workbench.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RlCommandTest {
    private static final List<String> FEW = List.of(
            "--steps",
            "2",
            "--set",
            "prompts=2",
            "--set",
            "samples=2",
            "--set",
            "longest_response=30",
            "--set",
            "validation_problems=0",
            "--set",
            "test_problems=2",
            "--set",
            "test_samples=1");

    @TempDir
    Path home;

    private CommandResult rl(String... options) {
        List<String> arguments = new ArrayList<>(List.of("rl"));
        arguments.addAll(FEW);
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", home.resolve("run").toString()));
        return CommandResult.of(arguments.toArray(String[]::new));
    }

    @Test
    void setsKeysOfTheConfigurationAndOfItsMethodAndIsWatched() throws IOException {
        Path run = home.resolve("run");
        CommandResult result = rl(
                "--method",
                "throughput",
                "--seed",
                "2",
                "--set",
                "gamma=2",
                "--set",
                "fraction=0.2",
                "--set",
                "shaping=bottom");
        assertEquals(0, result.code(), result.err());
        JsonObject config = JsonObject.read(run.resolve("manifest.json")).object("config");
        assertEquals(2, config.integer("seed"));
        assertEquals(30, config.integer("longest_response"));
        JsonObject method = config.object("method");
        assertEquals("throughput", method.string("name"));
        assertEquals(2, method.number("gamma"));
        assertEquals(0.2, method.number("fraction"));
        assertEquals("bottom", method.string("shaping"));
        assertEquals(
                1,
                result.out()
                        .lines()
                        .filter(line -> line.startsWith("step    2"))
                        .count(),
                result.out());

        CommandResult watched = CommandResult.of("watch", run.toString());
        assertEquals(0, watched.code(), watched.err());
        assertTrue(watched.out().startsWith(run + "   step 2 of 2, done\n"), watched.out());
        assertTrue(watched.out().contains("\nentropy   "), watched.out());
    }

    @Test
    void aRunThatGoesOnIsWatchedWithItsTimeLeft() throws IOException {
        Path run = home.resolve("run");
        assertEquals(0, rl("--set", "checkpoint_every=1").code());
        Files.writeString(
                run.resolve("manifest.json"),
                Files.readString(run.resolve("manifest.json")).replace("\"steps\" : 2", "\"steps\" : 4"));
        try (RunFolder held = RunFolder.open(run, RlRun.KIND)) {
            CommandResult watched = CommandResult.of("watch", held.path().toString());
            assertEquals(0, watched.code(), watched.err());
            assertTrue(watched.out().matches("(?s).*   step 2 of 4, about .* left\n.*"), watched.out());
        }
    }

    @Test
    void saysWhereARunGoesOnElsewhere() throws IOException {
        Path run = home.resolve("run");
        assertEquals(0, rl("--set", "checkpoint_every=1").code());
        Files.delete(run.resolve("evaluation.json"));
        RunBegunElsewhere.of(run);
        CommandResult resumed = CommandResult.of("rl", "--resume", "--out", run.toString());
        assertEquals(0, resumed.code(), resumed.err());
        assertTrue(resumed.err().startsWith("flowtracer: the run goes on with blas_threads "), resumed.err());
    }

    /** Whoever goes on with the run may stand elsewhere. */
    @Test
    void theModelIsStoredAsAnAbsolutePath() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        String relative = here.relativize(Bundled.model().toAbsolutePath()).toString();
        assertFalse(Path.of(relative).isAbsolute());
        CommandResult result = rl("--set", "model=" + relative);
        assertEquals(0, result.code(), result.err());
        assertEquals(Bundled.model().toAbsolutePath().normalize(), modelOf("run"));

        Path file = home.resolve("mine.json");
        Path copy = Files.createDirectory(home.resolve("model"));
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            Files.copy(Bundled.model().resolve(name), copy.resolve(name));
        }
        Files.writeString(
                file,
                "{\"model\": \"model\", \"steps\": 1, \"prompts\": 1, \"samples\": 2, \"longest_response\": 8, \"validation_problems\": 0,"
                        + " \"test_problems\": 1, \"test_samples\": 1}");
        CommandResult ofFile = CommandResult.of(
                "rl",
                "--config",
                file.toString(),
                "--out",
                home.resolve("of-file").toString());
        assertEquals(0, ofFile.code(), ofFile.err());
        assertEquals(copy.toAbsolutePath().normalize(), modelOf("of-file"));
    }

    private Path modelOf(String run) throws IOException {
        return Path.of(JsonObject.read(home.resolve(run).resolve("manifest.json"))
                .object("config")
                .string("model"));
    }

    @Test
    void refusesWhatIsNoMethodOrKey() {
        assertRefused("found 'gama', in the arguments", "--set", "gama=2");
        assertRefused("expected ppo without a scorer, found 'ppo:throughput'", "--method", "ppo:throughput");
        assertRefused("expected uniform-rate without a scorer", "--method", "uniform-rate:pagerank");
        assertRefused("found integrated-gradients, which needs", "--method", "integrated-gradients");
        assertRefused("expected --method with the settings [gamma], found none", "--set", "gamma=2");
        assertRefused("expected --set KEY=VALUE, found 'gamma'", "--set", "gamma");
        assertRefused("expected a scorer that tells tokens apart after shuffled:", "--method", "shuffled:uniform");
        assertRefused("expected at least 2 samples", "--set", "samples=1");
        assertRefused("found 99..100, in layers of the method", "--method", "uniform", "--set", "layers=99..100");
        assertRefused("(longest_prompt)", "--set", "longest_prompt=5");
        assertRefused("and longest_response 600 together", "--set", "longest_response=600");
        assertRefused("expected --resume with --out alone", "--resume");
    }

    private void assertRefused(String message, String... options) {
        CommandResult result = rl(options);
        assertEquals(2, result.code(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertFalse(Files.exists(home.resolve("run")));
    }
}
