package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.task.GeneratedTask;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;

/**
 * What {@link PlantedExperiment} does.
 *
 * @param task whose problems are asked; they must hold a planted truth
 * @param problems how many of them, from the first
 * @param layers the bands whose graphs are scored, each apart
 * @param answersAt where the answer arrives in these graphs, each apart
 * @param scorers who scores; controls that tables must hold are added where they are missing
 * @param threads how many problems are worked on at a time; the findings are the same for any number
 * @param bootstrap how intervals are drawn
 */
public record PlantedOptions(
        GeneratedTask task,
        int problems,
        List<LayerBand> layers,
        List<DagOptions.AnswerAt> answersAt,
        List<TokenScorer> scorers,
        int threads,
        Bootstrap bootstrap) {
    /** The scorers that every table holds: the two that others are measured against, and the controls. */
    public static final List<String> ALWAYS = List.of(
            "throughput", "path-mass", "throughput-null", "uniform", "random", "position", "recency", "mentions");

    /** A thousand twin chains of the test split as the bundled model was trained on, the paper's graph, all scorers, one thread. */
    public static final PlantedOptions DEFAULT = new PlantedOptions(
            Tasks.generator(TwinChain.NAME, Split.TEST, 1),
            1000,
            List.of(LayerBand.MIDDLE),
            List.of(DagOptions.AnswerAt.TOKEN),
            Scorers.all(ScoreOptions.DEFAULT),
            1,
            Bootstrap.DEFAULT);

    /** @throws IllegalArgumentException if a count is below 1, a list is empty, or a scorer stands twice */
    public PlantedOptions {
        require(problems >= 1, "at least 1 problem", problems);
        require(threads >= 1, "at least 1 thread", threads);
        require(!layers.isEmpty(), "at least 1 layer band", layers);
        require(!answersAt.isEmpty(), "at least 1 place of the answer", answersAt);
        layers = List.copyOf(layers);
        answersAt = List.copyOf(answersAt);
        scorers = complete(scorers);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }

    /** The scorers and the missing ones of {@link #ALWAYS}, in the order of the catalogue; scorers of no catalogue come last. */
    private static List<TokenScorer> complete(List<TokenScorer> given) {
        List<String> names = given.stream().map(TokenScorer::name).toList();
        require(new HashSet<>(names).size() == names.size(), "each scorer once", names);
        List<String> catalogue = Scorers.names();
        List<TokenScorer> complete = new ArrayList<>();
        for (String name : catalogue) {
            int place = names.indexOf(name);
            if (place >= 0) {
                complete.add(given.get(place));
            } else if (ALWAYS.contains(name)) {
                complete.add(Scorers.named(name, ScoreOptions.DEFAULT));
            }
        }
        given.stream().filter(scorer -> !catalogue.contains(scorer.name())).forEach(complete::add);
        return List.copyOf(complete);
    }

    public PlantedOptions withProblems(int count) {
        return new PlantedOptions(task, count, layers, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withTask(GeneratedTask other) {
        return new PlantedOptions(other, problems, layers, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withLayers(List<LayerBand> bands) {
        return new PlantedOptions(task, problems, bands, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withAnswersAt(List<DagOptions.AnswerAt> places) {
        return new PlantedOptions(task, problems, layers, places, scorers, threads, bootstrap);
    }

    public PlantedOptions withScorers(List<TokenScorer> others) {
        return new PlantedOptions(task, problems, layers, answersAt, others, threads, bootstrap);
    }

    public PlantedOptions withThreads(int count) {
        return new PlantedOptions(task, problems, layers, answersAt, scorers, count, bootstrap);
    }
}
