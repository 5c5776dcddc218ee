package org.flowtracer.workbench.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rl.RlConfig;
import org.flowtracer.workbench.rl.RlRun;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.run.RunInUseException;
import org.flowtracer.workbench.run.RunManifest;

/**
 * The runs of a sweep, each in a folder {@code METHOD/seed-SEED}. All methods of a seed see the same problems and draw with the same random
 * numbers. A sweep that was stopped goes on where it was: finished runs are left alone, an unfinished one goes on from its checkpoint. Several
 * processes may work on one sweep; each run is made by one of them.
 *
 * @param file what to run
 * @param runs the folder of the runs
 * @param bundled the folder of the model that a configuration without one means
 */
public record Sweep(SweepFile file, Path runs, Path bundled) {
    /** How far a run is. */
    public enum State {
        ABSENT,
        UNFINISHED,
        RUNNING,
        FINISHED
    }

    /** Is told how the runs come along. */
    public interface Listener {
        /** A run begins, or goes on. */
        void started(Cell cell, int steps);

        /** A step of it is done. */
        void stepped(Cell cell, int step);

        /**
         * It is at its end, to which another process may have brought it at the last moment.
         *
         * @param evaluation what it came to
         */
        void finished(Cell cell, JsonObject evaluation) throws IOException;
    }

    /** Where a run lies. */
    public Path folder(Cell cell) {
        return runs.resolve(cell.method()).resolve("seed-" + cell.seed());
    }

    /** How far a run is. */
    public State state(Cell cell) throws IOException {
        Path folder = folder(cell);
        if (!RunFolder.isRun(folder)) {
            return State.ABSENT;
        }
        if (RlRun.isFinished(folder)) {
            return State.FINISHED;
        }
        return RunFolder.isRunning(folder) ? State.RUNNING : State.UNFINISHED;
    }

    /**
     * Makes those of the given runs that are not finished, one after the other; those that another process works on are left to it.
     *
     * @throws InputException if the folder of a run holds a run of another configuration
     * @throws IOException if the disk refuses
     */
    public void run(List<Cell> cells, Listener listener) throws IOException {
        for (Cell cell : cells) {
            RlConfig config = file.config(cell);
            if (state(cell) == State.ABSENT) {
                create(cell, config);
            }
            requireConfig(cell, config);
            if (state(cell) == State.UNFINISHED) {
                listener.started(cell, config.steps());
                make(cell, listener);
            }
        }
    }

    private void create(Cell cell, RlConfig config) throws IOException {
        try {
            RlRun.create(folder(cell), config, bundled);
        } catch (InputException e) {
            if (state(cell) == State.ABSENT) {
                throw e;
            } // else another process was faster
        }
    }

    private void make(Cell cell, Listener listener) throws IOException {
        JsonObject evaluation;
        try {
            evaluation = RlRun.run(folder(cell), bundled, (step, report, validation) -> listener.stepped(cell, step));
        } catch (RunInUseException e) {
            return; // another process was faster
        }
        listener.finished(cell, evaluation);
    }

    private void requireConfig(Cell cell, RlConfig config) throws IOException {
        Map<String, Object> found =
                RunManifest.read(folder(cell)).object("config").asMap();
        Map<String, Object> expected = JsonObject.parse(JsonObject.text(config.asMap()), cell.toString())
                .asMap();
        Optional<String> differing = expected.keySet().stream()
                .filter(key -> !String.valueOf(expected.get(key)).equals(String.valueOf(found.get(key))))
                .findFirst();
        if (differing.isPresent() || !expected.keySet().equals(found.keySet())) {
            String key = differing.orElse("keys");
            throw new InputException(
                    "a run with " + key + " " + expected.getOrDefault(key, expected.keySet()),
                    String.valueOf(found.getOrDefault(key, found.keySet())),
                    folder(cell).toString());
        }
    }
}
