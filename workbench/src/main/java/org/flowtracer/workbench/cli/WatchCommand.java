package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.figure.TextChart;
import org.flowtracer.workbench.pretrain.Pretraining;
import org.flowtracer.workbench.rl.RlRun;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.Metrics.Series;
import org.flowtracer.workbench.run.RunFolder;
import org.flowtracer.workbench.run.RunManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flowtracer watch}: the curves of a run in the terminal. */
@Command(
        name = "watch",
        description = {
            "Shows the curves of a run in the terminal while it goes on, and ends with it.",
            "Where the output is no terminal, it shows them once."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {
    private static final int WIDTH = 100;
    private static final int HEIGHT = 5;
    private static final int RECENT_STEPS = 50;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The run folder (default: ${DEFAULT-VALUE}).")
    private Path run = Path.of("runs", "flow-tiny");

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How long to wait from one look to the next (default: ${DEFAULT-VALUE}).")
    private int seconds = 2;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunManifest.read(run);
        boolean terminal = Boolean.getBoolean("flowtracer.terminal.output");
        PrintWriter out = spec.commandLine().getOut();
        boolean running = RunFolder.isRunning(run);
        int shown = show(out, running, 0);
        while (terminal && running) {
            Thread.sleep(1000L * Math.max(1, seconds));
            running = RunFolder.isRunning(run);
            shown = show(out, running, shown);
        }
        return 0;
    }

    /**
     * Shows the run as it is.
     *
     * @param above how many lines of the terminal to write over
     * @return how many lines were written
     */
    private int show(PrintWriter out, boolean running, int above) throws IOException {
        List<String> lines = lines(running);
        StringBuilder screen = new StringBuilder();
        if (above > 0) {
            screen.append("\033[").append(above).append("A\033[J");
        }
        lines.forEach(line -> screen.append(line).append('\n'));
        out.print(screen);
        out.flush();
        return lines.size();
    }

    private List<String> lines(boolean running) throws IOException {
        if (!Files.exists(RunFolder.metricsOf(run))) {
            return List.of(run + "   no step done yet" + (running ? "" : ", nobody works on it"));
        }
        Metrics metrics = Metrics.read(RunFolder.metricsOf(run));
        OptionalInt steps = RunManifest.steps(RunManifest.read(run));
        List<String> lines = new ArrayList<>(List.of(state(metrics.lastStep(), steps, running)));
        for (String column : metrics.columns()) {
            Series series = metrics.series(column);
            if (series.values().length > 0) {
                String title = column.replace('_', ' ') + "   " + series.values()[series.values().length - 1];
                int last = steps.orElse(metrics.lastStep());
                lines.addAll(new TextChart(title, series.steps(), series.values(), last, WIDTH, HEIGHT).lines());
            }
        }
        return lines;
    }

    private String state(int step, OptionalInt steps, boolean running) throws IOException {
        String done = run + "   step " + step + (steps.isPresent() ? " of " + steps.getAsInt() : "");
        if (steps.isPresent() && step >= steps.getAsInt() && isFinished()) {
            return done + ", done";
        }
        return done
                + (running
                        ? timeLeft(step, steps)
                        : ", stopped; 'flowtracer " + kind() + " --resume --out " + run + "' goes on");
    }

    /** All steps are not the end: the model, or the evaluation, is written after them. */
    private boolean isFinished() throws IOException {
        return kind().equals(RlRun.KIND) ? RlRun.isFinished(run) : Pretraining.isFinished(run);
    }

    private String kind() throws IOException {
        return RunManifest.kind(RunManifest.read(run));
    }

    private String timeLeft(int step, OptionalInt steps) throws IOException {
        if (steps.isEmpty() || !Files.exists(RunFolder.clockOf(run))) {
            return "";
        }
        List<double[]> rows = Metrics.read(RunFolder.clockOf(run)).rows();
        double each = rows.stream()
                .skip(Math.max(0, rows.size() - RECENT_STEPS))
                .mapToDouble(phases -> Arrays.stream(phases).sum())
                .average()
                .orElse(0);
        return ", about " + TrainingProgress.time(each * (steps.getAsInt() - step)) + " left";
    }
}
