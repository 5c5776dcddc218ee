package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.ChildProcess;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rl.RlRun;
import org.flowtracer.workbench.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;

class SweepTest {
    private static final String SWEEP = """
            {"format": "flowtracer-sweep", "name": "tiny", "question": "?", "seeds": [1, 2], "references": ["uniform"],
             "base": {"task": "countdown", "steps": 2, "prompts": 2, "samples": 2, "longest_response": 24,
                      "validation_problems": 4, "validate_every": 1, "test_problems": 4, "test_samples": 1},
             "methods": [{"name": "uniform"}, {"name": "throughput"}]}
            """;

    @TempDir
    Path folder;

    private Sweep sweep(String text) throws IOException {
        return new Sweep(
                SweepFile.read(Files.writeString(folder.resolve("sweep.json"), text)),
                folder.resolve("runs"),
                Bundled.model());
    }

    /** Keeps what it is told. */
    private static final class Diary implements Sweep.Listener {
        private final List<String> entries = new ArrayList<>();

        @Override
        public void started(Cell cell, int steps) {
            entries.add("start " + cell);
        }

        @Override
        public void stepped(Cell cell, int step) {
            entries.add(cell + " " + step);
        }

        @Override
        public void finished(Cell cell, JsonObject evaluation) {
            entries.add("end " + cell + " of " + evaluation.integer("problems"));
        }
    }

    @Test
    void goesOnWhereItWasAndLeavesFinishedRunsAlone() throws IOException {
        Sweep sweep = sweep(SWEEP);
        List<Cell> first = sweep.file().cells().subList(0, 2);
        RlRun.create(sweep.folder(first.get(0)), sweep.file().config(first.get(0)), Bundled.model());
        assertEquals(Sweep.State.UNFINISHED, sweep.state(first.get(0)));
        assertEquals(Sweep.State.ABSENT, sweep.state(first.get(1)));

        Diary diary = new Diary();
        sweep.run(first, diary);

        assertEquals(
                List.of(
                        "start uniform:1",
                        "uniform:1 1",
                        "uniform:1 2",
                        "end uniform:1 of 4",
                        "start throughput:1",
                        "throughput:1 1",
                        "throughput:1 2",
                        "end throughput:1 of 4"),
                diary.entries);

        Diary again = new Diary();
        sweep.run(first, again);
        assertEquals(List.of(), again.entries);

        assertCollected(sweep);
        assertAnotherConfigurationIsRefused(first);
    }

    private void assertCollected(Sweep sweep) throws IOException {
        Path data = folder.resolve("data");
        SweepCollection.save(sweep, data);
        SweepCollection.save(sweep, data);
        SweepResults results = SweepResults.read(data);

        assertEquals(List.of("uniform", "throughput"), results.methods());
        assertEquals(2, results.runs().rowCount());
        // A measurement before the first step and after each of two.
        assertEquals(6, results.curves().rowCount());
        Row start = results.curves().row(0);
        assertEquals(0, start.getInt("step"));
        assertEquals(2 * 2, results.training().rowCount());
        assertEquals(2, results.training().row(1).getInt("step"));
        double mean = (results.curves().row(0).getDouble("accuracy") / 2
                        + results.curves().row(1).getDouble("accuracy")
                        + results.curves().row(2).getDouble("accuracy") / 2)
                / 2;
        assertEquals(
                TableFile.rounded(mean, 6),
                results.bySeed("uniform", Measure.AULC).get(1));
        double step =
                Objects.requireNonNull(results.secondsBySeed("uniform", "step").get(1));
        double rollout = Objects.requireNonNull(
                results.secondsBySeed("uniform", "rollout").get(1));
        assertTrue(step >= rollout);
        assertTrue(results.secondsBySeed("uniform", "validate").isEmpty());
        JsonObject manifest = JsonObject.read(data.resolve("manifest.json"));
        assertEquals("tiny", manifest.object("sweep").string("name"));
        assertTrue(manifest.object("inputs_sha256").object("bundled").has("model.safetensors"));
        assertEquals(1, manifest.objects("machines").size());
        assertEquals(
                List.of("config.json", "model.safetensors", "tokenizer.json"),
                List.copyOf(manifest.object("inputs_sha256").object("bundled").keys()));
        JsonObject ofRun =
                JsonObject.read(sweep.folder(sweep.file().cells().get(0)).resolve("manifest.json"));
        JsonObject shared = manifest.objects("problems_sha256").get(0);
        assertEquals(List.of("first_validation_problems", "first_test_problems"), List.copyOf(shared.keys()));
        for (String name : shared.keys()) {
            assertEquals(ofRun.object("inputs_sha256").string(name), shared.string(name));
        }
    }

