package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flowtracer.dag.DagOptions.AnswerAt;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.PlantedStudy;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.PlantedOptions;
import org.flowtracer.workbench.experiment.PlantedTable;
import org.flowtracer.workbench.figure.DetectionFigure;

/** Which scorer tells needed statements and true edges, on a thousand twin chains; the paper's graph is drawn. */
final class PlantedTruthExperiment implements Experiment {
    private static final String TABLE = "planted.csv";
    private static final int EVERY = 50;

    @Override
    public String name() {
        return "planted";
    }

    @Override
    public String question() {
        return "Which scorer finds the statements that an answer came from?";
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
        return new Drawings(
                List.copyOf(DetectionFigure.of(
                        PlantedTable.read(data.resolve(TABLE)), LayerBand.MIDDLE.name(), Target.label(AnswerAt.TOKEN))),
                Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        PlantedOptions options = PlantedOptions.DEFAULT
                .withLayers(List.of(LayerBand.MIDDLE, LayerBand.EARLY, LayerBand.LATE, LayerBand.ALL))
                .withAnswersAt(List.of(AnswerAt.TOKEN, AnswerAt.PREDICTOR))
                .withThreads(Runtime.getRuntime().availableProcessors());
        AtomicInteger answered = new AtomicInteger();
        try (Workbench workbench = Workbench.load(Bundled.model())) {
            PlantedStudy.write(workbench.model(), options, data, () -> {
                int count = answered.incrementAndGet();
                if (count % EVERY == 0) {
                    listener.accept(count + " of " + options.problems() + " problems");
                }
            });
        }
    }
}
