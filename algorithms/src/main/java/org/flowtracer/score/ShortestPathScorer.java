package org.flowtracer.score;

import java.util.Arrays;
import org.flowtracer.graph.PathAlgebra;
import org.flowtracer.graph.PathSweep;

/**
 * {@code shortest-path}: the product of weights along the best path from question to answer through a token, exp(-length); 0 where there is none.
 * Cost O(n^2).
 */
public record ShortestPathScorer() implements TokenScorer {
    @Override
    public String name() {
        return "shortest-path";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] lengths = new PathSweep(evidence.dag(), PathAlgebra.SHORTEST).through();
        return Arrays.stream(lengths).map(length -> Math.exp(-length)).toArray();
    }
}