    private void assertAnotherConfigurationIsRefused(List<Cell> cells) throws IOException {
        Sweep other = sweep(SWEEP.replace("\"steps\": 2", "\"steps\": 3"));
        InputException refused = assertThrows(InputException.class, () -> other.run(cells, new Diary()));
        assertTrue(refused.getMessage().startsWith("expected a run with steps 3, found 2, in "), refused.getMessage());
    }

    @Test
    void leavesToAnotherProcessWhatItHolds() throws IOException {
        Sweep sweep = sweep(SWEEP);
        Cell cell = sweep.file().cells().get(0);
        RlRun.create(sweep.folder(cell), sweep.file().config(cell), Bundled.model());
        try (RunFolder held = RunFolder.open(sweep.folder(cell), RlRun.KIND)) {
            assertEquals(Sweep.State.RUNNING, sweep.state(cell));
            Diary diary = new Diary();
            sweep.run(List.of(cell), diary);
            assertEquals(List.of(), diary.entries);
            assertEquals(sweep.folder(cell), held.path());
        }
    }

    /** Makes every run of a sweep, beside whoever else does. */
    static final class Beside {
        private Beside() {}

        public static void main(String[] arguments) throws IOException {
            Sweep sweep = new Sweep(SweepFile.read(Path.of(arguments[0])), Path.of(arguments[1]), Bundled.model());
            Diary diary = new Diary();
            sweep.run(sweep.file().cells(), diary);
            diary.entries.forEach(System.out::println);
        }
    }

    @Test
    void aKilledSweepGoesOnToTheSameResults() throws IOException, InterruptedException {
        Sweep sweep = sweep(SWEEP.replace("\"steps\": 2", "\"steps\": 8, \"checkpoint_every\": 2"));
        Path second = sweep.folder(sweep.file().cells().get(1));
        Process killed = ChildProcess.start(
                Beside.class,
                folder.resolve("sweep.json").toString(),
                sweep.runs().toString());
        while (killed.isAlive() && !Files.exists(second.resolve("rollouts/step-000003.jsonl"))) {
            Thread.sleep(5);
        }
        killed.destroyForcibly().waitFor();
        assertEquals(Sweep.State.ABSENT, sweep.state(sweep.file().cells().get(3)), "the sweep ended by itself");

        Diary diary = new Diary();
        sweep.run(sweep.file().cells(), diary);
        assertFalse(diary.entries.contains("start uniform:1"), "the first run was finished");
        assertFalse(diary.entries.contains("throughput:1 1"), "the second had a checkpoint");
        assertTrue(diary.entries.contains("throughput:1 8"), diary.entries.toString());
        Sweep whole = new Sweep(sweep.file(), folder.resolve("whole"), Bundled.model());
        whole.run(whole.file().cells(), new Diary());
        SweepCollection.save(sweep, folder.resolve("data"));
        SweepCollection.save(whole, folder.resolve("expected"));
        for (String table : List.of("results.csv", "curves.csv", "training.csv")) {
            assertEquals(
                    Files.readString(folder.resolve("expected").resolve(table)),
                    Files.readString(folder.resolve("data").resolve(table)));
        }
    }

    @Test
    void twoProcessesShareItsRuns() throws IOException, InterruptedException {
        Sweep sweep = sweep(SWEEP.replace("[1, 2]", "[1, 2, 3, 4]"));
        Process beside = ChildProcess.start(
                Beside.class,
                folder.resolve("sweep.json").toString(),
                sweep.runs().toString());
        Diary diary = new Diary();
        sweep.run(sweep.file().cells(), diary);
        List<String> entries = new ArrayList<>(diary.entries);
        entries.addAll(beside.inputReader(StandardCharsets.UTF_8).lines().toList());
        assertEquals(0, beside.waitFor(), entries.toString());

        List<String> firstSteps =
                entries.stream().filter(entry -> entry.endsWith(" 1")).sorted().toList();
        assertEquals(
                sweep.file().cells().stream().map(cell -> cell + " 1").sorted().toList(), firstSteps);
        assertEquals(
                8, SweepCollection.save(sweep, folder.resolve("data")).runs().rowCount());
        assertEquals(
                1,
                JsonObject.read(folder.resolve("data").resolve("manifest.json"))
                        .objects("problems_sha256")
                        .size(),
                "all seeds have the same");
    }
}
