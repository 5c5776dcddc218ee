package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.ImportRequest;
import org.flowtracer.workbench.SaveOptions;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.exchange.TraceCollection;
import org.flowtracer.workbench.exchange.TraceFolder;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.text.AnswerPattern;
import org.flowtracer.workbench.train.GradientDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer trace}: from a prompt, or an imported trace, to the reasoning flow. */
@Command(
        name = "trace",
        description =
                "Traces how the question's information reaches the answer, and writes tables, figures and a report.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  flowtracer trace",
            "      the bundled model on the bundled example",
            "  flowtracer trace --model ~/Qwen3-0.6B --chat --prompt 'What is 17 * 3?' --out out/qwen",
            "      a model of your own answers",
            "  flowtracer trace --model ~/Qwen3-0.6B --prompt @question.txt --response @answer.txt --answer boxed",
            "      a response that is there already",
            "  flowtracer trace --from my-trace --layers 10..20 --out out/mine",
            "      attention that transformers computed (docs/export-from-transformers.md)",
            "",
            "  flowtracer trace --model datasets/models/flow-tiny --jsonl datasets/tasks/countdown-test.jsonl --no-report",
            "      the given responses to many problems, for 'compare'; with --generate the model's own",
            "",
            "A line of --jsonl is an object with the key prompt and, where wanted, response, answer (a pattern) and name (of its folder),",
            "or a problem as in datasets/tasks or as 'evaluate --out' writes it: its answer is a text, and --answer says where the response has it."
        })
