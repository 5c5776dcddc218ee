package org.flowtracer.graph;

import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;

/**
 * The canonical one of the many maximum flows: the one of least cost, the cost of a unit on an edge being its length -log W, and with a unit source the
 * minimum-cost flow of that amount. JGraphT's minimum-cost flow has integer capacities only, so its interface does not fit.
 *
 * <p>Of equally cheap flows it is the one that fills the edges in lexicographic order: it sends as much as any into T from the earliest token, of those that
 * do as much as any into T from the next, then into the last token from the earliest, and so on to the edges into the second token. This makes the flow
 * unique, whatever the way it is found. Ways whose lengths differ by at most 1e-10 count as equally long.
 *
 * <p>A maximum flow by {@link DagMaximumFlow}, improved by the network simplex method (see {@link NetworkSimplex}). Exact up to rounding of double
 * additions, like that class.
 *
 * <p>Cost: in theory exponential, as for every simplex method; on dense attention some 10 n to 60 n steps of O(n) each, and O(n^2) once. Memory 24
 * bytes for each possible edge.
 */
public final class LeastCostMaximumFlow extends AttentionFlowAlgorithm {
    private final AttentionDag dag;
    private final DagMaximumFlow any;

    /** An algorithm on a graph weighted by capacities. */
    public LeastCostMaximumFlow(AttentionGraph graph) {
        super(graph);
        dag = graph.dag();
        any = new DagMaximumFlow(graph);
    }

    @Override
    boolean[] saturate(ResidualNetwork network) {
        boolean[] reachesSink = any.saturate(network);
        new NetworkSimplex(network, lengths()).run();
        return reachesSink;
    }

    /** Row k holds the lengths of the edges into token k. */
    private double[][] lengths() {
        double[][] lengths = new double[dag.size()][];
        for (int to = 0; to < lengths.length; to++) {
            lengths[to] = new double[to];
            for (int from = 0; from < to; from++) {
                lengths[to][from] = PathAlgebra.length(dag.weight(from, to));
            }
        }
        return lengths;
    }
}
