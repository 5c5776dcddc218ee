package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.ChildProcess;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RlRunTest {
    private static final RlRun.Listener NOBODY = (step, report, validation) -> {};

    @TempDir
    private Path folder = Path.of("");

    /** Few short responses, some of them right. */
    private static RlConfig config(String method, String... more) {
        return RlConfig.read(JsonObject.parse("""
                {"prompts": 2, "samples": 4, "steps": 2, "longest_prompt": 24, "longest_response": 40, "continuations": 1,
                 "checkpoint_every": 1, "validation_problems": 2, "validate_every": 2, "test_problems": 2, "test_samples": 2,
                 %s "method": "%s"}""".formatted(String.join("", more), method), "the test"));
    }

    private static class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Path finished(RlConfig config, String name) throws IOException {
        Path run = folder.resolve(name);
        RlRun.create(run, config, Bundled.model());
        RlRun.run(run, Bundled.model(), NOBODY);
        return run;
    }

    /** Everything but the clock, which no result depends on, and the lock. */
    private static void assertSame(Path expected, Path found) throws IOException {
        List<String> names = names(expected);
        assertEquals(names, names(found));
        for (String name : names) {
            assertArrayEquals(
                    Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(found.resolve(name)), name);
        }
    }

    private static List<String> names(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> run.relativize(file).toString())
                    .filter(name -> !name.equals("clock.csv") && !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shuffled:throughput", "ppo", "vineppo"})
    void anInterruptedRunEndsWithTheSameBits(String method) throws IOException {
        Path whole = finished(config(method), "whole");
        Path interrupted = folder.resolve("interrupted");
        RlRun.create(interrupted, config(method), Bundled.model());
        assertThrows(
                Killed.class,
                () -> RlRun.run(interrupted, Bundled.model(), (step, report, validation) -> {
                    throw new Killed();
                }));
        RlRun.run(interrupted, Bundled.model(), NOBODY);
        assertSame(whole, interrupted);
        assertTrue(RlRun.isFinished(whole));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"method\": {\"name\": \"throughput\", \"layers\": \"99..100\"}' | found 99..100, in layers of the method",
                "'\"longest_prompt\": 5' | expected prompts of at most 5 tokens (longest_prompt), found",
                "'\"longest_response\": 600' | found 664, in longest_prompt 64 and longest_response 600 together"
            })
    void whatCannotStartLeavesNoFolder(String setting, String expected) {
        RlConfig config = RlConfig.read(JsonObject.parse("{" + setting + "}", "the test"));
        Path run = folder.resolve("run");
        InputException refusal = assertThrows(InputException.class, () -> RlRun.create(run, config, Bundled.model()));
        assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
        assertFalse(Files.exists(run));
    }

    @Test
    void aPromptThatIsTooLongIsFoundBeforeTheFolderIsMade() {
        RlConfig config = RlConfig.read(JsonObject.parse("""
                {"task": "twin-chain", "prompts": 1, "samples": 2, "steps": 50, "longest_prompt": 50, "longest_response": 8,
                 "validation_problems": 0, "method": "uniform"}""", "the test"));
        Path run = folder.resolve("run");
        InputException refusal = assertThrows(InputException.class, () -> RlRun.create(run, config, Bundled.model()));
        assertTrue(refusal.getMessage().startsWith("expected prompts of at most 50 tokens (longest_prompt)"));
        assertFalse(Files.exists(run));
    }

    /** Stops after each step for long enough to be killed. */
    static final class Slowly {
        private Slowly() {}

        public static void main(String[] arguments) throws IOException {
            RlRun.run(Path.of(arguments[0]), Bundled.model(), (step, report, validation) -> {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void aKilledProcessGoesOnToTheSameBits() throws IOException, InterruptedException {
        Map<String, Object> settings = new LinkedHashMap<>(config("throughput").asMap());
        settings.put("steps", 5);
        settings.put("checkpoint_every", 2);
        RlConfig config = RlConfig.read(JsonObject.parse(JsonObject.text(settings), "the test"));
        Path killed = folder.resolve("killed");
        RlRun.create(killed, config, Bundled.model());
        Process process = ChildProcess.start(Slowly.class, killed.toString());
        while (process.isAlive() && !Files.exists(killed.resolve("rollouts/step-000003.jsonl"))) {
            Thread.sleep(20);
        }
        assertTrue(process.isAlive(), "ended by itself");
        process.destroyForcibly().waitFor();
        assertFalse(RlRun.isFinished(killed));

        RlRun.run(killed, Bundled.model(), NOBODY);
        assertSame(finished(config, "whole"), killed);
    }

    /** Everything that was measured but what the weights themselves are. */
    private static List<String> measured(Path run) throws IOException {
        Metrics metrics = Metrics.read(RunFolder.metricsOf(run));
        return metrics.columns().stream()
                .filter(column -> !column.equals("mean_weight") && !column.equals("uninformed"))
                .map(column -> column + Arrays.toString(metrics.series(column).values()))
                .toList();
    }

    /** A run of a method, with enough room for answers. */
    private Path run(String name, String method) throws IOException {
        return finished(RlConfig.read(JsonObject.parse("""
                {"prompts": 4, "samples": 4, "steps": 3, "longest_prompt": 24, "longest_response": 60, "validation_problems": 0,
                 "test_problems": 2, "test_samples": 2, "method": %s}""".formatted(method), "the test")), name);
    }

    @Test
    void weightsReachTheModel() throws IOException {
        Path uniform = run("uniform", "\"uniform\"");
        assertEquals(
                measured(uniform),
                measured(run("one", "{\"name\": \"throughput\", \"gamma\": 1}")),
                "weights of 1 change nothing");
        assertNotEquals(
                measured(uniform).stream()
                        .filter(line -> line.startsWith("gradient_norm"))
                        .toList(),
                measured(run("three", "{\"name\": \"throughput\", \"gamma\": 3}")).stream()
                        .filter(line -> line.startsWith("gradient_norm"))
                        .toList());
    }

    @Test
    void methodsOfOneSeedSeeTheSameProblemsAndFirstResponses() throws IOException {
        Path one = finished(config("uniform"), "one");
        Path other = finished(config("entropy"), "other");
        assertEquals(
                Files.readString(one.resolve("rollouts/step-000001.jsonl")),
                Files.readString(other.resolve("rollouts/step-000001.jsonl")));
        assertNotEquals(
                Files.readString(one.resolve("evaluation.csv")) + Files.readString(RunFolder.metricsOf(one)),
                Files.readString(other.resolve("evaluation.csv")) + Files.readString(RunFolder.metricsOf(other)));
    }

    @Test
    void writesWhatItMeasured() throws IOException {
        Path run = finished(config("uniform", "\"kl\": 0.01, \"aggregation\": \"token-mean\", \"epochs\": 2,"), "run");
        Metrics metrics = Metrics.read(RunFolder.metricsOf(run));
        assertEquals(StepReport.COLUMNS, metrics.columns());
        assertEquals(List.of(0, 1, 2), metrics.steps());
        assertArrayEquals(
                new double[] {0, 2},
                metrics.series(StepReport.VALIDATION_ACCURACY).steps());
        assertEquals(0, metrics.series("kl").values()[0], 1e-9);
        JsonObject evaluation = JsonObject.read(run.resolve("evaluation.json"));
        assertEquals(2, evaluation.integer("problems"));
        assertEquals(3, Files.readAllLines(run.resolve("evaluation.csv")).size());
        assertEquals(
                2 * 4,
                Files.readAllLines(run.resolve("rollouts/step-000002.jsonl")).size());
    }

    @Test
    void refusesAnotherModelThanItBeganWith() throws IOException {
        Path run = folder.resolve("run");
        RlRun.create(run, config("uniform"), Bundled.model());
        Path other = Files.createDirectory(folder.resolve("other"));
        for (String name : List.of("config.json", "tokenizer.json")) {
            Files.copy(Bundled.model().resolve(name), other.resolve(name));
        }
        byte[] weights = Files.readAllBytes(Bundled.model().resolve("model.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(other.resolve("model.safetensors"), weights);
        InputException refusal = assertThrows(InputException.class, () -> RlRun.run(run, other, NOBODY));
        assertTrue(refusal.getMessage().startsWith("expected model.safetensors as at the start of the run"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt\": 3,",
                "\"prompts\": 0,",
                "\"samples\": 1,",
                "\"task\": \"chess\",",
                "\"task_options\": {\"largest\": 3},",
                "\"rate\": -1,",
                "\"clip_low\": 2,",
                "\"aggregation\": \"mean\",",
                "\"answer\": \"somewhere\",",
                "\"beta1\": 1,"
            })
    void refusesAConfigurationThatIsNotPossible(String setting) {
        String json = "{" + setting + " \"method\": \"uniform\"}";
        assertThrows(InputException.class, () -> RlConfig.read(JsonObject.parse(json, "the test")));
    }

    @Test
    void oneSampleIsEnoughWhereNoneAreCompared() {
        RlConfig alone = RlConfig.read(JsonObject.parse("{\"samples\": 1, \"method\": \"ppo\"}", "the test"));
        assertEquals(1, alone.sampling().samples());
        InputException refusal = assertThrows(
                InputException.class, () -> RlConfig.read(JsonObject.parse("{\"samples\": 1}", "the test")));
        assertEquals(
                "expected at least 2 samples, which the trainer grpo compares with each other, found 1, in the test",
                refusal.getMessage());
    }

    @Test
    void aConfigurationIsReadAsItIsWritten() {
        RlConfig config = config("shuffled:throughput", "\"decay\": \"cosine\", \"rate_floor\": 0, \"seed\": 9,");
        assertEquals(config, RlConfig.read(JsonObject.parse(JsonObject.text(config.asMap()), "again")));
    }
}
