package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.Comparison;
import org.flowtracer.workbench.ComparisonRequest;
import org.flowtracer.workbench.HubStudy;
import org.flowtracer.workbench.PlantedStudy;
import org.flowtracer.workbench.SaveOptions;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.experiment.HubFindings;
import org.flowtracer.workbench.experiment.HubOptions;
import org.flowtracer.workbench.experiment.PlantedFindings;
import org.flowtracer.workbench.experiment.PlantedOptions;
import org.flowtracer.workbench.files.AtomicFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer compare}: every scorer on the same graphs, or against a planted truth. */
@Command(
        name = "compare",
        description =
                "Scores tokens by every method on the same graphs, or measures the methods against a known truth.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  flowtracer compare",
            "      the bundled model on the bundled example",
            "  flowtracer compare --trace out/a --trace out/b --scorers throughput,rollout,entropy",
            "      traces that hold all heads (trace --keep heads) can be scored by everyone",
            "  flowtracer compare --planted 1000 --layers middle,all --out out/planted",
            "      twin chains, of which one is needed: who finds it?",
            "  flowtracer compare --planted 1000 --task words",
            "      the same for word problems about two people",
            "  flowtracer compare --hubs 1000",
            "      are delimiters and symbols the hubs of the flow, and words not?"
        })
