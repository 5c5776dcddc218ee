package org.flowtracer.workbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path home;

    private Path target;

    @BeforeEach
    void create() throws IOException {
        target = home.resolve("runs").resolve("first");
        RunManifest manifest = new RunManifest("train", Map.of("steps", 5, "seed", 1), Map.of("data", "abc"));
        RunFolder.create(target, manifest, folder -> Files.writeString(folder.resolve("tokenizer.json"), "{}"));
    }

    @Test
    void holdsWhatTheRunWasTold() throws IOException {
        assertTrue(RunFolder.isRun(target));
        try (RunFolder run = RunFolder.open(target, "train")) {
            assertEquals(5, run.manifest().object("config").integer("steps"));
            assertEquals("abc", run.manifest().object("inputs_sha256").string("data"));
            assertTrue(run.manifest().object("machine").has("blas"));
            assertEquals("{}", Files.readString(run.path().resolve("tokenizer.json")));
        }
    }

    @Test
    void saysWhereItGoesOn() throws IOException {
        Path manifest = target.resolve("manifest.json");
        String begun = Files.readString(manifest);
        assertEquals(Optional.empty(), goOn());
        assertEquals(begun, Files.readString(manifest));

        int threads = Integer.parseInt(String.valueOf(RunManifest.machine().get("blas_threads")));
        RunBegunElsewhere.of(target);
        assertEquals(
                Optional.of("the run goes on with blas_threads " + threads
                        + " (was 99), so that it may end in other bits; manifest.json says so"),
                goOn());
        JsonObject told = RunManifest.read(target);
        assertEquals(5, told.object("config").integer("steps"));
        assertEquals(
                List.of(99, threads),
                RunManifest.origins(told).stream()
                        .map(origin -> origin.object("machine").integer("blas_threads"))
                        .toList());
        assertEquals(Optional.empty(), goOn(), "as it was last worked on");
    }

    private Optional<String> goOn() throws IOException {
        try (RunFolder run = RunFolder.open(target, "train")) {
            return run.noteWhereItGoesOn();
        }
    }

    @Test
    void isNeverReplaced() {
        assertThrows(InputException.class, this::create);
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        assertFalse(RunFolder.isRunning(target));
        try (RunFolder run = RunFolder.open(target, "train")) {
            assertTrue(RunFolder.isRunning(run.path()));
            assertThrows(InputException.class, () -> RunFolder.open(target, "train"));
        }
        assertFalse(RunFolder.isRunning(target));
        RunFolder.open(target, "train").close();
    }

    @Test
    void refusesAnotherKindOfRunAndOtherFolders() {
        assertThrows(InputException.class, () -> RunFolder.open(target, "rl"));
        assertThrows(InputException.class, () -> RunFolder.open(home, "train"));
    }

    @Test
    void anInterruptedRunGoesOnFromItsLastCheckpoint() throws IOException {
        run(3);
        Path metrics = RunFolder.metricsOf(target);
        assertEquals("step,loss\n1,1.0\n2,0.5\n3,0.25\n", Files.readString(metrics));
        run(5);
        assertEquals("step,loss\n1,1.0\n2,0.5\n3,0.25\n4,0.125\n5,0.0625\n", Files.readString(metrics));
    }

    /** A run whose loss halves with each step, with a checkpoint every second one. */
    private void run(int until) throws IOException {
        try (RunFolder run = RunFolder.open(target, "train")) {
            Checkpoints checkpoints = run.checkpoints(2);
            int step = checkpoints.latest().map(Checkpoint::step).orElse(0);
            try (MetricsFile metrics = run.metrics(List.of("loss"), step)) {
                while (step < until) {
                    metrics.add(++step, Math.pow(2, 1 - step));
                    if (step % 2 == 0) {
                        checkpoints.write(step, Map.of(), folder -> {});
                    }
                }
            }
        }
    }
}
