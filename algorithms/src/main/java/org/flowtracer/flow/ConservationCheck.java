package org.flowtracer.flow;

import java.util.Locale;

/**
 * How exactly a flow is conserved. Both numbers are in units of the unit flow; rounding alone leaves about 1e-13 at thousands of tokens.
 *
 * @param weightViolation Theorem 3.1: the largest difference from 1 of a token's outgoing conserved weights, the sink's edge included, over
 *     all tokens that can reach the answer
 * @param flowViolation the largest difference between what enters a token (source share and edge flows) and what leaves it (edge flows and the
 *     flow to the sink), over the same tokens; or, where larger, between 1 and what arrived plus what could not
 */
public record ConservationCheck(double weightViolation, double flowViolation) {
    /** Adds up every edge of the flow; O(n^2) time, O(n) memory. */
    public static ConservationCheck of(ReasoningFlow flow) {
        int size = flow.size();
        double[] weightOut = new double[size];
        double[] flowIn = new double[size];
        double[] flowOut = new double[size];
        for (int k = 0; k < size; k++) {
            flowIn[k] = flow.sourceShare(k);
            weightOut[k] += flow.toSink(k);
            flowOut[k] += flow.sinkFlow(k);
            for (int i = 0; i < k; i++) {
                double weight = flow.conservedWeight(i, k);
                double edge = flow.inflow(i) * weight;
                weightOut[i] += weight;
                flowOut[i] += edge;
                flowIn[k] += edge;
            }
        }
        double weightViolation = 0;
        double flowViolation = Math.abs(flow.arrived() + flow.unreachableShare() - 1);
        for (int k = 0; k < size; k++) {
            if (flow.reaches(k)) {
                weightViolation = Math.max(weightViolation, Math.abs(weightOut[k] - 1));
                flowViolation = Math.max(flowViolation, Math.abs(flowIn[k] - flowOut[k]));
            }
        }
        return new ConservationCheck(weightViolation, flowViolation);
    }

    /** The larger of the two. */
    public double largest() {
        return Math.max(weightViolation, flowViolation);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "conserved to %.1e (weights) and %.1e (flow)", weightViolation, flowViolation);
    }
}
