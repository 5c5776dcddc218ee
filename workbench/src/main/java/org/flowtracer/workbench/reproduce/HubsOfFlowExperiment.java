package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.HubStudy;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.experiment.HubFindings;
import org.flowtracer.workbench.experiment.HubOptions;
import org.flowtracer.workbench.figure.HubFigure;

/** Whether delimiters and symbols are the hubs of the flow, as the paper observes: a thousand word problems, answered by flow-words. */
final class HubsOfFlowExperiment implements Experiment {
    private static final String TABLE = "hubs.csv";

    @Override
    public String name() {
        return "hubs";
    }

    @Override
    public String question() {
        return "Are delimiters and symbols the hubs of the flow, and words not?";
    }

    @Override
    public Path dataIn(Path figures) {
        return figures.resolve(name());
    }

    @Override
    public Set<String> dataAmongDrawings() {
        return Set.of(TABLE);
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        return new Drawings(List.copyOf(HubFigure.all(HubFindings.read(data.resolve(TABLE)))), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        HubOptions options = HubOptions.DEFAULT
                .withLayers(List.of(LayerBand.MIDDLE, LayerBand.EARLY, LayerBand.LATE, LayerBand.ALL))
                .withThreads(Runtime.getRuntime().availableProcessors());
        try (Workbench workbench = Workbench.load(Bundled.model(options.task().name()))) {
            HubStudy.write(workbench.model(), options, data, new ProblemCount(options.problems(), listener));
        }
    }
}
