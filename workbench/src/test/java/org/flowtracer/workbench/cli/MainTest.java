package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void helpShowsDefaultsAndExamples() {
        CommandResult help = CommandResult.of("trace", "--help");
        String text = help.out().replaceAll("\\s+", " ");
        assertEquals(0, help.code());
        assertTrue(text.contains("flowtracer trace --from my-trace"), text);
        assertTrue(text.contains("(default: absorbing)"), text);
        assertTrue(text.contains("(default: 512)"), text);
    }

    @Test
    void withoutACommandTellsWhatThereIs() {
        CommandResult result = CommandResult.of();
        assertEquals(0, result.code());
        assertTrue(result.out().contains("doctor"), result.out());
    }

    @Test
    void tellsItsVersion() {
        String version = CommandResult.of("--version").out();
        assertTrue(version.matches("FlowTracer workbench \\d+\\.\\d+\\.\\d+\\S*\\s*"), version);
    }

    @Test
    void refusesAnUnknownCommandInOneLine() {
        CommandResult result = CommandResult.of("dance");
        assertEquals(2, result.code());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("flowtracer: expected one of trace, "), result.err());
        assertTrue(result.err().contains(", found 'dance', in the arguments of flowtracer"), result.err());
    }

    @Test
    void doctorTellsWhatComputes() {
        CommandResult result = CommandResult.of("doctor");
        assertEquals(0, result.code(), result.out());
        for (String line :
                new String[] {"Java ", "Backend ", "BLAS ", "CUDA ", "Memory ", "Model ", "Missing   nothing"}) {
            assertTrue(result.out().contains(line), result.out());
        }
        assertTrue(result.out().matches("(?s).*Memory    [1-9][0-9]*\\.[0-9] GiB in all.*"), result.out());
    }

    @Test
    void benchPrintsOneJsonLine() {
        CommandResult result =
                CommandResult.of("bench", "flow", "--tokens", "256", "--graph-tokens", "64", "--rounds", "1");
        assertEquals(0, result.code(), result.err());
        assertEquals(1, result.out().lines().count(), result.out());
        assertTrue(JsonObject.parse(result.out(), "bench flow").has("bench"), result.out());
    }
}
