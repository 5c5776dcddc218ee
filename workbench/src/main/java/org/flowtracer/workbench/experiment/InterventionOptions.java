package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.task.GeneratedTask;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;

/**
 * What {@link InterventionExperiment} does.
 *
 * @param task whose problems are asked
 * @param problems how many of them, from the first
 * @param dag the graph that is scored: its band of layers, and where the answer arrives in it
 * @param scorers who ranks; {@code throughput} and {@code random}, which others are measured against, are added where they are missing
 * @param fraction the share of the response's tokens before the answer that is hidden
 * @param threads how many traces are scored at a time; the findings are the same for any number
 * @param bootstrap how intervals are drawn
 */
public record InterventionOptions(
        GeneratedTask task,
        int problems,
        DagOptions dag,
        List<TokenScorer> scorers,
        double fraction,
        int threads,
        Bootstrap bootstrap) {
    /** The scorer that others are measured against. */
    public static final String THROUGHPUT = "throughput";

    /** The baseline: tokens at random. */
    public static final String RANDOM = "random";

    /** The scorers that every table holds. */
    public static final List<String> ALWAYS = List.of(THROUGHPUT, RANDOM);

    /** The scorers of the default. */
    public static final List<String> SCORERS_DEFAULT = List.of(
            THROUGHPUT,
            "path-mass",
            "throughput-null",
            "max-flow",
            "pagerank",
            "betweenness",
            "question-to-answer-walk",
            "attention-received-mean",
            "attention-received-max",
            "entropy",
            RANDOM,
            "position");

    /** 500 twin chains of the test split, the paper's band and fraction, one thread. */
    public static final InterventionOptions DEFAULT = new InterventionOptions(
            Tasks.generator(TwinChain.NAME, Split.TEST, 1),
            500,
            DagOptions.DEFAULT,
            SCORERS_DEFAULT.stream()
                    .map(name -> Scorers.named(name, ScoreOptions.DEFAULT))
                    .toList(),
            0.2,
            1,
            Bootstrap.DEFAULT);

    /** @throws IllegalArgumentException if a count is below 1 or the fraction is outside (0, 1] */
    public InterventionOptions {
        require(problems >= 1, "at least 1 problem", problems);
        require(threads >= 1, "at least 1 thread", threads);
        require(fraction > 0 && fraction <= 1, "a fraction in (0, 1]", fraction);
        scorers = complete(scorers);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }

    private static List<TokenScorer> complete(List<TokenScorer> given) {
        List<String> names = given.stream().map(TokenScorer::name).toList();
        require(names.stream().distinct().count() == names.size(), "each scorer once", names);
        List<TokenScorer> all = new ArrayList<>(given);
        ALWAYS.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> all.add(Scorers.named(name, ScoreOptions.DEFAULT)));
        return List.copyOf(all);
    }
}
