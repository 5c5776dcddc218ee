package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowtracer.workbench.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build for graphics cards on a machine without one: its class path is put together from ours and the name of ND4J's CUDA backend. */
class CudaRefusalTest {
    @TempDir
    Path folder;

    @Test
    void doctorAndEveryCommandRefuseBeforeAnyKernelRuns() throws IOException, InterruptedException {
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia/version")), "there is a driver");
        Path backend = folder.resolve("org/nd4j/linalg/jcublas/JCublasBackend.class");
        Files.createDirectories(backend.getParent());
        Files.createFile(backend);
        for (String[] arguments : new String[][] {
            {"doctor"}, {"trace", "--out", folder.resolve("out").toString()}
        }) {
            Process process = ChildProcess.start(folder + File.pathSeparator, Main.class, arguments);
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(2, process.waitFor(), printed);
            assertTrue(printed.contains("expected an NVIDIA graphics card with its driver, found no driver"), printed);
        }
    }
}
