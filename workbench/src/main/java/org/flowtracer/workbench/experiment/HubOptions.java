package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.task.GeneratedTask;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.WordProblem;

/**
 * What {@link HubExperiment} does.
 *
 * @param task whose problems are asked
 * @param problems how many of them, from the first
 * @param top the share of a response's reasoning that counts as its heaviest tokens, in (0, 1)
 * @param layers the bands whose graphs are scored, each apart
 * @param scorers whose heaviest tokens are counted; the two controls {@code throughput-null} and {@code random} are added where they are missing
 * @param threads how many problems are worked on at a time; the findings are the same for any number
 * @param bootstrap how intervals are drawn
 */
public record HubOptions(
        GeneratedTask task,
        int problems,
        double top,
        List<LayerBand> layers,
        List<TokenScorer> scorers,
        int threads,
        Bootstrap bootstrap) {
    static final String NULL = "throughput-null";
    static final String RANDOM = "random";

    /** A thousand word problems of the test split, the heaviest fifth, the paper's graph, one thread. */
    public static final HubOptions DEFAULT = new HubOptions(
            Tasks.generator(WordProblem.NAME, Split.TEST, 1),
            1000,
            0.2,
            List.of(LayerBand.MIDDLE),
            List.of(
                    named("throughput"),
                    named("path-mass"),
                    named("attention-received-mean"),
                    named("attention-received-max"),
                    named("entropy")),
            1,
            Bootstrap.DEFAULT);

    /** @throws IllegalArgumentException if a count is below 1, the share outside (0, 1), a list empty, or a scorer stands twice */
    public HubOptions {
        if (problems < 1 || threads < 1 || layers.isEmpty()) {
            throw new IllegalArgumentException("expected at least 1 problem, 1 thread and 1 layer band, found "
                    + problems + ", " + threads + " and " + layers);
        }
        if (!(top > 0 && top < 1)) {
            throw new IllegalArgumentException("expected a top share in (0, 1), found " + top);
        }
        layers = List.copyOf(layers);
        scorers = complete(scorers);
    }

    private static TokenScorer named(String name) {
        return Scorers.named(name, ScoreOptions.DEFAULT);
    }

    private static List<TokenScorer> complete(List<TokenScorer> given) {
        List<String> names = given.stream().map(TokenScorer::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("expected each scorer once, found " + names);
        }
        List<TokenScorer> complete = new ArrayList<>(given);
        List.of(NULL, RANDOM).stream().filter(name -> !names.contains(name)).forEach(name -> complete.add(named(name)));
        return List.copyOf(complete);
    }

    public HubOptions withTask(GeneratedTask other) {
        return new HubOptions(other, problems, top, layers, scorers, threads, bootstrap);
    }

    public HubOptions withProblems(int count) {
        return new HubOptions(task, count, top, layers, scorers, threads, bootstrap);
    }

    public HubOptions withLayers(List<LayerBand> bands) {
        return new HubOptions(task, problems, top, bands, scorers, threads, bootstrap);
    }

    public HubOptions withScorers(List<TokenScorer> others) {
        return new HubOptions(task, problems, top, layers, others, threads, bootstrap);
    }

    public HubOptions withThreads(int count) {
        return new HubOptions(task, problems, top, layers, scorers, count, bootstrap);
    }
}
