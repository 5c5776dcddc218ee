package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.InterventionFindings.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterventionTableTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatWasWritten() throws IOException {
        List<Result> results = List.of(
                new Result(
                        "throughput",
                        "highest",
                        "answer-changed",
                        new Interval(0.5, 0.4, 0.6, 30),
                        Optional.of(new Interval(0.1, -0.05, 0.25, 30)),
                        Optional.empty()),
                new Result(
                        "random",
                        "lowest",
                        "correctness-flipped",
                        new Interval(0.25, 0.125, 0.375, 30),
                        Optional.empty(),
                        Optional.of(new Interval(-0.1, -0.25, 0.05, 30))));
        Path file = folder.resolve("tokens.csv");
        TableFile.write(file, InterventionFindings.table("tokens", "hidden", results));

        assertEquals(results, InterventionTable.read(file, "hidden"));
    }
}
