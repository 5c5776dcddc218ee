package org.flowtracer.workbench.analysis;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Regions;

/**
 * The flow between regions: question, other tokens, reasoning, answer, in this order.
 *
 * @param between {@code between[a][b]}: flow along all edges from region a to region b, in units of the question's flow
 * @param toSink flow that leaves from each region to the sink; elsewhere than the answer only where the answer is read at its predictors
 * @param unreachable the share of the question that cannot reach the answer
 */
public record RegionFlow(double[][] between, double[] toSink, double unreachable) {
    public static final List<String> REGIONS = List.of(Regions.QUESTION, "", Regions.RESPONSE, Regions.ANSWER);
    public static final int ANSWER = REGIONS.indexOf(Regions.ANSWER);

    /** Sums the flow of every edge. Cost O(n^2). */
    public static RegionFlow of(ReasoningFlow flow) {
        int count = REGIONS.size();
        double[][] between = new double[count][count];
        double[] toSink = new double[count];
        double[] flows = new double[flow.size()];
        int[] regionOf = new int[flow.size()];
        for (int k = 0; k < flow.size(); k++) {
            regionOf[k] = REGIONS.indexOf(flow.dag().regions().nameAt(k));
            flow.edgeFlowsInto(k, flows);
            for (int i = 0; i < k; i++) {
                between[regionOf[i]][regionOf[k]] += flows[i];
            }
            toSink[regionOf[k]] += flow.sinkFlow(k);
        }
        return new RegionFlow(between, toSink, flow.unreachableShare());
    }

    /** What passes from region a to region b, where b is the answer together with what the answer's predictors hand to the sink. */
    public double forward(int a, int b) {
        return between[a][b] + (b == ANSWER ? toSink[a] : 0);
    }

    /** The flow along edges within a region: how many steps the unit takes there on average. */
    public double within(int region) {
        return between[region][region];
    }

    public double arrived() {
        return Arrays.stream(toSink).sum();
    }

    /** How many edges the arriving flow takes on average, the sink's not counted; 0 if none arrives. */
    public double meanSteps() {
        double all = Arrays.stream(between).flatMapToDouble(Arrays::stream).sum();
        return arrived() > 0 ? all / arrived() : 0;
    }
}
