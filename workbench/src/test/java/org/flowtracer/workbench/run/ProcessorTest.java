package org.flowtracer.workbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    @TempDir
    Path folder;

    private String name(String cpuinfo) throws IOException {
        return Processor.name(Files.writeString(folder.resolve("cpuinfo"), cpuinfo));
    }

    @Test
    void isCalledAsTheSystemCallsIt() throws IOException {
        assertEquals(
                "AMD EPYC 7763 64-Core Processor",
                name(
                        "processor\t: 0\nmodel\t\t: 1\nmodel name\t: AMD EPYC 7763 64-Core Processor\n\nmodel name\t: other\n"));
    }

    @Test
    void isItsArchitectureWhereTheSystemTellsNoMore() throws IOException {
        String architecture = System.getProperty("os.arch");
        assertEquals(architecture, name("processor\t: 0\nBogoMIPS\t: 243.75\n"));
        assertEquals(architecture, name("model name\t:\n"));
        assertEquals(architecture, Processor.name(folder.resolve("absent")));
        assertEquals(architecture, Processor.name(folder));
    }

    @Test
    void isPartOfTheMachine() {
        assertEquals(Processor.name(), RunManifest.machine().get("processor"));
        assertFalse(Processor.name().isBlank());
    }
}
