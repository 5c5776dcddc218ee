package org.flowtracer.score;

import org.flowtracer.dag.EdgeWeight;
import org.jgrapht.alg.scoring.HarmonicCentrality;

/**
 * {@code harmonic}: the sum over tokens j of 1 / d(j, k), d the shortest distance by the lengths -log W; a distance of 0 is skipped. JGraphT's,
 * incoming and not normalised (its default is outgoing and normalised). Cost O(n^3).
 */
public record HarmonicScorer() implements TokenScorer {
    @Override
    public String name() {
        return "harmonic";
    }

    @Override
    public double[] values(Evidence evidence) {
        var harmonic = new HarmonicCentrality<>(evidence.dag().asGraph().weightedBy(EdgeWeight.LENGTH), true, false);
        return VertexScores.of(harmonic, evidence.size());
    }
}
