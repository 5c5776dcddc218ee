package org.flowtracer.score;

import java.util.Arrays;
import org.flowtracer.graph.PathAlgebra;
import org.flowtracer.graph.PathSweep;

/**
 * {@code widest-path}: the largest bottleneck, that is smallest weight, of a path from question to answer through a token; the edges of the
 * virtual source and sink weigh 1. 0 where there is no path. Source: Pollack 1960, "The maximum capacity through a network". Cost O(n^2).
 */
public record WidestPathScorer() implements TokenScorer {
    @Override
    public String name() {
        return "widest-path";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] bottlenecks = new PathSweep(evidence.dag(), PathAlgebra.WIDEST).through();
        return Arrays.stream(bottlenecks).map(width -> Math.min(width, 1)).toArray();
    }
}
