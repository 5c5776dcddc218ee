package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.InterventionStudy;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.experiment.InterventionFindings;
import org.flowtracer.workbench.experiment.InterventionFindings.Result;
import org.flowtracer.workbench.experiment.InterventionOptions;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowtracer intervene}: does the answer depend on the tokens that a scorer names? */
@Command(
        name = "intervene",
        description =
                "Hides the tokens that scorers rank highest or lowest, and statements of the prompt, and sees what becomes"
                        + " of the answer.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class InterveneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--problems",
            paramLabel = "N",
            defaultValue = "500",
            description = "Problems of the test split (default: ${DEFAULT-VALUE}).")
    private int problems = 500;

    @Option(
            names = "--scorers",
            paramLabel = "NAME",
            split = ",",
            description = "Who ranks the tokens (default: ${DEFAULT-VALUE}).")
    private List<String> scorers = InterventionOptions.SCORERS_DEFAULT;

    @Mixin
    private ScoreArguments scoring = new ScoreArguments();

    @Option(
            names = "--fraction",
            paramLabel = "F",
            defaultValue = "0.2",
            description =
                    "The share of the response's tokens before the answer that is hidden (default: ${DEFAULT-VALUE}).")
    private double fraction = 0.2;

    @Option(
            names = "--layers",
            paramLabel = "BAND",
            defaultValue = "middle",
            description = "Layers to average: early, middle, late, all or A..B (default: ${DEFAULT-VALUE}).")
    private LayerBand layers = LayerBand.MIDDLE;

    @Option(
            names = "--answer-at",
            paramLabel = "token|predictor",
            defaultValue = "token",
            description =
                    "Whether the answer arrives at its own tokens or one to the left of each (default: ${DEFAULT-VALUE}).")
    private DagOptions.AnswerAt answerAt = DagOptions.AnswerAt.TOKEN;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            defaultValue = TwinChain.NAME,
            description = "Whose problems, twin-chain or words (default: ${DEFAULT-VALUE}).")
    private String task = TwinChain.NAME;

    @Option(
            names = "--options",
            paramLabel = "JSON",
            description =
                    "The task's options, such as '{\"largest_value\": 300}' (datasets/tasks/README.md lists them).")
    private @Nullable String taskOptions;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Who answers (default: the bundled model of the task).")
    private @Nullable Path model;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the problems, the random scorer and the intervals (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Problems scored at a time; changes no result (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write; a study there is replaced (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out", "intervene");

    @Override
    public Integer call() throws IOException {
        InterventionOptions options = new InterventionOptions(
                Tasks.generator(task, Arguments.taskOptions(taskOptions), Split.TEST, seed),
                problems,
                DagOptions.DEFAULT.withLayers(layers).withAnswerAt(answerAt),
                scoring.scorers(scorers, InterventionOptions.ALWAYS, seed),
                fraction,
                threads,
                new Bootstrap(Bootstrap.DEFAULT.resamples(), Bootstrap.DEFAULT.level(), seed));
        AtomicFolder.requireReplaceable(out, InterventionStudy::isOurs, InterventionStudy.KIND);
        InterventionFindings findings;
        try (Workbench workbench = Workbench.load(model == null ? Bundled.model(task) : model);
                Progress progress = Progress.of("Answering", problems)) {
            findings = InterventionStudy.write(workbench.model(), options, out, progress::step);
        }
        print(findings);
        return 0;
    }

    private void print(InterventionFindings findings) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(
                Locale.ROOT,
                "Answers     %d right, %d wrong, %d without an answer%n",
                findings.right(),
                findings.wrong(),
                findings.unanswered());
        findings.lacking().forEach((scorer, why) -> terminal.println("Left out    " + scorer + ": needs " + why));
        terminal.println("Hidden tokens: answers that changed, with 95 % intervals");
        findings.hiddenTokens().stream()
                .filter(result -> result.measure().equals("answer-changed"))
                .forEach(result -> line(terminal, result));
        terminal.println("Hidden statements: AUROC for those that the response needs to stay half as likely");
        findings.hiddenStatements().stream()
                .filter(result ->
                        result.measure().equals("auroc") && result.subject().equals("response"))
                .forEach(result -> line(terminal, result));
        terminal.println("Tables      " + out);
    }

    private static void line(PrintWriter terminal, Result result) {
        terminal.printf(
                Locale.ROOT,
                "  %-24s %-8s %.3f (%.3f to %.3f)%n",
                result.scorer(),
                result.subject(),
                result.mean().mean(),
                result.mean().low(),
                result.mean().high());
    }
}
