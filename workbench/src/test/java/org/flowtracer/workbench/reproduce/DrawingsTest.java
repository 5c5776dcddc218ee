package org.flowtracer.workbench.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flowtracer.workbench.analysis.SyntheticSweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingsTest {
    @TempDir
    Path folder;

    private final Drawings drawings = SweepDrawings.of(SyntheticSweep.results(SyntheticSweep.design(2)));

    @Test
    void whatWasWrittenDoesNotDiffer() throws IOException {
        List<String> written = drawings.write(folder);

        assertTrue(
                written.containsAll(List.of("learning-curves.svg", "cost-and-gain.svg", "contrasts.csv", "README.md")));
        assertEquals(Map.of(), drawings.differences(folder, Set.of()));
        assertEquals(List.of(), drawings.write(folder));
    }

    @Test
    void saysWhichFilesDifferAndHow() throws IOException {
        drawings.write(folder);
        Files.writeString(folder.resolve("methods.csv"), "method\n");
        Files.delete(folder.resolve("ablations.svg"));
        Files.writeString(folder.resolve("former.csv"), "x\n");
        Files.writeString(folder.resolve("data.csv"), "x\n");
        Files.writeString(folder.resolve("notes.txt"), "not drawn");

        assertEquals(
                Map.of(
                        "methods.csv", "has other bytes",
                        "ablations.svg", "is not there",
                        "former.csv", "is no longer drawn"),
                drawings.differences(folder, Set.of("data.csv")));
    }

    @Test
    void picturesOfOtherMachinesStayWhereNothingChanged() throws IOException {
        drawings.write(folder);
        Path png = folder.resolve("learning-curves.png");
        Files.writeString(png, "another machine's");

        drawings.write(folder);
        assertEquals("another machine's", Files.readString(png));

        Files.writeString(folder.resolve("learning-curves.svg"), "old");
        assertEquals(List.of("learning-curves.svg"), drawings.write(folder));
        assertTrue(Files.size(png) > 1000);
    }

    @Test
    void thePageNamesThePrimaryContrastAndSetsThePaperApart() {
        String page = drawings.texts().getOrDefault("README.md", "");
        assertTrue(page.contains(
                "**Primary contrast**, declared before the first run: `throughput` less `shuffled:throughput`"));
        assertTrue(page.contains("## What the paper reports: not our results"));
        assertTrue(page.contains("![Accuracy over training](learning-curves.svg)"));
    }
}
