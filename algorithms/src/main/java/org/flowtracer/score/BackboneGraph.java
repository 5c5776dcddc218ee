package org.flowtracer.score;

import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.FlowEdge;
import org.flowtracer.flow.FlowMassBackbone;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;

/** The part of a graph that carries nine tenths of FlowTracer's flow: on dense attention, whose every token has an edge to every later one, only
 * there do the longest path and the dominators tell tokens apart.
 */
final class BackboneGraph {
    /** The part of the flow's mass that a scorer's backbone holds. */
    private static final double FRACTION = 0.9;

    private BackboneGraph() {}

    /** The graph with all edges removed but those of the backbone. Cost O(n^2 log n). */
    static AttentionDag of(AttentionDag dag) {
        List<FlowEdge> edges = new FlowMassBackbone(FRACTION)
                .extract(FlowTracer.trace(dag, FlowOptions.DEFAULT))
                .edges();
        float[] packed = new float[dag.packed().length];
        for (FlowEdge edge : edges) {
            packed[AttentionDag.rowStart(edge.to()) + edge.from()] = (float) edge.weight();
        }
        return dag.withWeights(packed);
    }
}
