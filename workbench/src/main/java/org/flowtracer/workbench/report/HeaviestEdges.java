package org.flowtracer.workbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.flowtracer.flow.ReasoningFlow;

/**
 * The edges along which most of each token's flow comes and goes, heaviest first.
 *
 * @param into {@code into.get(k)}: the edges that bring the most to token k
 * @param outOf {@code outOf.get(i)}: the edges that take the most from token i
 */
record HeaviestEdges(List<List<Edge>> into, List<List<Edge>> outOf) {
    /** An edge seen from one of its tokens: the other token, and the flow along it. */
    record Edge(int other, double flow) {}

    private static final Comparator<Edge> LIGHTEST_FIRST =
            Comparator.comparingDouble(Edge::flow).thenComparing(Edge::other, Comparator.reverseOrder());

    /** The {@code most} heaviest of each token, of those that carry any flow. Cost O(n^2 log most). */
    static HeaviestEdges of(ReasoningFlow flow, int most) {
        int size = flow.size();
        List<PriorityQueue<Edge>> into = queues(size);
        List<PriorityQueue<Edge>> outOf = queues(size);
        double[] flows = new double[size];
        for (int k = 0; k < size; k++) {
            flow.edgeFlowsInto(k, flows);
            for (int i = 0; i < k; i++) {
                if (flows[i] > 0) {
                    offer(into.get(k), i, flows[i], most);
                    offer(outOf.get(i), k, flows[i], most);
                }
            }
        }
        return new HeaviestEdges(sorted(into), sorted(outOf));
    }

    private static List<PriorityQueue<Edge>> queues(int size) {
        return Stream.generate(() -> new PriorityQueue<>(LIGHTEST_FIRST))
                .limit(size)
                .toList();
    }

    private static void offer(PriorityQueue<Edge> heaviest, int other, double flow, int most) {
        Edge lightest = heaviest.peek();
        if (lightest == null || heaviest.size() < most) {
            heaviest.add(new Edge(other, flow));
        } else if (flow > lightest.flow()) {
            heaviest.remove();
            heaviest.add(new Edge(other, flow));
        }
    }

    private static List<List<Edge>> sorted(List<PriorityQueue<Edge>> queues) {
        List<List<Edge>> lists = new ArrayList<>();
        queues.forEach(queue ->
                lists.add(queue.stream().sorted(LIGHTEST_FIRST.reversed()).toList()));
        return lists;
    }
}
