package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.figure.RunFigure;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.pretrain.Pretraining;
import org.flowtracer.workbench.pretrain.TrainingConfig;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowtracer train}: a model from nothing. */
@Command(
        name = "train",
        description = "Trains a small model from nothing on problems that generators write.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  flowtracer train",
            "      the bundled flow-tiny: twin chains and Countdown, 2,400 steps of 8,192 tokens",
            "  flowtracer train --config mine.json --seed 2 --out runs/mine-2",
            "      a configuration of your own; datasets/models/flow-tiny.json is one to start from",
            "  flowtracer train --resume --out runs/mine-2",
            "      goes on where a run was interrupted, to the same bits",
            "",
            "A run begins again from another seed where its configuration's 'restarts' say so: flow-tiny's up to three times if recall is below 0.5",
            "after 750 steps. What an attempt came to that was given up stays in abandoned-1/ and so on.",
            "The run folder holds manifest.json, metrics.csv, checkpoints/ and at the end model/, all of them Hugging Face folders.",
            "'flowtracer watch DIR' shows the curves of a run while it goes on."
        })
final class TrainCommand implements Callable<Integer> {
    private static final Path RUNS = Path.of("runs");
    private static final String FIGURES = "figures";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "What to train, on what and how (default: the bundled datasets/models/flow-tiny.json).")
    private @Nullable Path configFile;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The run folder, a new one unless --resume is given (default: runs/ and the configuration's name).")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the first parameters and the documents (default: the configuration's; 1 in flow-tiny's).")
    private @Nullable Long seed;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "How many steps, to whose end the learning rate falls (default: the configuration's; 2400 in flow-tiny's).")
    private @Nullable Integer steps;

    @Option(
            names = "--resume",
            description = "Go on with the run in --out from its last checkpoint, as it was told then.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        Path file = configFile == null ? Bundled.training() : configFile;
        Path target = out == null ? RUNS.resolve(name(file)) : out;
        if (!resume) {
            TrainingConfig config = asked(TrainingConfig.read(file));
            tellOfCutDocuments(Pretraining.create(target, config), config.length());
        } else if (configFile != null || seed != null || steps != null) {
            TrainingConfig told = Pretraining.config(target);
            requireSame(target, asked(configFile == null ? told : TrainingConfig.read(configFile)), told);
        }
        Path model = train(target);
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("Run         " + target);
        terminal.println("Model       " + model);
        FigureFiles.write(target.resolve(FIGURES), new RunFigure(Metrics.read(RunFolder.metricsOf(target))));
        terminal.println("Figures     " + target.resolve(FIGURES));
        return 0;
    }

    private void tellOfCutDocuments(int cut, int length) {
        if (cut > 0) {
            tell(cut + " of the first " + Pretraining.FIRST_DOCUMENTS + " documents are longer than the " + length
                    + " tokens ('length') that are read of one: how they end is not learnt");
        }
    }

    private void tell(String line) {
        spec.commandLine().getErr().println("flowtracer: " + line);
    }

    private Path train(Path target) throws IOException {
        try (Pretraining training = Pretraining.open(target);
                TrainingProgress progress =
                        new TrainingProgress(spec.commandLine().getErr(), training.config(), training.step())) {
            training.departure().ifPresent(this::tell);
            return training.run(progress);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
    }

    private TrainingConfig asked(TrainingConfig config) {
        TrainingConfig seeded = seed == null ? config : config.withSeed(seed);
        return steps == null ? seeded : seeded.withSteps(steps);
    }

    /** A run goes on as it was begun, or not at all. */
    private static void requireSame(Path target, TrainingConfig asked, TrainingConfig told) {
        JsonObject expected = JsonObject.parse(JsonObject.text(told.json()), target.toString());
        JsonObject found = JsonObject.parse(JsonObject.text(asked.json()), target.toString());
        for (String key : expected.keys()) {
            Object before = expected.asMap().get(key);
            Object now = found.asMap().get(key);
            if (!String.valueOf(before).equals(String.valueOf(now))) {
                throw new InputException(
                        "the configuration that the run began with, " + key + " " + before,
                        now + "",
                        target.toString());
            }
        }
    }
}
