package org.flowtracer.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.capture.Capture;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.GraphExport;
import org.flowtracer.workbench.exchange.Provenance;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.exchange.StoredTrace;
import org.flowtracer.workbench.exchange.TraceFolder;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.figure.TraceFigures;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.report.TraceReport;
import org.flowtracer.workbench.text.AnswerPattern;
import org.flowtracer.workbench.text.TokenText;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * A loaded model, and what can be done with it.
 *
 * <pre>{@code
 * Bundled.Example example = Bundled.example();
 * try (Workbench workbench = Workbench.load(example.model())) {
 *     ReasoningTrace trace = workbench.trace(TraceRequest.of(example.prompt()));
 *     System.out.println(trace.paths().describe());
 *     Workbench.save(trace, Path.of("out/trace"), SaveOptions.DEFAULT);
 * }
 * }</pre>
 */
public final class Workbench implements AutoCloseable {
    /** Up to so many bytes the layers are captured apart, so that their bands can be compared. */
    private static final long LAYERS_BYTES_MAX = 1L << 28;

    private final LanguageModel model;

    private Workbench(LanguageModel model) {
        this.model = model;
    }

    /**
     * Loads a Hugging Face folder: config.json, tokenizer.json, model.safetensors or its shards with their index.
     *
     * @throws InputException if something in it is missing, malformed or not implemented
     * @throws IOException if the disk refuses
     */
    public static Workbench load(Path folder) throws IOException {
        return new Workbench(LanguageModel.load(folder));
    }

    /** The model itself. */
    public LanguageModel model() {
        return model;
    }

    /**
     * What the model writes after a prompt, without its special tokens.
     *
     * @throws InputException if the prompt is empty or longer than the model allows
     */
    public String generate(String prompt, SamplingOptions sampling, long seed) {
        int[] response = write(model.tokenizer().encodePrompt(prompt), sampling, seed, token -> {});
        return model.tokenizer().decode(response).text();
    }

    private int[] write(int[] prompt, SamplingOptions sampling, long seed, IntConsumer listener) {
        return new Generator(model.weights())
                .generate(prompt, sampling, seed, listener)
                .tokenIds();
    }

    /** As {@link #trace(TraceRequest, IntConsumer)}, with nobody told. */
    public ReasoningTrace trace(TraceRequest request) throws IOException {
        return trace(request, token -> {});
    }

    /**
     * Traces how a prompt's information reaches the answer of its response.
     *
     * @param listener is told each token that the model writes
     * @throws InputException if prompt or response is empty or too long, a region is empty or out of range, or the answer is not found
     * @throws IOException if the chat template cannot be read
     */
    public ReasoningTrace trace(TraceRequest request, IntConsumer listener) throws IOException {
        requireHeld(request.dag());
        Tokenizer tokenizer = model.tokenizer();
        int[] prompt = model.promptEncoding(request.chat()).apply(request.prompt());
        int[] response = request.response()
                .map(tokenizer::encodeContinuation)
                .orElseGet(() -> write(prompt, request.sampling(), request.seed(), listener));
        int length = prompt.length + response.length;
        int[] all = Arrays.copyOf(prompt, length);
        System.arraycopy(response, 0, all, prompt.length, response.length);
        model.config().requireTokens(all, "prompt and response");

        Positions question = request.question().orElse(Positions.range(0, prompt.length));
        Positions answer = request.answer().in(tokenizer.decode(response), prompt.length);
        Regions regions = regions(question, Positions.range(prompt.length, length), answer, "prompt and response");
        GradientDepth depth = request.gradients().orElseGet(() -> GradientDepth.cheap(model.config(), length));
        AttentionTrace trace = capture(request, length)
                .trace(model, all, regions)
                .withGradients(depth.of(model.weights(), all, answer));
        return ReasoningTrace.of(trace, request.dag(), request.flow(), provenance(request));
    }

    /** Refuses, before any work is done, layers and heads that the model does not have. */
    private void requireHeld(DagOptions options) {
        String where = model.folder().toString();
        try {
            options.layers().layersOf(model.config().layers());
        } catch (IllegalArgumentException e) {
            throw new InputException(e, where);
        }
        int heads = model.config().heads();
        if (!options.heads().stream().allMatch(head -> head >= 0 && head < heads)) {
            throw new InputException(
                    "heads from 0 to " + (heads - 1), options.heads().toString(), where);
        }
    }

    /** What to keep of the attention: all layers where that is asked for or cheap, else the mean over the band alone. */
    private Capture capture(TraceRequest request, int length) {
        long layersBytes = (long) Float.BYTES
                * CausalMatrix.packedLength(length)
                * model.config().layers();
        if (!request.dag().heads().isEmpty() || request.keep() == Keep.HEADS) {
            return new Capture(Keep.HEADS, LayerBand.ALL);
        }
        return request.keep() == Keep.LAYERS || layersBytes <= LAYERS_BYTES_MAX
                ? new Capture(Keep.LAYERS, LayerBand.ALL)
                : new Capture(Keep.WEIGHTS, request.dag().layers());
    }

