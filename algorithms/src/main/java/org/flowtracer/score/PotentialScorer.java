package org.flowtracer.score;

import java.util.Arrays;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;

/**
 * {@code potential}: the reachability potential h(k), how much of a token's signal can reach the answer at all. One beyond the range of a double
 * counts as the largest double. Source: arXiv 2606.10646, section 3.2. Cost O(n^2).
 */
public record PotentialScorer() implements TokenScorer {
    @Override
    public String name() {
        return "potential";
    }

    @Override
    public double[] values(Evidence evidence) {
        double[] potential =
                FlowTracer.trace(evidence.dag(), FlowOptions.DEFAULT).potential();
        return Arrays.stream(potential).map(h -> Math.min(h, Double.MAX_VALUE)).toArray();
    }
}