final class TraceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "A Hugging Face folder of the Qwen3, Qwen2, Llama or Mistral family (default: the bundled flow-words).")
    private @Nullable Path model;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT|@FILE",
            description = "What the model is asked (default: the bundled example).")
    private @Nullable String prompt;

    @Option(names = "--chat", description = "Put the model's chat template around the prompt.")
    private boolean chat;

    @Option(
            names = "--response",
            paramLabel = "TEXT|@FILE",
            description = "A given response, instead of one that the model writes.")
    private @Nullable String response;

    @Option(
            names = "--generate",
            description =
                    "Let the model write the response, as it does where none is given; with --jsonl also where a line gives one.")
    private boolean generate;

    @Option(
            names = "--jsonl",
            paramLabel = "FILE",
            description = "Many prompts, one JSON object a line; one folder each.")
    private @Nullable Path jsonl;

    @Option(
            names = "--skip",
            description =
                    "With --jsonl, leave out lines that cannot be traced, such as responses without an answer, and name them at the end.")
    private boolean skip;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "A trace folder made here or elsewhere, instead of a model.")
    private @Nullable Path from;

    @Mixin
    private GraphArguments graph = new GraphArguments();

    @Mixin
    private SamplingArguments sampling = new SamplingArguments();

    @Option(
            names = "--keep",
            paramLabel = "weights|layers|heads",
            defaultValue = "weights",
            description =
                    "What of the attention is stored: the graph's weights, every layer's mean, or every head (default: ${DEFAULT-VALUE}).")
    private Keep keep = Keep.WEIGHTS;

    @Option(
            names = "--gradients",
            paramLabel = "none|once|integrated",
            description = {
                "Gradients of the answer's log-likelihood in the tokens' embeddings, for 'compare': none, norm and product by one pass,",
                "or integrated gradients too, 64 passes more (default: the most that takes seconds at most)."
            })
    private @Nullable GradientDepth gradients;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            split = ",",
            description = "Graphs for other programs: backbone or dag with .graphml, .dot or .json.")
    private List<String> exports = List.of();

    @Option(
            names = "--no-report",
            description = "Tables only, without figures and report: a tenth of the time where prompts are many.")
    private boolean noReport;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write; a trace folder there is replaced (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out", "trace");

    @Override
    public Integer call() throws IOException {
        requireOneInput();
        SaveOptions save = new SaveOptions(keep, exports, !noReport);
        if (jsonl != null) {
            traceMany(PromptLine.read(jsonl), save);
            return 0;
        }
        if (from != null && Files.exists(from) && Files.exists(out) && Files.isSameFile(out, from)) {
            throw new InputException("another folder than the imported one", "the same", "--out " + out);
        }
        AtomicFolder.requireReplaceable(out, TraceFolder::isOurs, TraceFolder.KIND);
        ReasoningTrace result = (from != null ? imported(from) : traced()).withBackbone(graph.backbone());
        Workbench.save(result, out, save);
        new TraceSummary(result).print(spec.commandLine().getOut(), out);
        return 0;
    }

    private void requireOneInput() {
        refuseBoth("--response", response != null, "--generate", generate);
        refuseBoth("--jsonl", jsonl != null, "--prompt", prompt != null);
        refuseBoth("--jsonl", jsonl != null, "--response", response != null);
        if (skip && jsonl == null) {
            throw new ParameterException(
                    spec.commandLine(), "expected --jsonl with --skip, found none, in the arguments");
        }
        Map<String, Boolean> ofModel = Map.of(
                "--model", model != null,
                "--prompt", prompt != null,
                "--response", response != null,
                "--generate", generate,
                "--chat", chat,
                "--gradients", gradients != null,
                "--jsonl", jsonl != null);
        ofModel.keySet().stream()
                .sorted()
                .forEach(option -> refuseBoth("--from", from != null, option, ofModel.getOrDefault(option, false)));
        if (response != null && prompt == null) {
            throw new ParameterException(
                    spec.commandLine(), "expected --prompt with --response, found none, in the arguments");
        }
    }

    private void refuseBoth(String one, boolean hasOne, String other, boolean hasOther) {
        if (hasOne && hasOther) {
            throw new ParameterException(
                    spec.commandLine(), "expected " + one + " or " + other + ", found both, in the arguments");
        }
    }

    private ReasoningTrace imported(Path folder) throws IOException {
        boolean heads = keep == Keep.HEADS || !graph.dag().heads().isEmpty();
        return Workbench.read(new ImportRequest(
                folder,
                graph.layers(),
                graph.question(),
                graph.answer(),
                graph.dag(),
                graph.flow(),
                heads ? Keep.HEADS : Keep.LAYERS));
    }

    private ReasoningTrace traced() throws IOException {
        TraceRequest request = request(prompt == null ? Bundled.example().prompt() : Arguments.text(prompt));
        if (response != null) {
            request = request.withResponse(Arguments.text(response));
        }
        try (Workbench workbench = Workbench.load(folder());
                Progress progress = Progress.of("Writing", sampling.options().maxTokens())) {
            return workbench.trace(request, token -> progress.step());
        }
    }

    private void traceMany(List<PromptLine> lines, SaveOptions save) throws IOException {
        String kind = "a folder of traces";
        AtomicFolder.requireReplaceable(out, TraceCollection::isOurs, kind);
        try (Workbench workbench = Workbench.load(folder());
                AtomicFolder folder = AtomicFolder.begin(out, TraceCollection::isOurs, kind);
                Progress progress = Progress.of("Tracing", lines.size())) {
            TraceCollection collection = new TraceCollection();
            List<String> leftOut = new ArrayList<>();
            for (PromptLine line : lines) {
                Optional<ReasoningTrace> traced = traced(workbench, line, leftOut);
                if (traced.isPresent()) {
                    ReasoningTrace result = traced.get();
                    Workbench.write(result, Files.createDirectory(folder.path().resolve(line.name())), save);
                    collection.add(line.name(), result);
                }
                progress.step();
            }
            if (leftOut.size() == lines.size()) {
                throw new InputException("a line that can be traced", "none: " + leftOut.get(0), "--jsonl");
            }
            collection.write(folder.path());
            folder.commit();
            tell(lines.size() - leftOut.size(), leftOut);
        }
    }

    /** The trace of a line; empty where it cannot be traced and is to be skipped, and then the reason is added to those left out. */
    private Optional<ReasoningTrace> traced(Workbench workbench, PromptLine line, List<String> leftOut)
            throws IOException {
        try {
            return Optional.of(workbench.trace(request(line)).withBackbone(graph.backbone()));
        } catch (IllegalArgumentException e) {
            InputException refusal = new InputException(e, line.where());
            if (!skip) {
                throw refusal;
            }
            leftOut.add(refusal.getMessage());
            return Optional.empty();
        }
    }

    private void tell(int traces, List<String> leftOut) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("Traces      " + traces + (noReport ? "" : ", each with a report,") + " in " + out);
        terminal.println("Table       " + out.resolve(TraceCollection.TABLE));
        leftOut.forEach(refusal -> terminal.println("Left out    " + refusal));
    }

    private Path folder() throws IOException {
        return model == null ? Bundled.example().model() : model;
    }

    private TraceRequest request(PromptLine line) {
        TraceRequest request = request(line.prompt());
        if (line.response().isPresent() && !generate) {
            request = request.withResponse(line.response().get());
        }
        return line.answer().map(request::withAnswer).orElse(request);
    }

    private TraceRequest request(String text) {
        return new TraceRequest(
                text,
                chat,
                Optional.empty(),
                graph.question(),
                graph.answer().orElse(AnswerPattern.AUTO),
                sampling.options(),
                sampling.seed(),
                graph.dag(),
                graph.flow(),
                keep,
                Optional.ofNullable(gradients));
    }
}
