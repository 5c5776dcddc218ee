package org.flowtracer.score;

import org.flowtracer.graph.Dominators;

/**
 * {@code dominators}: 1 if every path from question to answer in the backbone that holds 90 % of the flow crosses the token, else 0. Cost
 * O(n^2 log n).
 */
public record DominatorScorer() implements TokenScorer {
    @Override
    public String name() {
        return "dominators";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] scores = new double[evidence.size()];
        new Dominators(BackboneGraph.of(evidence.dag())).ofSink().forEach(token -> scores[token] = 1);
        return scores;
    }
}