    private Provenance provenance(TraceRequest request) {
        Map<String, Object> described = new LinkedHashMap<>();
        Path folder = model.folder().toAbsolutePath().normalize().getFileName();
        described.put("name", String.valueOf(folder));
        described.put("type", model.config().family().name().toLowerCase(Locale.ROOT));
        described.put("parameters", model.config().parameters());
        return new Provenance(described, request.response().isPresent() ? Map.of() : generation(request));
    }

    private static Map<String, Object> generation(TraceRequest request) {
        Map<String, Object> generation = new LinkedHashMap<>();
        SamplingOptions sampling = request.sampling();
        generation.put("seed", request.seed());
        generation.put("temperature", sampling.temperature());
        generation.put("top_k", sampling.topK());
        generation.put("top_p", sampling.topP());
        generation.put("max_tokens", sampling.maxTokens());
        return generation;
    }

    /**
     * Reads a trace folder, made here or elsewhere, and traces its flow.
     *
     * @throws InputException if it is malformed, or does not hold what is asked for
     * @throws IOException if the disk refuses
     */
    public static ReasoningTrace read(ImportRequest request) throws IOException {
        StoredTrace stored = TraceFolder.read(request.folder(), request.keep());
        AttentionTrace trace = stored.trace();
        String where = request.folder().toString();
        Regions told = trace.regions();
        Positions question = request.question().orElse(told.question());
        Positions answer =
                request.answer().map(pattern -> answer(pattern, trace)).orElse(told.answer());
        AttentionTrace asked = trace.withRegions(regions(question, told.response(), answer, where));
        DagOptions dag = request.dag().withLayers(request.layers().orElse(stored.bandDefault()));
        try {
            return ReasoningTrace.of(asked, dag, request.flow(), stored.provenance());
        } catch (IllegalArgumentException e) {
            throw new InputException(e, where);
        }
    }

    private static Positions answer(AnswerPattern pattern, AttentionTrace trace) {
        Positions response = trace.regions().response();
        List<String> readable = ReadableTokens.of(trace.tokens());
        TokenText text = TokenText.ofPieces(readable.subList(response.first(), response.last() + 1));
        return pattern.in(text, response.first());
    }

    private static Regions regions(Positions question, Positions response, Positions answer, String where) {
        try {
            return new Regions(question, response, answer).within(response.last() + 1);
        } catch (IllegalArgumentException e) {
            throw new InputException(e, where);
        }
    }

    /**
     * Saves a trace as a folder with tables and, where asked for, figures and report; a trace folder that is there already is replaced, whole or not at all.
     *
     * @throws InputException if the folder holds something else, or the trace less than is to be kept
     * @throws IOException if the disk refuses
     */
    public static void save(ReasoningTrace trace, Path target, SaveOptions options) throws IOException {
        try (AtomicFolder folder = AtomicFolder.begin(target, TraceFolder::isOurs, TraceFolder.KIND)) {
            write(trace, folder.path(), options);
            folder.commit();
        }
    }

    /** Writes what {@link #save} saves into an existing, empty folder. */
    public static void write(ReasoningTrace trace, Path folder, SaveOptions options) throws IOException {
        TraceFolder.write(folder, trace, options.keep());
        for (String export : options.exports()) {
            GraphExport.write(folder, export, trace);
        }
        if (options.report()) {
            report(trace, folder);
        }
    }

    private static void report(ReasoningTrace trace, Path folder) throws IOException {
        List<Figure> figures = figures(trace);
        for (Figure figure : figures) {
            FigureFiles.write(folder.resolve(TraceFolder.FIGURES), figure);
        }
        new TraceReport("Reasoning flow", trace.trace(), trace.flow(), figures, described(trace))
                .write(folder.resolve(TraceFolder.REPORT));
    }

    /** The figures of a trace. */
    public static List<Figure> figures(ReasoningTrace trace) {
        return TraceFigures.of(trace.trace(), trace.options(), trace.flow(), trace.backbone());
    }

    /**
     * One figure of a trace, such as {@code throughput}; its {@link Figure#image} shows in a notebook.
     *
     * @throws IllegalArgumentException if the trace has no figure of that name
     */
    public static Figure figure(ReasoningTrace trace, String name) {
        List<Figure> figures = figures(trace);
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a figure of "
                        + figures.stream().map(Figure::name).toList() + ", found '" + name + "'"));
    }

    /** What a report says of model and options. */
    private static Map<String, String> described(ReasoningTrace trace) {
        Map<String, String> described = new LinkedHashMap<>();
        trace.provenance().model().forEach((name, value) -> described.put("model " + name, String.valueOf(value)));
        trace.settings().forEach((name, value) -> described.put(name.replace('_', ' '), String.valueOf(value)));
        return described;
    }

    @Override
    public void close() {
        model.close();
    }
}
