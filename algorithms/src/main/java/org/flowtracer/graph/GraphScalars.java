package org.flowtracer.graph;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;

/**
 * A graph in a few numbers, all of paths and flows from the virtual source S to the virtual sink T. S reaches every source token, every sink token
 * reaches T; these edges have length 0, S's have capacity 1/q or infinite, T's infinite. Lengths are -log W.
 *
 * @param maxFlowUnitSource the maximum flow with capacity 1/q at each of the q source tokens
 * @param maxFlowFreeSource the maximum flow with a source that gives any amount; infinite where a token is both
 *     source and sink, as a predictor of the answer may be
 * @param minCutFreeSourceValue the capacity of the minimum cut, which equals the flow
 * @param minCutIsolatesAnswer whether that cut does no more than isolate the answer, so that the flow tells what enters the answer and nothing of the way
 *     there, see {@link NetworkFlow#cutIsolatesAnswer}; false where nothing flows or the flow is infinite
 * @param shortest the length of the shortest path; none where there is no path
 * @param fiveBestLengths the lengths of the five shortest paths, ascending; fewer where there are fewer
 * @param widestBottleneck the largest weight that every edge between tokens of some path has; none where there is no path
 * @param dominatorsOfSink the tokens that every path crosses, ascending; none where there is no path
 * @param longestHops the number of edges of the longest path, those of S and T included; none where there is no path
 */
public record GraphScalars(
        double maxFlowUnitSource,
        double maxFlowFreeSource,
        double minCutFreeSourceValue,
        boolean minCutIsolatesAnswer,
        OptionalDouble shortest,
        List<Double> fiveBestLengths,
        OptionalDouble widestBottleneck,
        List<Integer> dominatorsOfSink,
        OptionalInt longestHops) {
    private static final int BEST_PATHS = 5;

    /** Computes them all. Cost: two maximum flows and some sweeps, see {@link DagMaximumFlow}. */
    public static GraphScalars of(AttentionDag dag) {
        AttentionGraph graph = dag.asGraph().withSourceAndSink();
        NetworkFlow unit = maximumFlow(graph.weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE));
        boolean bounded = dag.sources().stream().noneMatch(dag.sinks()::contains);
        double freeFlow = Double.POSITIVE_INFINITY;
        double freeCut = Double.POSITIVE_INFINITY;
        boolean isolates = false;
        if (bounded) {
            NetworkFlow free = maximumFlow(graph.weightedBy(EdgeWeight.CAPACITY_FREE_SOURCE));
            freeFlow = free.getValue();
            freeCut = free.cutCapacity();
            isolates = freeFlow > 0 && free.cutIsolatesAnswer();
        }
        PathSweep shortest = new PathSweep(dag, PathAlgebra.SHORTEST);
        boolean connected = shortest.best() < Double.POSITIVE_INFINITY;
        return new GraphScalars(
                unit.getValue(),
                freeFlow,
                freeCut,
                isolates,
                connected ? OptionalDouble.of(shortest.best()) : OptionalDouble.empty(),
                new KBestPaths(dag)
                        .best(BEST_PATHS).stream().map(KBestPaths.Path::length).toList(),
                connected ? OptionalDouble.of(new PathSweep(dag, PathAlgebra.WIDEST).best()) : OptionalDouble.empty(),
                new Dominators(dag).ofSink(),
                connected ? OptionalInt.of((int) new PathSweep(dag, PathAlgebra.LONGEST).best()) : OptionalInt.empty());
    }

    private static NetworkFlow maximumFlow(AttentionGraph graph) {
        return new DagMaximumFlow(graph).getMaximumFlow(graph.source(), graph.sink());
    }
}
