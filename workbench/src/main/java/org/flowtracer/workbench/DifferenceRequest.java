package org.flowtracer.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.analysis.Contraction;

/**
 * Two traces to be set side by side.
 *
 * @param first a trace folder
 * @param second another, of the same prompt
 * @param scorers who scores
 * @param layers the layers to average; empty for the middle band where a trace holds it, else for all that it holds
 * @param dag how attention becomes a graph, its layers apart
 * @param pieces into which texts are taken apart
 */
public record DifferenceRequest(
        Path first,
        Path second,
        List<TokenScorer> scorers,
        Optional<LayerBand> layers,
        DagOptions dag,
        Contraction.Pieces pieces) {
    public DifferenceRequest {
        scorers = List.copyOf(scorers);
    }
}
