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
import org.flowtracer.workbench.task.TwinChains;

/**
 * What {@link PlantedExperiment} does.
 *
 * @param problems how many twin chains of the test split are asked
 * @param seed of the problems
 * @param range size and values of the chains
 * @param layers the bands whose graphs are scored, each apart
 * @param answersAt where the answer arrives in these graphs, each apart
 * @param scorers who scores; controls that tables must hold are added where they are missing
 * @param threads how many problems are worked on at a time; the findings are the same for any number
 * @param bootstrap how intervals are drawn
 */
public record PlantedOptions(
        int problems,
        long seed,
        TwinChains.Options range,
        List<LayerBand> layers,
        List<DagOptions.AnswerAt> answersAt,
        List<TokenScorer> scorers,
        int threads,
        Bootstrap bootstrap) {
    /** The scorers that every table holds: the two that others are measured against, and the controls. */
    public static final List<String> ALWAYS = List.of(
            "throughput", "path-mass", "throughput-null", "uniform", "random", "position", "recency", "mentions");

    /** A thousand problems as the bundled model was trained on, the paper's graph, all scorers, one thread. */
    public static final PlantedOptions DEFAULT = new PlantedOptions(
            1000,
            1,
            TwinChains.Options.DEFAULT,
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
        return new PlantedOptions(count, seed, range, layers, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withSeed(long other) {
        return new PlantedOptions(problems, other, range, layers, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withRange(TwinChains.Options other) {
        return new PlantedOptions(problems, seed, other, layers, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withLayers(List<LayerBand> bands) {
        return new PlantedOptions(problems, seed, range, bands, answersAt, scorers, threads, bootstrap);
    }

    public PlantedOptions withAnswersAt(List<DagOptions.AnswerAt> places) {
        return new PlantedOptions(problems, seed, range, layers, places, scorers, threads, bootstrap);
    }

    public PlantedOptions withScorers(List<TokenScorer> others) {
        return new PlantedOptions(problems, seed, range, layers, answersAt, others, threads, bootstrap);
    }

    public PlantedOptions withThreads(int count) {
        return new PlantedOptions(problems, seed, range, layers, answersAt, scorers, count, bootstrap);
    }
}
