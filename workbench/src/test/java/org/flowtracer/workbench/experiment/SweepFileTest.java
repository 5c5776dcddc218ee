package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.rl.RlConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepFileTest {
    private static final String SWEEP = """
            {"format": "flowtracer-sweep", "name": "two-by-two", "question": "?", "base": {"steps": 3, "model": "../tiny"},
             "seeds": [4, 2], "references": ["uniform"],
             "methods": [{"name": "uniform"},
                         {"name": "flow-3", "scorer": "throughput", "gamma": 3, "config": {"steps": 5, "rate": 0.001}}]}
            """;

    @TempDir
    Path folder;

    private SweepFile read(String text) throws IOException {
        return SweepFile.read(Files.writeString(folder.resolve("sweep.json"), text));
    }

    @Test
    void everyMethodOfASeedComesBeforeTheNextSeed() throws IOException {
        assertEquals(
                List.of("uniform:4", "flow-3:4", "uniform:2", "flow-3:2"),
                read(SWEEP).cells().stream().map(Cell::toString).toList());
    }

    @Test
    void aRunIsTheBaseWithWhatItsMethodSays() throws IOException {
        RlConfig uniform = read(SWEEP).config(new Cell("uniform", 2));
        RlConfig flow = read(SWEEP).config(new Cell("flow-3", 2));

        assertEquals(3, uniform.steps());
        assertEquals(2, uniform.seed());
        assertEquals(5, flow.steps());
        assertEquals(0.001, flow.updating().rate().peak());
        assertEquals("throughput", flow.method().scorer());
        assertEquals(3, flow.method().credit().gamma());
        assertEquals(
                folder.toAbsolutePath().normalize().resolveSibling("tiny"),
                uniform.model().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example",
                "confirmatory",
                "exploratory",
                "ablations",
                "second-model",
                "second-task",
                "fewer-steps",
                "longer-responses"
            })
    void theBundledSweepsAreWellFormed(String name) throws IOException {
        SweepFile file = SweepFile.read(Bundled.experiment(name));

        assertEquals(name, file.design().name());
        file.cells().forEach(file::config);
        assertEquals("uniform", file.design().control());
    }

    @Test
    void theConfirmatorySweepIsAsItWasDeclared() throws IOException {
        SweepFile file = SweepFile.read(Bundled.experiment("confirmatory"));

        assertEquals(72, file.cells().size());
        assertEquals("throughput", file.design().primary().orElseThrow().method());
        assertEquals(
                "shuffled:throughput", file.design().primary().orElseThrow().reference());
        assertEquals(
                Measure.SAMPLED_ACCURACY, file.design().primary().orElseThrow().measure());
        assertEquals(
                List.of(
                        "uniform",
                        "uniform-scaled",
                        "shuffled:throughput",
                        "entropy",
                        "attention-received-max",
                        "throughput"),
                file.design().methods());
        assertEquals(
                IntStream.rangeClosed(1, 12).boxed().toList(), file.design().seeds());
    }

    @Test
    void refusesWithThePlaceWhatItDoesNotKnow() {
        assertRefused(SWEEP.replace("\"steps\": 3", "\"stepps\": 3"), "'stepps'");
        assertRefused(SWEEP.replace("\"gamma\": 3", "\"gamma\": -3"), "gamma");
        assertRefused(SWEEP.replace("\"scorer\": \"throughput\"", "\"scorer\": \"magic\""), "'magic'");
        assertRefused(SWEEP.replace("\"steps\": 3", "\"steps\": 3, \"seed\": 1"), "'seed'");
        assertRefused(SWEEP.replace("two-by-two", "Two By Two"), "'name'");
        assertRefused(SWEEP.replace("\"question\": \"?\", ", ""), "'question'");
        assertRefused(SWEEP.replace("flowtracer-sweep", "flowtracer-trace"), "'format'");
        assertRefused(SWEEP.replace("\"references\"", "\"controls\": [], \"references\""), "'controls'");
    }

    private void assertRefused(String sweep, String expected) {
        InputException refused = assertThrows(InputException.class, () -> read(sweep));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }
}
