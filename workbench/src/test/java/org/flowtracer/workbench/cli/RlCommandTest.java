package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rl.RlRun;
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
    void refusesWhatIsNoMethodOrKey() {
        assertRefused("found 'gama', in the arguments", "--set", "gama=2");
        assertRefused("expected ppo without a scorer, found 'ppo:throughput'", "--method", "ppo:throughput");
        assertRefused("expected uniform-rate without a scorer", "--method", "uniform-rate:pagerank");
        assertRefused("found integrated-gradients, which needs", "--method", "integrated-gradients");
        assertRefused("expected --method with the settings [gamma], found none", "--set", "gamma=2");
        assertRefused("expected --set KEY=VALUE, found 'gamma'", "--set", "gamma");
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
