package org.flowtracer.workbench.reproduce;

import java.util.List;

/** All experiments whose results are committed. */
public final class Experiments {
    /** Each once, in the order in which they are drawn. */
    public static final List<Experiment> ALL = List.of(
            new BackboneExperiment(),
            PlantedTruthExperiment.ofThousand(),
            PlantedTruthExperiment.ofLongerChains(),
            PlantedTruthExperiment.ofSeed(2),
            PlantedTruthExperiment.ofSeed(3),
            AgreementExperiment.ofBundled(),
            new HubsOfFlowExperiment(),
            new InterventionsExperiment(),
            BaseModelsExperiment.ofBundled(),
            BaseModelsExperiment.ofWords(),
            new CreditExperiment(),
            BeforeTrainingExperiment.ofBundled(),
            new SweepExperiment("confirmatory"),
            new SweepExperiment("exploratory"),
            new SweepExperiment("ablations"),
            new SweepExperiment("second-model"),
            new SweepExperiment("second-task"),
            new SweepExperiment("fewer-steps"),
            new SweepExperiment("longer-responses"));

    private Experiments() {}

    /**
     * The experiment of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Experiment named(String name) {
        return ALL.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected an experiment of "
                        + ALL.stream().map(Experiment::name).toList() + ", found '" + name + "'"));
    }
}
