package org.flowtracer.workbench;

import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.analysis.Contraction;
import org.flowtracer.workbench.analysis.ScorerPair;

/**
 * Who scores graphs, and what of them is compared.
 *
 * @param scorers who scores
 * @param layers the layers to average; empty for the middle band where a trace holds it, else for all that it holds
 * @param dag how attention becomes a graph, its layers apart
 * @param contraction the pieces of text that are compared; empty for tokens
 * @param scatter whose ranks are set against each other; empty for {@link ScorerPair#telling}
 * @param threads how many graphs are scored at a time; the results are the same for any number
 * @param bootstrap how intervals over traces are drawn
 */
public record CompareOptions(
        List<TokenScorer> scorers,
        Optional<LayerBand> layers,
        DagOptions dag,
        Optional<Contraction> contraction,
        List<ScorerPair> scatter,
        int threads,
        Bootstrap bootstrap) {
    /** Everyone, on tokens of the default band, by all processors. */
    public static final CompareOptions DEFAULT = new CompareOptions(
            Scorers.all(ScoreOptions.DEFAULT),
            Optional.empty(),
            DagOptions.DEFAULT,
            Optional.empty(),
            List.of(),
            Runtime.getRuntime().availableProcessors(),
            Bootstrap.DEFAULT);

    /** @throws IllegalArgumentException if there is no thread, or the scatter names somebody who does not score */
    public CompareOptions {
        scorers = List.copyOf(scorers);
        scatter = List.copyOf(scatter);
        List<String> names = scorers.stream().map(TokenScorer::name).toList();
        for (ScorerPair pair : scatter) {
            if (!names.contains(pair.first()) || !names.contains(pair.second())) {
                throw new IllegalArgumentException("expected in the scatter scorers that are asked for, found "
                        + pair.first() + " and " + pair.second());
            }
        }
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
        }
    }

    public CompareOptions withScorers(List<TokenScorer> chosen) {
        return new CompareOptions(chosen, layers, dag, contraction, scatter, threads, bootstrap);
    }

    public CompareOptions withContraction(Contraction pieces) {
        return new CompareOptions(scorers, layers, dag, Optional.of(pieces), scatter, threads, bootstrap);
    }

    public CompareOptions withThreads(int number) {
        return new CompareOptions(scorers, layers, dag, contraction, scatter, number, bootstrap);
    }

    /** The names of the scorers. */
    List<String> names() {
        return scorers.stream().map(TokenScorer::name).toList();
    }
}
