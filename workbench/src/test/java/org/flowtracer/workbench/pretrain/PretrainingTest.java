package org.flowtracer.workbench.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.workbench.ChildProcess;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.train.ModelFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
    private static final String RESTARTS =
            "\"restarts\": {\"most\": 1, \"at\": 4, \"task\": \"addition\", \"below\": 1}, \"checkpoints\"";

    @TempDir
    static Path home;

    private static Path straight;

    @BeforeAll
    static void neverStopped() throws IOException {
        straight = home.resolve("straight");
        Pretraining.create(straight, TinyRun.config());
        TinyRun.train(straight);
    }

    @Test
    void leavesMetricsCheckpointsAndAModel() throws IOException {
        Metrics metrics = Metrics.read(RunFolder.metricsOf(straight));
        assertEquals(
                List.of("loss", "gradient_norm", "learning_rate", "validation_twin-chain", "validation_addition"),
                metrics.columns());
        assertEquals(8, metrics.lastStep());
        assertArrayEquals(
                new double[] {4, 8}, metrics.series("validation_addition").steps());
        assertEquals(Math.log(48), metrics.series("loss").values()[0], 0.2);
        assertEquals(List.of("step-000006", "step-000008"), names(straight.resolve("checkpoints")));
        for (String model : List.of("model", "checkpoints/step-000008")) {
            try (LanguageModel loaded = LanguageModel.load(straight.resolve(model))) {
                assertEquals(16, loaded.config().width());
            }
        }
    }

    @Test
    void aKilledProcessGoesOnToTheSameBits() throws IOException, InterruptedException {
        Path killed = home.resolve("killed");
        Pretraining.create(killed, TinyRun.config());
        Process process = ChildProcess.start(TinyRun.Slowly.class, killed.toString());
        while (steps(killed) < 5 && process.isAlive()) {
            Thread.sleep(20);
        }
        assertTrue(process.isAlive(), "ended by itself");
        process.destroyForcibly().waitFor();
        assertFalse(RunFolder.isRunning(killed));
        assertTrue(steps(killed) < 8);
        assertEquals(List.of("step-000003"), names(killed.resolve("checkpoints")));

        TinyRun.train(killed);
        assertSameRun(straight, killed);
    }

    /** Whose tables are torn and whose later checkpoint is half written, as a kill at the worst moment leaves them. */
    @Test
    void whatAKillTearsIsMended() throws IOException {
        Path torn = home.resolve("torn");
        Pretraining.create(torn, TinyRun.config());
        TinyRun.train(torn);
        delete(torn.resolve("checkpoints/step-000008"));
        Files.createDirectories(torn.resolve("checkpoints/.step-000008.9f3cbb0e-5c4f-4d07-a6c8-7d3f3f5a3f10"));
        Path metrics = RunFolder.metricsOf(torn);
        String whole = Files.readString(metrics);
        Files.writeString(metrics, whole.substring(0, whole.length() - 9));
        TinyRun.train(torn);
        assertSameRun(straight, torn);
    }

    /** Nothing is solved after four steps, so that the first attempt is given up and the second, which is the last, goes to its end. */
    @Test
    void beginsAgainFromAnotherSeed() throws IOException, InterruptedException {
        TrainingConfig config = TinyRun.config("\"checkpoints\"", RESTARTS);
        Path again = home.resolve("again");
        Pretraining.create(again, config);
        TinyRun.train(again);
        List<String> first = Files.readAllLines(RunFolder.metricsOf(again.resolve("abandoned-1")));
        assertEquals(Files.readAllLines(RunFolder.metricsOf(straight)).subList(0, 5), first);
        assertEquals(8, steps(again));
        assertNotEquals(
                first.get(1), Files.readAllLines(RunFolder.metricsOf(again)).get(1));
        assertEquals(1, RunFolder.abandoned(again));
        Path million = home.resolve("a million and one");
        Pretraining.create(million, TinyRun.config().withSeed(1_000_001));
        TinyRun.train(million);
        assertSameRun(million, again);

        Path killed = home.resolve("killed again");
        Pretraining.create(killed, config);
        Process process = ChildProcess.start(TinyRun.Slowly.class, killed.toString());
        while ((RunFolder.abandoned(killed) == 0 || steps(killed) < 5) && process.isAlive()) {
            Thread.sleep(20);
        }
        assertTrue(process.isAlive(), "ended by itself");
        process.destroyForcibly().waitFor();
        TinyRun.train(killed);
        assertSameRun(again, killed);
        assertEquals(first, Files.readAllLines(RunFolder.metricsOf(killed.resolve("abandoned-1"))));
    }

    /** As a kill leaves a run whose first attempt is being put aside: the checkpoints are gone, the tables on their way. */
    @Test
    void aKillWhileAnAttemptIsPutAsideIsMended() throws IOException {
        Path torn = home.resolve("put aside");
        Pretraining.create(torn, TinyRun.config("\"checkpoints\"", RESTARTS));
        TinyRun.train(torn);
        Path aside = torn.resolve(".abandoned-1.9f3cbb0e-5c4f-4d07-a6c8-7d3f3f5a3f10");
        Files.move(torn.resolve("abandoned-1"), aside);
        Files.delete(aside.resolve("clock.csv"));
        for (String name : names(torn.resolve("checkpoints"))) {
            delete(torn.resolve("checkpoints").resolve(name));
        }
        Files.delete(torn.resolve("checkpoints"));
        Files.delete(RunFolder.metricsOf(torn));
        TinyRun.train(torn);
        assertEquals(1, RunFolder.abandoned(torn));
        assertFalse(Files.exists(aside));
        assertEquals(8, steps(torn));
    }

    @Test
    void shorterRunsThanRestartsNeedNeverBeginAgain() {
        TrainingConfig config = TinyRun.config("\"checkpoints\"", RESTARTS);
        assertEquals(1, config.withSteps(5).restarts().most());
        assertEquals(0, config.withSteps(4).restarts().most());
    }

    @Test
    void restartsThatAreNeverDecidedAreRefused() {
        String message = assertThrows(
                        InputException.class,
                        () -> TinyRun.config(
                                "\"checkpoints\"",
                                "\"restarts\": {\"most\": 1, \"at\": 5, \"task\": \"addition\"}, \"checkpoints\""))
                .getMessage();
        assertTrue(message.contains("a multiple of 4, by one of the tasks [twin-chain, addition], found 5"), message);
    }

    @Test
    void aRunThatIsDoneStaysAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(straight.resolve("model/model.safetensors"));
        TinyRun.train(straight);
        assertArrayEquals(before, Files.readAllBytes(straight.resolve("model/model.safetensors")));
    }

    @Test
    void aBrokenCheckpointIsRefusedByName() throws IOException {
        Path broken = home.resolve("broken");
        Pretraining.create(broken, TinyRun.config());
        TinyRun.train(broken);
        Path file = broken.resolve("checkpoints/step-000008/optimiser.safetensors");
        Files.write(file, new byte[10]);
        String message = assertThrows(InputException.class, () -> Pretraining.open(broken))
                .getMessage();
        assertTrue(message.contains(file.toString()), message);
        assertFalse(RunFolder.isRunning(broken));
    }

    @Test
    void theSeedDecidesParametersAndDocuments() throws IOException {
        Path other = home.resolve("other");
        Pretraining.create(other, TinyRun.config().withSeed(2).withSteps(1));
        TinyRun.train(other);
        assertFalse(Files.readString(RunFolder.metricsOf(straight))
                .startsWith(Files.readString(RunFolder.metricsOf(other))));
    }

    @Test
    void theManifestTellsTheWholeConfiguration() throws IOException {
        TrainingConfig config = TinyRun.config();
        TrainingConfig told = Pretraining.config(straight);
        assertEquals(config.json(), told.json());
        assertEquals(straight.resolve("tokenizer"), told.tokenizer());
        assertTrue(
                told.json().toString().contains("largest_operand=30"),
                told.json().toString());
    }

    @Test
    void refusesATakenFolderAndAVocabularyThatIsTooSmall() {
        assertThrows(InputException.class, () -> Pretraining.create(straight, TinyRun.config()));
        assertThrows(
                InputException.class,
                () -> Pretraining.create(
                        home.resolve("small"), TinyRun.config("\"vocab_size\": 48", "\"vocab_size\": 40")));
        assertFalse(Files.exists(home.resolve("small")));
    }

    @Test
    void halfPrecisionIsForTheFinishedModelOnly() throws IOException {
        Path half = home.resolve("half");
        Pretraining.create(half, TinyRun.config("\"batch_tokens\"", "\"precision\": \"bfloat16\", \"batch_tokens\""));
        TinyRun.train(half);
        assertEquals(ModelFolder.Precision.BFLOAT16, Pretraining.config(half).precision());
        assertTrue(Files.readString(half.resolve("model/config.json")).contains("bfloat16"));
        assertArrayEquals(
                Files.readAllBytes(straight.resolve("model/model.safetensors")),
                Files.readAllBytes(half.resolve("checkpoints/step-000008/model.safetensors")));
    }

    private static int steps(Path run) throws IOException {
        Path metrics = RunFolder.metricsOf(run);
        return Files.exists(metrics) ? Metrics.read(metrics).lastStep() : 0;
    }

    private static void assertSameRun(Path expected, Path found) throws IOException {
        for (String file : List.of(
                "metrics.csv",
                "model/model.safetensors",
                "checkpoints/step-000008/model.safetensors",
                "checkpoints/step-000008/optimiser.safetensors",
                "checkpoints/step-000008/checkpoint.json")) {
            assertEquals(-1, Files.mismatch(expected.resolve(file), found.resolve(file)), file);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        for (String name : names(folder)) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
