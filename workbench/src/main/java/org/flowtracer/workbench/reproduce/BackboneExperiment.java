package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.ImportRequest;
import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.exchange.TraceFolder;
import org.flowtracer.workbench.files.AtomicFolder;

/** The README's picture: how the flow of the bundled example runs. Its data are a trace folder. */
final class BackboneExperiment implements Experiment {
    @Override
    public String name() {
        return "readme";
    }

    @Override
    public String question() {
        return "Along which tokens does the bundled example's question reach its answer?";
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        ReasoningTrace trace = Workbench.read(ImportRequest.of(data));
        return new Drawings(List.of(Workbench.figure(trace, "backbone")), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        Bundled.Example example = Bundled.example();
        try (Workbench workbench = Workbench.load(example.model());
                AtomicFolder folder = AtomicFolder.begin(data, TraceFolder::isOurs, TraceFolder.KIND)) {
            TraceFolder.write(folder.path(), workbench.trace(TraceRequest.of(example.prompt())), Keep.WEIGHTS);
            folder.commit();
        }
    }
}
