package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.reproduce.Experiment;
import org.flowtracer.workbench.reproduce.Experiments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer reproduce}: the committed figures and tables, from the committed results or from the experiments run again. */
@Command(
        name = "reproduce",
        description = "Draws every committed figure and table from the committed results, the same bytes each time.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  flowtracer reproduce",
            "      draws into figures/ what differs from the files there",
            "  flowtracer reproduce --check",
            "      draws nothing; says what differs, and then ends with exit code 1",
            "  flowtracer reproduce --rerun confirmatory",
            "      runs that experiment again, data and drawings to out/reproduce; --into figures puts them in the place of the committed ones"
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final Path WORK = Path.of("out", "reproduce");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--check", description = "Only compare: SVG, CSV and Markdown, byte by byte.")
    private boolean check;

    @Option(names = "--list", description = "Only list the experiments.")
    private boolean list;

    @Option(
            names = "--rerun",
            paramLabel = "NAME",
            description = "Run an experiment again, then draw it; one that was stopped goes on.")
    private @Nullable String rerun;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description =
                    "The folder of figures, with the data in it (default: figures of the workbench; with --rerun out/reproduce).")
    private @Nullable Path into;

    @Override
    public Integer call() throws IOException {
        if ((check ? 1 : 0) + (list ? 1 : 0) + (rerun == null ? 0 : 1) > 1) {
            throw new ParameterException(
                    spec.commandLine(), "expected one of --check, --list and --rerun, found several, in the arguments");
        }
        if (list) {
            for (Experiment experiment : Experiments.ALL) {
                out().printf("%-20s %s%n", experiment.name(), experiment.question());
            }
            return 0;
        }
        if (rerun != null) {
            runAgain(Experiments.named(rerun), into == null ? WORK : into);
            return 0;
        }
        Path figures = into == null ? Bundled.figures() : into;
        if (!Files.isDirectory(figures)) {
            throw new InputException("a folder of figures with their data", "no such folder", figures.toString());
        }
        return check ? compare(figures) : draw(figures);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void runAgain(Experiment experiment, Path figures) throws IOException {
        Path data = experiment.dataIn(figures);
        experiment.run(WORK.resolve("work").resolve(experiment.name()), data, line -> {
            out().println(line);
            out().flush();
        });
        report(experiment, experiment.draw(data).write(figures.resolve(experiment.name())));
        out().println("Data        " + data);
    }

    private int draw(Path figures) throws IOException {
        for (Experiment experiment : Experiments.ALL) {
            if (experiment.isRecordedIn(figures)) {
                report(
                        experiment,
                        experiment.draw(experiment.dataIn(figures)).write(figures.resolve(experiment.name())));
            } else {
                out().printf("%-20s has no data yet%n", experiment.name());
            }
        }
        out().println("Figures     " + figures);
        return 0;
    }

    private void report(Experiment experiment, List<String> written) {
        out().printf(
                        "%-20s %s%n",
                        experiment.name(), written.isEmpty() ? "as it was" : "drew " + String.join(", ", written));
    }

    private int compare(Path figures) throws IOException {
        int different = 0;
        for (Experiment experiment : Experiments.ALL) {
            if (experiment.isRecordedIn(figures)) {
                Path folder = figures.resolve(experiment.name());
                var differences =
                        experiment.draw(experiment.dataIn(figures)).differences(folder, experiment.dataAmongDrawings());
                differences.forEach((file, how) -> out().println(folder.resolve(file) + " " + how));
                different += differences.size();
            }
        }
        out().println(
                        different == 0
                                ? "All drawings are as committed."
                                : different + " files differ from what reproduce draws.");
        return different == 0 ? 0 : Main.FAILED;
    }
}
