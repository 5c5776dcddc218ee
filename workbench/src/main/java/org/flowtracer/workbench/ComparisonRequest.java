package org.flowtracer.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;

/**
 * Which graphs are scored, and by whom.
 *
 * @param traces trace folders
 * @param graphs graph files
 * @param scorers who scores
 * @param layers the layers to average; empty for the middle band where a trace holds it, else for all that it holds
 * @param dag how attention becomes a graph, its layers apart
 * @param threads how many graphs are scored at a time; the tables are the same for any number, run times apart
 * @param runtimeTokens run times are measured on random attention of 128, 256, ... tokens up to this; 0 for none
 * @param bootstrap how intervals over traces are drawn
 */
public record ComparisonRequest(
        List<Path> traces,
        List<Path> graphs,
        List<TokenScorer> scorers,
        Optional<LayerBand> layers,
        DagOptions dag,
        int threads,
        int runtimeTokens,
        Bootstrap bootstrap) {
    public static final int RUNTIME_TOKENS_DEFAULT = 128;

    /** @throws IllegalArgumentException if there is neither trace nor graph, or a count is out of its range */
    public ComparisonRequest {
        traces = List.copyOf(traces);
        graphs = List.copyOf(graphs);
        scorers = List.copyOf(scorers);
        if (traces.isEmpty() && graphs.isEmpty()) {
            throw new IllegalArgumentException("expected at least one trace or graph, found none");
        }
        if (threads < 1 || runtimeTokens < 0) {
            throw new IllegalArgumentException("expected at least 1 thread and run times up to 0 tokens or more, found "
                    + threads + " and " + runtimeTokens);
        }
    }

    /** Traces scored by everyone, on one thread, without run times. */
    public static ComparisonRequest ofTraces(List<Path> traces) {
        return new ComparisonRequest(
                traces,
                List.of(),
                Scorers.all(ScoreOptions.DEFAULT),
                Optional.empty(),
                DagOptions.DEFAULT,
                1,
                0,
                Bootstrap.DEFAULT);
    }
}
