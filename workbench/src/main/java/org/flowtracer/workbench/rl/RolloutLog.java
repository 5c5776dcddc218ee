package org.flowtracer.workbench.rl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flowtracer.workbench.files.AtomicFile;

/** Writes down what was sampled in a step: one JSON object a line, a response each. */
final class RolloutLog {
    private RolloutLog() {}

    static void write(Path file, List<SampledGroup> groups) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (SampledGroup group : groups) {
            for (SampledResponse response : group.responses()) {
                lines.append(response.judged().json()).append('\n');
            }
        }
        AtomicFile.write(file, lines.toString());
    }
}
