package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.flowtracer.workbench.files.InputException;

/** An experiment whose results are committed: data, and what is drawn from them in the folder {@code NAME} of all figures. */
public interface Experiment {
    /** The name of its folders: lower-case words joined by hyphens. */
    String name();

    /** What it finds out, in one line. */
    String question() throws IOException;

    /**
     * Everything that is drawn from the data; the same data give the same drawings.
     *
     * @param data the folder of its data
     * @throws InputException if the data are malformed
     * @throws IOException if the disk refuses
     */
    Drawings draw(Path data) throws IOException;

    /**
     * Runs the experiment. Where it is long, a second call goes on where the first was stopped.
     *
     * @param work a folder of its own for what is not kept
     * @param data where to put the data, replaced whole or not at all
     * @param listener is told a line at a time how far it is
     * @throws IOException if the disk refuses
     */
    void run(Path work, Path data, Consumer<String> listener) throws IOException;

    /** Where its data lie: {@code data/NAME}, for all but those that keep data and drawings together. */
    default Path dataIn(Path figures) {
        return figures.resolve("data").resolve(name());
    }

    /** The tables among its data that lie where it draws. */
    default Set<String> dataAmongDrawings() {
        return Set.of();
    }

    /** Whether it has data. */
    default boolean isRecordedIn(Path figures) {
        return Files.isDirectory(dataIn(figures));
    }
}
