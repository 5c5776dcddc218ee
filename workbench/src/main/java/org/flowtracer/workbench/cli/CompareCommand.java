package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.CompareOptions;
import org.flowtracer.workbench.Comparison;
import org.flowtracer.workbench.ComparisonFolder;
import org.flowtracer.workbench.DifferenceFolder;
import org.flowtracer.workbench.DifferenceRequest;
import org.flowtracer.workbench.HubStudy;
import org.flowtracer.workbench.PlantedStudy;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.exchange.TraceCollection;
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
            "  flowtracer compare --trace out/many --contract lines --scatter throughput,entropy",
            "      many traces (trace --jsonl), by the lines of their text",
            "  flowtracer compare --diff out/base out/trained",
            "      two checkpoints on one prompt: where do they look differently?",
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

    @Option(
            names = "--trace",
            paramLabel = "DIR",
            arity = "1..*",
            description = "Trace folders, or folders of them as trace --jsonl writes.")
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
            description =
                    "Who scores: names, or all (default: ${DEFAULT-VALUE}). The column position of scores.csv is the token's index; the scorer"
                            + " position is its negative and has no column.")
    private List<String> scorers = List.of();

    @Option(
            names = "--without",
            paramLabel = "NAME",
            split = ",",
            description = "Scorers to leave out, such as slow ones.")
    private List<String> without = List.of();

    @Mixin
    private ScoreArguments scoring = new ScoreArguments();

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

    @Mixin
    private ComparisonArguments shown = new ComparisonArguments();

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
        boolean hasGraphs =
                !(traces.isEmpty() && graphs.isEmpty() && shown.diff().isEmpty());
        if ((study.planted().isPresent() || study.hubs().isPresent()) && hasGraphs) {
            throw refused("expected --planted, --hubs or graphs, found several");
        }
        if (shown.reducesTokens()) {
            throw refused("expected --reduce with --contract, found it alone");
        }
        if (shown.runtimeTokens() > ComparisonFolder.RUNTIME_TOKENS_MAX) {
            throw refused("expected --runtime of at most " + ComparisonFolder.RUNTIME_TOKENS_MAX + ", found "
                    + shown.runtimeTokens());
        }
        if (study.planted().isPresent()) {
            findPlanted(study.planted().get());
        } else if (study.hubs().isPresent()) {
            countHubs(study.hubs().get());
        } else if (!shown.diff().isEmpty()) {
            compareTwo(shown.diff());
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
                scorers(PlantedOptions.ALWAYS),
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

    private void compareTwo(List<Path> folders) throws IOException {
        if (folders.size() != 2 || !traces.isEmpty() || !graphs.isEmpty()) {
            throw refused("expected two traces after --diff and no other graphs, found more");
        }
        requireOneGraphEach();
        DifferenceRequest request = new DifferenceRequest(
                folders.get(0),
                folders.get(1),
                scorers(),
                layers.stream().findFirst(),
                DagOptions.DEFAULT.withAnswerAt(answersAt.get(0)),
                shown.diffPieces());
        AtomicFolder.requireReplaceable(out, DifferenceFolder::isOurs, DifferenceFolder.KIND);
        new DifferenceSummary(DifferenceFolder.write(request, out))
                .print(spec.commandLine().getOut(), out);
    }

    private void requireOneGraphEach() {
        if (layers.size() > 1 || answersAt.size() > 1) {
            throw refused("expected one --layers and one --answer-at for graphs, found several");
        }
    }

    private void compareGraphs() throws IOException {
        requireOneGraphEach();
        if (traces.isEmpty() && !graphs.isEmpty() && !layers.isEmpty()) {
            throw refused("expected traces, of which --layers chooses the layers, found graphs alone");
        }
        CompareOptions options = new CompareOptions(
                scorers(),
                layers.stream().findFirst(),
                DagOptions.DEFAULT.withAnswerAt(answersAt.get(0)),
                shown.contraction(),
                shown.scatter(),
                threads,
                bootstrap());
        AtomicFolder.requireReplaceable(out, ComparisonFolder::isOurs, ComparisonFolder.KIND);
        Comparison comparison = traces.isEmpty() && graphs.isEmpty() ? example(options) : read(options);
        if (shown.runtimeTokens() > 0) {
            PrintWriter terminal = spec.commandLine().getOut();
            terminal.println("Timing      every scorer on random attention of up to " + shown.runtimeTokens()
                    + " tokens; --runtime 512 takes a third of the time, --runtime 0 none");
            terminal.flush();
        }
        ComparisonFolder.write(comparison, shown.drawn(), shown.runtimeTokens(), out);
        new ComparisonSummary(comparison).print(spec.commandLine().getOut(), out);
    }

    private Comparison read(CompareOptions options) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path path : traces) {
            folders.addAll(TraceCollection.traces(path));
        }
        try (Progress progress = Progress.of("Scoring", folders.size() + graphs.size())) {
            return Comparison.read(folders, graphs, options, progress::step);
        }
    }

    /** The bundled model on the bundled example. */
    private static Comparison example(CompareOptions options) throws IOException {
        Bundled.Example bundled = Bundled.example();
        try (Workbench workbench = Workbench.load(bundled.model())) {
            ReasoningTrace trace =
                    workbench.trace(TraceRequest.of(bundled.prompt()).withKeep(Keep.HEADS));
            return Comparison.of(Map.of("example", trace.trace()), options);
        }
    }

    private List<TokenScorer> scorers() {
        return scorers(List.of());
    }

    /** The scorers that are asked for and, but for those left out, those that are always there. */
    private List<TokenScorer> scorers(List<String> always) {
        scoring.scorers(without, List.of(), seed);
        List<TokenScorer> asked =
                scoring.scorers(scorers.equals(List.of(ALL)) ? Scorers.names() : scorers, always, seed);
        List<TokenScorer> chosen = asked.stream()
                .filter(scorer -> !without.contains(scorer.name()))
                .toList();
        List<String> names = chosen.stream().map(TokenScorer::name).toList();
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw refused("expected at least one scorer, and each once, found " + names);
        }
        return chosen;
    }

    private Bootstrap bootstrap() {
        return new Bootstrap(Bootstrap.DEFAULT.resamples(), Bootstrap.DEFAULT.level(), seed);
    }

    private ParameterException refused(String problem) {
        return new ParameterException(spec.commandLine(), problem + ", in the arguments");
    }
}
