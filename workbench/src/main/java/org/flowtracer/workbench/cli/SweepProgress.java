package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.flowtracer.workbench.experiment.Sweep;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A line a finished run, with the time that is left by the pace since the start, at which other processes may work as well; a bar while it runs.
 */
final class SweepProgress implements Sweep.Listener {
    private final PrintWriter out;
    private final int runs;
    private final Count count;
    private final Saving saving;
    private final long begunAt = System.nanoTime();
    private final int finishedBefore;
    private long startedAt;
    private @Nullable Progress bar;

    /** How many runs are finished now, by whichever process. */
    @FunctionalInterface
    interface Count {
        int finished() throws IOException;
    }

    /** What is done after each run, such as writing the tables. */
    @FunctionalInterface
    interface Saving {
        void save() throws IOException;
    }

    /** @param runs how many there are in all */
    SweepProgress(PrintWriter out, int runs, Count count, Saving saving) throws IOException {
        this.out = out;
        this.runs = runs;
        this.count = count;
        this.saving = saving;
        finishedBefore = count.finished();
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
        int finished = count.finished();
        saving.save();
        out.println(String.format(
                Locale.ROOT,
                "[%d of %d] %-28s greedy %.3f  sampled %.3f  %s%s",
                finished,
                runs,
                cell,
                evaluation.number("greedy_accuracy"),
                evaluation.number("sampled_accuracy"),
                described(secondsSince(startedAt)),
                left(finished)));
        out.flush();
    }

    private String left(int finished) {
        double perRun = secondsSince(begunAt) / (finished - finishedBefore);
        return finished == runs ? "" : ", about " + described(perRun * (runs - finished)) + " left";
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
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
