package org.flowtracer.flow;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/** Chosen edges of a flow, 8 bytes each, in the order of their later token, then of their earlier one. */
final class FlowEdges extends AbstractList<FlowEdge> implements RandomAccess {
    private final ReasoningFlow flow;
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int size;

    private FlowEdges(ReasoningFlow flow) {
        this.flow = flow;
    }

    /** What makes an edge one of the chosen. Asked once for every edge that carries flow, in the list's order. */
    interface Choice {
        boolean includes(int i, int k, double flow);
    }

    /** The chosen edges as a backbone; O(n^2) time. */
    static Backbone choose(ReasoningFlow flow, String rule, Choice choice) {
        FlowEdges edges = new FlowEdges(flow);
        double mass = 0;
        double chosenMass = 0;
        double[] into = new double[flow.size()];
        for (int k = 0; k < flow.size(); k++) {
            flow.edgeFlowsInto(k, into);
            for (int i = 0; i < k; i++) {
                mass += into[i];
                if (into[i] > 0 && choice.includes(i, k, into[i])) {
                    chosenMass += into[i];
                    edges.append(i, k);
                }
            }
        }
        return new Backbone(edges, mass > 0 ? chosenMass / mass : 0, rule);
    }

    private void append(int i, int k) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
        }
        from[size] = i;
        to[size++] = k;
    }

    @Override
    public FlowEdge get(int index) {
        Objects.checkIndex(index, size);
        int i = from[index];
        int k = to[index];
        return new FlowEdge(i, k, flow.dag().weight(i, k), flow.conservedWeight(i, k), flow.edgeFlow(i, k));
    }

    @Override
    public int size() {
        return size;
    }
}
