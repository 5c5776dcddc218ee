package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.experiment.Sweep;
import org.flowtracer.workbench.experiment.SweepCollection;
import org.flowtracer.workbench.experiment.SweepFile;
import org.flowtracer.workbench.experiment.SweepFile.Cell;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.reproduce.SweepDrawings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flowtracer sweep}: methods times seeds from one file. */
@Command(
        name = "sweep",
        description = "Trains by every method with every seed of a file, pairs the runs, and draws what they came to.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "A sweep that was stopped goes on when it is started again; finished runs are left alone. Started twice at the same time, it shares",
            "its runs between the two. The runs go through all methods of the first seed, then of the second, and so on.",
            "",
            "Examples:",
            "  flowtracer sweep",
            "      a small example of two methods and two seeds",
            "  flowtracer sweep datasets/experiments/confirmatory.json",
            "  flowtracer sweep datasets/experiments/confirmatory.json --only throughput:3 --out out/cell",
            "      one run of the table"
        })
final class SweepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The sweep (default: datasets/experiments/example.json of the workbench).")
    private @Nullable Path path;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the runs, data/NAME and the figures NAME go (default: out/sweep/NAME).")
    private @Nullable Path out;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description =
                    "Where the runs lie; sweeps with the same base can share those that they have in common, if all are of one version of the code (default: runs in --out).")
    private @Nullable Path runs;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where to put the tables of the finished runs, such as figures/data/NAME (default: data/NAME in --out).")
    private @Nullable Path data;

    @Option(
            names = "--only",
            paramLabel = "METHOD:SEED",
            description = "Make only this run of the sweep; may be given several times.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Only list the runs and how far they are.")
    private boolean list;

    @Override
    public Integer call() throws IOException {
        SweepFile file = SweepFile.read(path == null ? Bundled.experiment("example") : path);
        Path folder = out == null ? Path.of("out", "sweep", file.design().name()) : out;
        Sweep sweep = new Sweep(file, runs == null ? folder.resolve("runs") : runs, Bundled.model());
        List<Cell> cells = only.isEmpty() ? file.cells() : chosen(file);
        if (list) {
            for (Cell cell : cells) {
                out().printf("%-36s %s%n", cell, sweep.state(cell).name().toLowerCase(Locale.ROOT));
            }
            return 0;
        }
        Path tables =
                data == null ? folder.resolve("data").resolve(file.design().name()) : data;
        AtomicFolder.requireReplaceable(tables, SweepCollection::isOurs, SweepCollection.KIND);
        sweep.run(
                cells,
                new SweepProgress(
                        out(), cells.size(), () -> finished(sweep, cells), () -> SweepCollection.save(sweep, tables)));
        SweepResults results = SweepCollection.save(sweep, tables);
        report(results, folder, tables, cells.size() - finished(sweep, cells));
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private List<Cell> chosen(SweepFile file) {
        List<Cell> chosen = new ArrayList<>();
        for (String text : only) {
            chosen.add(file.cells().stream()
                    .filter(cell -> cell.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "expected --only METHOD:SEED with a method of "
                                    + file.design().methods()
                                    + " and a seed of " + file.design().seeds() + ", found '" + text
                                    + "', in the arguments")));
        }
        return chosen;
    }

    private static int finished(Sweep sweep, List<Cell> cells) throws IOException {
        int finished = 0;
        for (Cell cell : cells) {
            finished += sweep.state(cell) == Sweep.State.FINISHED ? 1 : 0;
        }
        return finished;
    }

    private void report(SweepResults results, Path folder, Path tables, int left) throws IOException {
        SweepDesign design = results.design();
        if (left > 0) {
            out().println("Elsewhere   " + left + " runs, on which other processes work");
        }
        out().println("Data        " + tables);
        if (results.methods().contains(design.control())) {
            Path figures = folder.resolve(design.name());
            SweepDrawings.of(results).write(figures);
            out().println("Figures     " + figures);
        }
    }
}
