package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.flowtracer.dag.DagOptions.AnswerAt;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.PlantedStudy;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.experiment.PlantedOptions;
import org.flowtracer.workbench.experiment.PlantedTable;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.TwinChain;
import org.flowtracer.workbench.task.TwinChains;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * Which scorer tells needed statements and true edges of twin chains; the first graph of the options is drawn, and the needed statements in all.
 *
 * @param name of the experiment
 * @param question that it asks
 * @param seed of the bundled model that answers
 * @param options what is asked, scored and judged
 */
record PlantedTruthExperiment(String name, String question, long seed, PlantedOptions options) implements Experiment {
    private static final String TABLE = "planted.csv";

    /** Without gradients, which take most of the time. */
    private static final PlantedOptions QUICK =
            PlantedOptions.DEFAULT.withScorers(PlantedOptions.DEFAULT.scorers().stream()
                    .filter(scorer -> GradientDepth.neededBy(List.of(scorer)) == GradientDepth.NONE)
                    .toList());

    /** A thousand problems, every scorer, four bands of layers, both positions of the answer. */
    static PlantedTruthExperiment ofThousand() {
        return new PlantedTruthExperiment(
                "planted",
                "Which scorer finds the statements that an answer came from?",
                1,
                everywhere(PlantedOptions.DEFAULT));
    }

    private static PlantedOptions everywhere(PlantedOptions options) {
        return options.withLayers(List.of(LayerBand.MIDDLE, LayerBand.EARLY, LayerBand.LATE, LayerBand.ALL))
                .withAnswersAt(List.of(AnswerAt.TOKEN, AnswerAt.PREDICTOR));
    }

    /** A thousand problems of the model that another seed made: without gradients, middle layers, the answer at its tokens. */
    static PlantedTruthExperiment ofSeed(long seed) {
        return new PlantedTruthExperiment(
                "planted-seed-" + seed, "Is it the same of a model trained with seed " + seed + "?", seed, QUICK);
    }

    /** A thousand longer chains than the model was trained on, so that many answers are wrong: the same without gradients. */
    static PlantedTruthExperiment ofLongerChains() {
        TwinChains.Options longer = new TwinChains.Options(4, 6, 60, 30, 99, TwinChain.Style.DEFAULT);
        return new PlantedTruthExperiment(
                "planted-longer",
                "Which scorer finds the statements that wrong answers came from?",
                1,
                everywhere(QUICK).withTask(new TwinChains(longer, Split.TEST, 1)));
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
        return new Drawings(PlantedStudy.figures(PlantedTable.read(data.resolve(TABLE)), options), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        PlantedOptions inParallel = options.withThreads(Runtime.getRuntime().availableProcessors());
        try (Workbench workbench = Workbench.load(Bundled.modelOfSeed(seed))) {
            PlantedStudy.write(workbench.model(), inParallel, data, new ProblemCount(options.problems(), listener));
        }
    }
}
