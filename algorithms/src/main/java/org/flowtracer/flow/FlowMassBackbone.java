package org.flowtracer.flow;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The heaviest edges that together hold a given fraction of the edge-flow mass: the fewest that reach it. Among equally heavy edges that are
 * not all needed, those with the earlier later token come first, then those with the earlier earlier one.
 *
 * <p>Cost: O(n^2 log n) time, 8 bytes for every edge that carries flow.
 *
 * @param fraction in [0, 1]
 */
public record FlowMassBackbone(double fraction) implements BackboneAlgorithm {
    /** @throws IllegalArgumentException if the fraction is not in [0, 1] */
    public FlowMassBackbone {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("expected a fraction of the flow in [0, 1], found " + fraction);
        }
    }

    @Override
    public Backbone extract(ReasoningFlow flow) {
        double[] ascending = edgeFlows(flow);
        double wanted = fraction * sumFromLargest(ascending);
        int needed = 0;
        for (double mass = 0; mass < wanted; needed++) {
            mass += ascending[ascending.length - 1 - needed];
        }
        double lightest = needed == 0 ? Double.POSITIVE_INFINITY : ascending[ascending.length - needed];
        int[] ties = {0};
        for (int j = ascending.length - needed; j < ascending.length && ascending[j] == lightest; j++) {
            ties[0]++;
        }
        String rule = "the heaviest edges that hold " + fraction + " of the edge-flow mass";
        return FlowEdges.choose(flow, rule, (i, k, phi) -> phi > lightest || (phi == lightest && ties[0]-- > 0));
    }

    private static double[] edgeFlows(ReasoningFlow flow) {
        double[] flows = IntStream.range(0, flow.size())
                .mapToObj(k -> {
                    double[] into = new double[k];
                    flow.edgeFlowsInto(k, into);
                    return Arrays.stream(into).filter(phi -> phi > 0);
                })
                .flatMapToDouble(into -> into)
                .toArray();
        Arrays.parallelSort(flows);
        return flows;
    }

    private static double sumFromLargest(double[] ascending) {
        double sum = 0;
        for (int j = ascending.length - 1; j >= 0; j--) {
            sum += ascending[j];
        }
        return sum;
    }
}
