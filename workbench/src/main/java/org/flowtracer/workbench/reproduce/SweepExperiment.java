package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.experiment.Sweep;
import org.flowtracer.workbench.experiment.SweepCollection;
import org.flowtracer.workbench.experiment.SweepFile;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.JsonObject;

/** A sweep that comes with the workbench, {@code datasets/experiments/NAME.json}. */
record SweepExperiment(String name) implements Experiment {
    @Override
    public String question() throws IOException {
        return SweepFile.read(Bundled.experiment(name)).question();
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        return SweepDrawings.of(SweepResults.read(data));
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        SweepFile file = SweepFile.read(Bundled.experiment(name));
        Sweep sweep = new Sweep(file, work.resolve("runs"), Bundled.model());
        sweep.run(file.cells(), new Telling(listener));
        SweepCollection.save(sweep, data);
    }

    /** A line a finished run. */
    private record Telling(Consumer<String> listener) implements Sweep.Listener {
        @Override
        public void started(Cell cell, int steps) {}

        @Override
        public void stepped(Cell cell, int step) {}

        @Override
        public void finished(Cell cell, JsonObject evaluation) {
            listener.accept(
                    String.format(Locale.ROOT, "%-28s greedy %.3f", cell, evaluation.number("greedy_accuracy")));
        }
    }
}