final class CompareCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--trace", paramLabel = "DIR", arity = "1..*", description = "Trace folders.")
    private List<Path> traces = List.of();

    @Option(names = "--dag", paramLabel = "FILE", arity = "1..*", description = "Graph files (JSON).")
    private List<Path> graphs = List.of();

    @Mixin
    private StudyArguments study = new StudyArguments();

    @Option(
            names = "--scorers",
            paramLabel = "NAME",
            split = ",",
            defaultValue = ALL,
            description = "Who scores: names, or all (default: ${DEFAULT-VALUE}).")
    private List<String> scorers = List.of();

    @Option(
            names = "--without",
            paramLabel = "NAME",
            split = ",",
            description = "Scorers to leave out, such as slow ones.")
    private List<String> without = List.of();

    @Option(
            names = "--layers",
            paramLabel = "BAND",
            split = ",",
            description =
                    "Layers to average: early, middle, late, all, stored or A..B (default: middle; of a trace that lacks it, stored). Several"
                            + " with --planted and --hubs.")
    private List<LayerBand> layers = List.of();

    @Option(
            names = "--answer-at",
            paramLabel = "token|predictor",
            split = ",",
            defaultValue = "token",
            description =
                    "Whether the answer arrives at its own tokens or one to the left of each (default: ${DEFAULT-VALUE}). Both with --planted.")
    private List<DagOptions.AnswerAt> answersAt = List.of();

    @Option(
            names = "--runtime",
            paramLabel = "N",
            defaultValue = "" + ComparisonRequest.RUNTIME_TOKENS_DEFAULT,
            description =
                    "Measure run times on random attention of 128, 256, ... tokens up to N; 0 for none (default: ${DEFAULT-VALUE}).")
    private int runtimeTokens = ComparisonRequest.RUNTIME_TOKENS_DEFAULT;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the problems, the random scorer and the intervals (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Graphs or problems worked on at a time; changes no result (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write; a comparison there is replaced (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out", "compare");

    @Override
    public Integer call() throws IOException {
        if (study.isContradictory()) {
            throw refused(
                    "expected one of --planted and --hubs, with --model, --task and --options, found none or both");
        }
        if ((study.planted().isPresent() || study.hubs().isPresent()) && !(traces.isEmpty() && graphs.isEmpty())) {
            throw refused("expected --planted, --hubs or graphs, found several");
        }
        if (study.planted().isPresent()) {
            findPlanted(study.planted().get());
        } else if (study.hubs().isPresent()) {
            countHubs(study.hubs().get());
        } else {
            compareGraphs();
        }
        return 0;
    }

    private void findPlanted(int problems) throws IOException {
        PlantedOptions options = new PlantedOptions(
                study.task(seed),
                problems,
                layers.isEmpty() ? PlantedOptions.DEFAULT.layers() : layers,
                answersAt,
                scorers(),
                threads,
                bootstrap());
        AtomicFolder.requireReplaceable(out, PlantedStudy::isOurs, PlantedStudy.KIND);
        PlantedFindings findings;
        try (Workbench workbench = Workbench.load(study.model(options.task()));
                Progress progress = Progress.of("Answering", problems)) {
            findings = PlantedStudy.write(workbench.model(), options, out, progress::step);
        }
        new PlantedSummary(findings).print(spec.commandLine().getOut(), out);
    }

    private void countHubs(int problems) throws IOException {
        HubOptions options = new HubOptions(
                study.task(seed),
                problems,
                HubOptions.DEFAULT.top(),
                layers.isEmpty() ? HubOptions.DEFAULT.layers() : layers,
                scorers(),
                threads,
                bootstrap());
        AtomicFolder.requireReplaceable(out, HubStudy::isOurs, HubStudy.KIND);
        HubFindings findings;
        try (Workbench workbench = Workbench.load(study.model(options.task()));
                Progress progress = Progress.of("Answering", problems)) {
            findings = HubStudy.write(workbench.model(), options, out, progress::step);
        }
        new HubSummary(findings).print(spec.commandLine().getOut(), out);
    }

    private void compareGraphs() throws IOException {
        if (layers.size() > 1 || answersAt.size() > 1) {
            throw refused("expected one --layers and one --answer-at for graphs, found several");
        }
        List<TokenScorer> chosen = scorers();
        AtomicFolder.requireReplaceable(out, Comparison::isOurs, Comparison.KIND);
        if (!traces.isEmpty() || !graphs.isEmpty()) {
            compareGraphs(traces, chosen);
            return;
        }
        Path parent = Files.createTempDirectory("flowtracer-compare");
        Bundled.Example bundled = Bundled.example();
        try (Workbench workbench = Workbench.load(bundled.model())) {
            Path example = parent.resolve("example");
            SaveOptions heads = SaveOptions.DEFAULT.withKeep(Keep.HEADS);
            Workbench.save(workbench.trace(TraceRequest.of(bundled.prompt()).withKeep(Keep.HEADS)), example, heads);
            compareGraphs(List.of(example), chosen);
        }
    }

    private void compareGraphs(List<Path> folders, List<TokenScorer> chosen) throws IOException {
        ComparisonRequest request = new ComparisonRequest(
                folders,
                graphs,
                chosen,
                layers.stream().findFirst(),
                DagOptions.DEFAULT.withAnswerAt(answersAt.get(0)),
                threads,
                runtimeTokens,
                bootstrap());
        Comparison comparison;
        try (Progress progress = Progress.of("Scoring", folders.size() + graphs.size())) {
            comparison = Comparison.write(request, out, progress::step);
        }
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("Graphs      " + comparison.graphs().size() + ", scored by "
                + request.scorers().size() + " scorers");
        comparison.leftOut().forEach((scorer, why) -> terminal.println("Left out    " + scorer + ": " + why));
        terminal.println("Tables      " + out);
    }

    private List<TokenScorer> scorers() {
        ScoreOptions options = ScoreOptions.DEFAULT.withSeed(seed);
        without.forEach(name -> Scorers.named(name, options));
        List<TokenScorer> asked = scorers.equals(List.of(ALL))
                ? Scorers.all(options)
                : scorers.stream().map(name -> Scorers.named(name, options)).toList();
        return asked.stream().filter(scorer -> !without.contains(scorer.name())).toList();
    }

    private Bootstrap bootstrap() {
        return new Bootstrap(Bootstrap.DEFAULT.resamples(), Bootstrap.DEFAULT.level(), seed);
    }

    private ParameterException refused(String problem) {
        return new ParameterException(spec.commandLine(), problem + ", in the arguments");
    }
}
