package org.flowtracer.workbench.figure;

import java.util.ArrayList;
import java.util.List;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.flow.Backbone;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;

/** The figures of one traced response. */
public final class TraceFigures {
    private TraceFigures() {}

    /**
     * Throughput, backbone, flow by region, attention and flow as matrices and, where the trace keeps the layers apart, the layer bands.
     *
     * @param options with which the flow's graph was made from the trace
     * @param backbone of which the heaviest edges are drawn
     */
    public static List<Figure> of(AttentionTrace trace, DagOptions options, ReasoningFlow flow, Backbone backbone) {
        List<Figure> figures = new ArrayList<>(List.of(
                ThroughputFigure.of(trace, flow),
                BackboneFigure.of(trace, backbone),
                RegionFlowFigure.of(flow),
                AttentionAndFlowFigure.of(flow)));
        LayerBandFigure.of(trace, options, flow.options()).ifPresent(figures::add);
        return List.copyOf(figures);
    }
}
