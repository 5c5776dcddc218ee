package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.reproduce.Experiment;
import org.flowtracer.workbench.reproduce.Experiments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
    @TempDir
    Path figures;

    @Test
    void theCommittedDrawingsAreThoseOfTheCommittedData() {
        CommandResult result = CommandResult.of("reproduce", "--check");
        assertEquals(0, result.code(), result.out() + result.err());
    }

    @Test
    void anExperimentRunAgainCanBeCheckedAndRedrawn() throws IOException {
        CommandResult again = CommandResult.of("reproduce", "--rerun", "readme", "--into", figures.toString());
        assertEquals(0, again.code(), again.err());

        Path svg = figures.resolve("readme").resolve("backbone.svg");
        Files.writeString(svg, "scribbled on");
        CommandResult check = CommandResult.of("reproduce", "--check", "--into", figures.toString());
        assertEquals(1, check.code());
        assertTrue(check.out().contains(svg + " has other bytes"), check.out());

        CommandResult drawn = CommandResult.of("reproduce", "--into", figures.toString());
        assertEquals(0, drawn.code(), drawn.err());
        assertEquals(
                0,
                CommandResult.of("reproduce", "--check", "--into", figures.toString())
                        .code());
    }

    @Test
    void listsEveryExperimentWithItsQuestion() throws IOException {
        CommandResult result = CommandResult.of("reproduce", "--list");
        for (Experiment experiment : Experiments.ALL) {
            assertTrue(result.out().contains(experiment.question()), result.out());
        }
        assertFalse(Experiments.ALL.isEmpty());
    }

    @Test
    void refusesWhatItCannotDo() {
        CommandResult unknown = CommandResult.of("reproduce", "--rerun", "perpetual-motion");
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("found 'perpetual-motion'"), unknown.err());
        assertEquals(
                2, CommandResult.of("reproduce", "--rerun", "readme", "--check").code());
        CommandResult nothing = CommandResult.of(
                "reproduce", "--check", "--into", figures.resolve("none").toString());
        assertEquals(2, nothing.code(), nothing.out());
        assertTrue(Files.isDirectory(Bundled.figures()));
    }
}
