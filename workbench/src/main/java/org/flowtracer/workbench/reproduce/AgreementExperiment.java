package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.CompareOptions;
import org.flowtracer.workbench.Comparison;
import org.flowtracer.workbench.ComparisonFolder;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.figure.AgreementFigure;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.RuntimeFigure;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.task.GeneratedTask;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.WordProblem;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * All scorers on a model's responses to word problems of the test split, and how their run time grows. Its data are the tables of a
 * {@link ComparisonFolder}: {@code agreement.csv}, {@code stability.csv}, {@code runtime.csv} and the manifest.
 *
 * @param problems how many
 * @param longest run times are measured on random attention of up to so many tokens
 */
record AgreementExperiment(int problems, int longest) implements Experiment {
    private static final long PROBLEM_SEED = 1;
    private static final String AGREEMENT = "agreement.csv";
    private static final String RUNTIME = "runtime.csv";
    private static final List<String> TABLES = List.of(AGREEMENT, "stability.csv", RUNTIME);

    /** Two hundred problems, graphs of up to 2,048 tokens. */
    static AgreementExperiment ofBundled() {
        return new AgreementExperiment(200, 2048);
    }

    @Override
    public String name() {
        return "agreement";
    }

    @Override
    public String question() {
        return "Would something simpler have told the same as FlowTracer, and in what time?";
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        AgreementTable agreement = AgreementTable.read(data.resolve(AGREEMENT));
        Stream<Figure> times = RuntimeFigure.of(RuntimeTable.read(data.resolve(RUNTIME))).stream()
                .map(figure -> figure);
        return new Drawings(
                Stream.concat(Stream.of(AgreementFigure.of(agreement, agreement.traces())), times)
                        .toList(),
                Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        Path comparison = work.resolve("comparison");
        ComparisonFolder.write(Comparison.of(traces(listener), CompareOptions.DEFAULT), 0, longest, comparison);
        for (String name : TABLES) {
            AtomicFile.write(data.resolve(name), Files.readString(comparison.resolve(name)));
        }
        AtomicFile.write(
                data.resolve(Manifest.FILE),
                JsonObject.text(manifest(JsonObject.read(comparison.resolve(Manifest.FILE)))));
    }

    private Map<String, Object> manifest(JsonObject ofComparison) {
        Map<String, Object> manifest = new LinkedHashMap<>(ofComparison.asMap());
        manifest.remove("files");
        manifest.put("task", WordProblem.NAME);
        manifest.put("split", Split.TEST.label());
        manifest.put("problem_seed", PROBLEM_SEED);
        manifest.put("problems", problems);
        manifest.put("runtime_tokens", longest);
        manifest.putAll(RunManifest.provenance());
        return manifest;
    }

    private Map<String, AttentionTrace> traces(Consumer<String> listener) throws IOException {
        GeneratedTask task = Tasks.generator(WordProblem.NAME, Split.TEST, PROBLEM_SEED);
        ProblemCount count = new ProblemCount(problems, listener);
        Map<String, AttentionTrace> traces = new LinkedHashMap<>();
        try (Workbench workbench = Workbench.load(Bundled.model(task.name()))) {
            for (int index = 0; index < problems; index++) {
                TraceRequest request = TraceRequest.of(task.problem(index).prompt())
                        .withKeep(Keep.HEADS)
                        .withGradients(GradientDepth.INTEGRATED);
                traces.put(
                        String.format(Locale.ROOT, "%04d", index),
                        workbench.trace(request).trace());
                count.run();
            }
        }
        return traces;
    }
}
