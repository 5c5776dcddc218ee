package org.flowtracer.workbench.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.flowtracer.compare.Agreement;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.graph.GraphScalars;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.AttentionTrace;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * All that a comparison keeps of one graph.
 *
 * @param tokens the scores of its tokens, under the band asked for
 * @param compared what scorers are compared over: the tokens, or pieces of text
 * @param scalars the graph in a few numbers
 * @param stability how far each scorer agrees with itself under two bands; empty for a graph that came alone
 * @param flows between the pieces of text, where these are asked for
 */
public record GraphScores(
        ScoredTrace tokens,
        ScoredTrace compared,
        GraphScalars scalars,
        Map<StabilityTable.Pair, Agreement> stability,
        Optional<Table> flows) {
    /** A graph that came alone. */
    public static GraphScores of(String name, Evidence graph, List<TokenScorer> scorers) {
        ScoredTrace tokens = ScoredTrace.of(name, graph, scorers);
        return new GraphScores(tokens, tokens, GraphScalars.of(graph.dag()), Map.of(), Optional.empty());
    }

    /**
     * A trace, under one band and, for the stability, under each that it holds.
     *
     * @throws IllegalArgumentException if it does not hold the band asked for
     */
    public static GraphScores of(
            String name,
            AttentionTrace trace,
            LayerBand band,
            DagOptions options,
            Optional<Contraction> contraction,
            List<TokenScorer> scorers) {
        Evidence evidence = Evidence.of(trace, options.withLayers(band));
        Map<LayerBand, ScoredTrace> byBand = StabilityTable.score(name, trace, options, scorers);
        @Nullable ScoredTrace scored = byBand.get(band);
        ScoredTrace tokens = scored == null ? ScoredTrace.of(name, evidence, scorers) : scored;
        Optional<ScoreContraction> groups = contraction.map(each -> each.of(trace));
        UnaryOperator<ScoredTrace> unit =
                each -> groups.flatMap(made -> contraction.map(how -> each.contracted(made, how)))
                        .orElse(each);
        return new GraphScores(
                tokens,
                unit.apply(tokens),
                GraphScalars.of(evidence.dag()),
                StabilityTable.agreements(
                        byBand, scorers.stream().map(TokenScorer::name).toList(), unit),
                groups.map(made -> PieceFlowTable.of(evidence, made, scorers)));
    }

    /** The name of the trace or graph. */
    public String name() {
        return tokens.name();
    }
}
