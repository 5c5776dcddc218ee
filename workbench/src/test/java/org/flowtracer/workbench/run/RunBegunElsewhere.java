package org.flowtracer.workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run whose manifest says that it was begun with 99 threads of BLAS. */
public final class RunBegunElsewhere {
    private RunBegunElsewhere() {}

    /** Makes one of a run. */
    public static void of(Path run) throws IOException {
        Path manifest = RunManifest.fileIn(run);
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst("\"blas_threads\" : \\d+", "\"blas_threads\" : 99"));
    }
}
