package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.InterventionStudy;
import org.flowtracer.workbench.Workbench;
import org.flowtracer.workbench.experiment.InterventionOptions;
import org.flowtracer.workbench.experiment.InterventionTable;
import org.flowtracer.workbench.figure.InterventionFigure;

/** What hiding the tokens that scorers rank highest and lowest does to the answers of 500 twin chains. */
final class InterventionsExperiment implements Experiment {
    private static final String TOKENS = "tokens.csv";

    @Override
    public String name() {
        return "intervention";
    }

    @Override
    public String question() {
        return "Does hiding the tokens that a scorer ranks highest change the answer?";
    }

    @Override
    public Path dataIn(Path figures) {
        return figures.resolve(name());
    }

    @Override
    public Set<String> dataAmongDrawings() {
        return Set.of(TOKENS, "statements.csv", "paper.csv");
    }

    @Override
    public Drawings draw(Path data) throws IOException {
        return new Drawings(
                List.of(new InterventionFigure(InterventionTable.read(data.resolve(TOKENS), "hidden"))), Map.of());
    }

    @Override
    public void run(Path work, Path data, Consumer<String> listener) throws IOException {
        InterventionOptions options = InterventionOptions.DEFAULT;
        try (Workbench workbench = Workbench.load(Bundled.model())) {
            InterventionStudy.write(workbench.model(), options, data, new ProblemCount(options.problems(), listener));
        }
    }
}
