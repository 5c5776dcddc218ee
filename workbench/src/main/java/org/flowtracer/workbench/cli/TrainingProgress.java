package org.flowtracer.workbench.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flowtracer.workbench.pretrain.TrainingConfig;
import org.flowtracer.workbench.pretrain.TrainingListener;

/**
 * How a training run comes along, on standard error: one line that is written over where that is a terminal, else a line every hundred steps; a
 * line for each validation.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private static final int STEPS_A_LINE = 100;
    private static final long NANOS_A_LOOK = 500_000_000;

    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean("flowtracer.terminal");
    private final int steps;
    private final int tokensAStep;
    private long start = System.nanoTime();
    private int firstStep;
    private long lastTime = start;
    private int lastStep;
    private boolean lineOpen;

    /** @param done how many steps were done before */
    TrainingProgress(PrintWriter err, TrainingConfig config, int done) {
        this.err = err;
        this.steps = config.steps();
        this.tokensAStep = config.batchTokens();
        this.firstStep = done;
        this.lastStep = done;
        if (done > 0) {
            err.println("Goes on     after step " + done);
        }
    }

    @Override
    public void stepped(int step, double loss) {
        long now = System.nanoTime();
        boolean due = terminal ? now - lastTime >= NANOS_A_LOOK : step % STEPS_A_LINE == 0;
        if (!due && step != steps) {
            return;
        }
        double tokensPerSecond = 1e9 * tokensAStep * (step - lastStep) / Math.max(1, now - lastTime);
        double secondsLeft = 1e-9 * (now - start) / (step - firstStep) * (steps - step);
        String line = String.format(
                Locale.ROOT,
                "step %d of %d   loss %.4f   %,.0f tokens/s   %s left",
                step,
                steps,
                loss,
                tokensPerSecond,
                time(secondsLeft));
        if (terminal) {
            err.print("\r" + line + "    ");
            err.flush();
            lineOpen = true;
        } else {
            err.println(line);
        }
        lastTime = now;
        lastStep = step;
    }

    static String time(double seconds) {
        long minutes = Math.round(seconds / 60);
        return minutes >= 60
                ? minutes / 60 + " h " + minutes % 60 + " min"
                : minutes >= 2 ? minutes + " min" : Math.round(seconds) + " s";
    }

    @Override
    public void validated(int step, Map<String, Double> accuracy) {
        endLine();
        err.println("step " + step + "   validation   "
                + accuracy.entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%s %.3f", entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("   ")));
    }

    @Override
    public void restarted(int step) {
        err.println("step " + step + "   too little was reached: begins again from another seed");
        firstStep = 0;
        lastStep = 0;
        start = System.nanoTime();
        lastTime = start;
    }

    private void endLine() {
        if (lineOpen) {
            err.println();
            lineOpen = false;
        }
    }

    @Override
    public void close() {
        endLine();
    }
}
