package org.flowtracer.score;

import java.util.Arrays;
import org.flowtracer.graph.PathAlgebra;
import org.flowtracer.graph.PathSweep;

/**
 * {@code longest-path}: the number of edges, those of the virtual source and sink included, of the longest path from question to answer through a
 * token in the backbone that holds 90 % of the flow; 0 where there is none. Cost O(n^2 log n).
 */
public record LongestPathScorer() implements TokenScorer {
    @Override
    public String name() {
        return "longest-path";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] hops = new PathSweep(BackboneGraph.of(evidence.dag()), PathAlgebra.LONGEST).through();
        return Arrays.stream(hops).map(count -> Math.max(count, 0)).toArray();
    }
}
