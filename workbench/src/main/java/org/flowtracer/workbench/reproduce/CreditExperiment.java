package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.evaluate.Evaluation;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.figure.CreditStripsFigure;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.rl.Method;
import org.flowtracer.workbench.rl.RlConfig;
import org.flowtracer.workbench.rl.Sampling;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Split;

/**
 * What weights the credits put on the tokens of responses: on that of the bundled twin chain, and times their advantages in a group on a right and on a
 * wrong response to one problem of Countdown. Its data are these weights.
 */
final class CreditExperiment implements Experiment {
    private static final String STRIPS = "credit-strips";
    private static final String TABLE = "weights.csv";
    private static final String RIGHT = "right-response";
    private static final String WRONG = "wrong-response";
    private static final long SEED = 1;
    private static final RlConfig RUN = RlConfig.DEFAULT;
    private static final List<String> METHODS = List.of(
            "uniform",
            "uniform-scaled",
            "throughput",
            "shuffled:throughput",
            "bottom:throughput",
            "throughput-null",
            "path-mass",
            "max-flow",
            "pagerank",
            "question-to-answer-walk",
            "attention-received-max",
            "entropy",
            "fai",
            "waad",
            "coupled-rhythm",
            "rollout",
            "random");

    @Override
    public String name() {
        return "credit";
    }

    @Override
    public String question() {
        return "Which tokens of a response does each credit raise?";
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        return new Drawings(
                List.of(
                        CreditStripsFigure.read(STRIPS, data.resolve(TABLE)),
                        CreditStripsFigure.read(RIGHT, data.resolve(RIGHT + ".csv")),
                        CreditStripsFigure.read(WRONG, data.resolve(WRONG + ".csv"))),
                Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        try (Workbench workbench = Workbench.load(Bundled.model())) {
            List<Method> methods = METHODS.stream().map(Method::named).toList();
            AttentionTrace example = workbench
                    .trace(TraceRequest.of(Bundled.prompt()).withKeep(Keep.HEADS))
                    .trace();
            TableFile.write(
                    data.resolve(TABLE),
                    CreditStripsFigure.of(example, methods, SEED).data());
            List<Judged> group = group(workbench.model());
            write(RIGHT, group, right(group).orElseThrow(), methods, workbench, data);
            write(WRONG, group, wrong(group).orElseThrow(), methods, workbench, data);
            AtomicFile.write(
                    data.resolve(Manifest.FILE),
                    JsonObject.text(manifest(workbench.model(), group.get(0).problem())));
        }
    }

    /** The responses to the first problem of a run's first step that has a right one, and a wrong one that ended by itself. */
    private static List<Judged> group(LanguageModel model) {
        Sampling sampling = RUN.sampling();
        List<Judged> all = new Evaluation(sampling.prompts(), sampling.samples(), sampling.options(), SEED)
                .of(model.weights(), model.tokenizer(), RUN.problems(Split.TRAIN, RUN.seed()))
                .judged();
        return IntStream.range(0, sampling.prompts())
                .mapToObj(problem -> all.subList(problem * sampling.samples(), (problem + 1) * sampling.samples()))
                .filter(group -> right(group).isPresent() && wrong(group).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Judged> right(List<Judged> group) {
        return group.stream().filter(each -> each.verdict().isRight()).findFirst();
    }

    private static Optional<Judged> wrong(List<Judged> group) {
        return group.stream()
                .filter(each -> each.ended() && !each.verdict().isRight())
                .findFirst();
    }

    private static void write(
            String name, List<Judged> group, Judged shown, List<Method> methods, Workbench workbench, Path data)
            throws IOException {
        double[] rewards =
                group.stream().mapToDouble(each -> each.verdict().reward()).toArray();
        double advantage = RUN.updating().advantage().of(rewards)[group.indexOf(shown)];
        AttentionTrace trace = workbench
                .trace(TraceRequest.of(shown.problem().prompt())
                        .withResponse(shown.response())
                        .withKeep(Keep.HEADS))
                .trace();
        TableFile.write(
                data.resolve(name + ".csv"),
                CreditStripsFigure.ofAdvantage(name, advantage, trace, methods, SEED)
                        .data());
    }

    private static Map<String, Object> manifest(LanguageModel model, Problem problem) throws IOException {
        Map<String, Object> manifest = new LinkedHashMap<>(Map.of("format", "flowtracer-credit"));
        manifest.putAll(model.identity());
        manifest.put("example", Bundled.prompt());
        manifest.put("problem", problem.prompt());
        manifest.put("run", RUN.asMap());
        manifest.put(
                "methods",
                METHODS.stream().map(name -> Method.named(name).asMap()).toList());
        manifest.put("seed", SEED);
        manifest.putAll(RunManifest.provenance());
        return manifest;
    }
}
