package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.figure.CreditStripsFigure;
import org.flowtracer.workbench.rl.Method;

/** What weights the credits put on the response of the bundled example. Its data are these weights. */
final class CreditExperiment implements Experiment {
    private static final String TABLE = "weights.csv";
    private static final long SEED = 1;
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
        return "Which tokens of the bundled example's response does each credit raise?";
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        return new Drawings(List.of(CreditStripsFigure.read(data.resolve(TABLE))), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        try (Workbench workbench = Workbench.load(Bundled.model())) {
            var trace = workbench.trace(TraceRequest.of(Bundled.prompt()).withKeep(Keep.HEADS));
            List<Method> methods = METHODS.stream().map(Method::named).toList();
            TableFile.write(
                    data.resolve(TABLE),
                    CreditStripsFigure.of(trace.trace(), methods, SEED).data());
        }
    }
}
