package org.flowtracer.workbench.bench;

import org.flowtracer.dag.AttentionDag;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.jgrapht.graph.DefaultWeightedEdge;

/** FlowTracer as one writes it on a general graph: an object an edge, absorbing answers, uniform shares. The rival of {@link FlowBench}. */
final class GraphSweeps {
    private final AttentionDag dag;
    private final DefaultDirectedWeightedGraph<Integer, DefaultWeightedEdge> graph =
            new DefaultDirectedWeightedGraph<>(DefaultWeightedEdge.class);

    GraphSweeps(AttentionDag dag) {
        this.dag = dag;
        for (int k = 0; k < dag.size(); k++) {
            graph.addVertex(k);
            for (int i = 0; i < k; i++) {
                graph.setEdgeWeight(graph.addEdge(i, k), dag.weight(i, k));
            }
        }
    }

    /** The inflow of every token [n]. */
    double[] both() {
        int size = dag.size();
        double[] potential = new double[size];
        for (int i = size - 1; i >= 0; i--) {
            if (dag.sinks().contains(i)) {
                potential[i] = 1;
                continue;
            }
            for (DefaultWeightedEdge edge : graph.outgoingEdgesOf(i)) {
                potential[i] += graph.getEdgeWeight(edge) * potential[graph.getEdgeTarget(edge)];
            }
        }
        double[] inflow = new double[size];
        for (int k = 0; k < size; k++) {
            inflow[k] = dag.sources().contains(k) ? 1.0 / dag.sources().size() : 0;
            for (DefaultWeightedEdge edge : graph.incomingEdgesOf(k)) {
                int i = graph.getEdgeSource(edge);
                if (!dag.sinks().contains(i)) {
                    inflow[k] += inflow[i] * graph.getEdgeWeight(edge) * potential[k] / potential[i];
                }
            }
        }
        return inflow;
    }
}
