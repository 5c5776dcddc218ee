package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.flowtracer.workbench.experiment.Sweep;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.JsonObject;
import org.jspecify.annotations.Nullable;

/** A line a finished run, with the time that is left by the mean of those finished since the start; a bar while it runs. */
final class SweepProgress implements Sweep.Listener {
    private final PrintWriter out;
    private final int runs;
    private final Saving saving;
    private int finished;
    private int finishedHere;
    private double secondsHere;
    private long startedAt;
    private @Nullable Progress bar;

    /** What is done after each run, such as writing the tables. */
    @FunctionalInterface
    interface Saving {
        void save() throws IOException;
    }

    /**
     * @param runs how many there are in all
     * @param finished how many of them are finished already
     */
    SweepProgress(PrintWriter out, int runs, int finished, Saving saving) {
        this.out = out;
        this.runs = runs;
        this.finished = finished;
        this.saving = saving;
    }

    @Override
    public void started(Cell cell, int steps) {
        startedAt = System.nanoTime();
        bar = Progress.of(cell.toString(), steps);
    }

    @Override
    public void stepped(Cell cell, int step) {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void finished(Cell cell, JsonObject evaluation) throws IOException {
        if (bar != null) {
            bar.close();
        }
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        finished++;
        finishedHere++;
        secondsHere += seconds;
        saving.save();
        out.println(String.format(
                Locale.ROOT,
                "[%d of %d] %-28s greedy %.3f  sampled %.3f  %s%s",
                finished,
                runs,
                cell,
                evaluation.number("greedy_accuracy"),
                evaluation.number("sampled_accuracy"),
                described(seconds),
                left()));
        out.flush();
    }

    private String left() {
        return finished == runs ? "" : ", about " + described(secondsHere / finishedHere * (runs - finished)) + " left";
    }

    /** {@code 45 s}, {@code 12 min} or {@code 3 h 5 min}. */
    static String described(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() == 0
                ? duration.toMinutes() + " min"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
