package org.flowtracer.workbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path folder;

    private Checkpoints checkpoints;

    @BeforeEach
    void open() throws IOException {
        checkpoints = Checkpoints.open(folder, 2);
    }

    private void write(int step) throws IOException {
        checkpoints.write(
                step,
                Map.of("data_position", 7 * step),
                into -> Files.writeString(into.resolve("weights"), "of step " + step));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private Checkpoint latest() throws IOException {
        return checkpoints.latest().orElseThrow();
    }

    @Test
    void theLastOnesStay() throws IOException {
        assertTrue(checkpoints.latest().isEmpty());
        for (int step : new int[] {500, 1000, 1_000_000}) {
            write(step);
        }
        assertEquals(List.of("step-001000", "step-1000000"), names());
        assertEquals(1_000_000, latest().step());
        assertEquals(7_000_000, latest().state().integer("data_position"));
        assertEquals("of step 1000000", Files.readString(latest().folder().resolve("weights")));
    }

    /** /dev/full is a disk without room, where there is one. */
    @Test
    void aFullDiskLeavesThoseFromBefore() throws IOException {
        write(1);
        write(2);
        Path full = Path.of("/dev/full");
        assertThrows(
                IOException.class,
                () -> checkpoints.write(3, Map.of(), into -> {
                    Files.writeString(into.resolve("half"), "written");
                    if (Files.exists(full)) {
                        Files.writeString(full, "no room");
                    }
                    throw new IOException("No space left on device");
                }));
        assertEquals(List.of("step-000001", "step-000002"), names());
        assertEquals(2, latest().step());
    }

    @Test
    void aKilledWriterLeavesNothingThatCounts() throws IOException {
        write(1);
        Files.createDirectory(folder.resolve(".step-000002.9f3cbb0e-5c4f-4d07-a6c8-7d3f3f5a3f10"));
        open();
        assertEquals(List.of("step-000001"), names());
        assertEquals(1, latest().step());
    }

    @Test
    void namesTheFileThatIsBrokenAndTheWayOn() throws IOException {
        write(1);
        write(2);
        Path second = folder.resolve("step-000002");
        Files.writeString(second.resolve("weights"), "of another");
        assertBroken("expected the file as it was written, found another SHA-256, in " + second.resolve("weights"));
        Files.delete(second.resolve("weights"));
        assertBroken("expected a file of the checkpoint, found none, in " + second.resolve("weights"));
        Files.delete(second.resolve("checkpoint.json"));
        assertBroken("expected a JSON file, found no such file, in " + second.resolve("checkpoint.json"));
        Files.delete(second);
        assertEquals(1, latest().step());
    }

    private void assertBroken(String problem) {
        assertEquals(
                problem + ", in a broken checkpoint; deleting its folder lets the run go on from step 1",
                assertThrows(InputException.class, checkpoints::latest).getMessage());
    }
}
