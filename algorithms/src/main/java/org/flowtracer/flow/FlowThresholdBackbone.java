package org.flowtracer.flow;

/**
 * The edges that carry at least a given flow. Cost: O(n^2) time.
 *
 * @param threshold phi of the lightest edge that is kept, in units of the unit flow; above 0
 */
public record FlowThresholdBackbone(double threshold) implements BackboneAlgorithm {
    /** @throws IllegalArgumentException if the threshold is not a positive number */
    public FlowThresholdBackbone {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("expected a flow threshold above 0, found " + threshold);
        }
    }

    @Override
    public Backbone extract(ReasoningFlow flow) {
        String rule = "the edges that carry at least " + threshold + " of the unit flow";
        return FlowEdges.choose(flow, rule, (i, k, phi) -> phi >= threshold);
    }
}
