package org.flowtracer.workbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which kind of processor this is: kernels choose by it, and so the bits of a run depend on it. */
final class Processor {
    private static final String KEY = "model name";
    private static final String NAME = name(Path.of("/proc/cpuinfo"));

    private Processor() {}

    /** What the system calls it, or its architecture where the system tells no more. */
    static String name() {
        return NAME;
    }

    /** @param cpuinfo lines of {@code key : value}, as Linux has them */
    static String name(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(KEY))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException | SecurityException e) {
            return System.getProperty("os.arch");
        }
    }
}
