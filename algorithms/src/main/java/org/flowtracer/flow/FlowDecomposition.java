package org.flowtracer.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A flow taken apart into paths, widest first.
 *
 * <p>The question's tokens are merged into one node and the answer's into another, else no path could carry more than one question token's
 * share. Parallel edges that arise add their flows; edges into the question or out of the answer are left out, since no path needs them. A
 * token that is both (an answer read at its predictor) counts as answer, and its own source share as arriving directly.
 *
 * <p>A decomposition is not unique; this is the greedy one. Of all paths through the residual flow the one with the largest bottleneck is
 * taken; among equally wide ways to reach a token, the one over the earliest token before it (the question itself before all). The bottleneck
 * is then subtracted from the path's edges. What is left conserves flow at every token between, as before; at least one edge of the path drops to
 * exactly 0 and none grows, so that there are at most as many paths as edges. The search ends early when the wanted number is found or nothing wider
 * than {@link #WIDTH_MIN} is left.
 *
 * <p>Cost: O(n^2) time a path (one sweep over the graph, whose residual flow is computed as it goes), O(n + edges on the paths found) memory.
 * Deterministic.
 *
 * @param paths widest first
 * @param arrived the flow that reaches the answer
 * @param rest what of it the paths do not carry
 */
public record FlowDecomposition(List<FlowPath> paths, double arrived, double rest) {
    /** Narrower paths are rounding: of the unit flow, a millionth of a millionth. */
    public static final double WIDTH_MIN = 1e-12;

    public FlowDecomposition {
        paths = List.copyOf(paths);
    }

    /**
     * The widest paths of a flow.
     *
     * @param pathsMax how many to take at most
     * @throws IllegalArgumentException if that is negative
     */
    public static FlowDecomposition of(ReasoningFlow flow, int pathsMax) {
        if (pathsMax < 0) {
            throw new IllegalArgumentException("expected at least 0 paths, found " + pathsMax);
        }
        ResidualFlow residual = new ResidualFlow(flow);
        List<FlowPath> paths = new ArrayList<>();
        while (paths.size() < pathsMax) {
            FlowPath widest = residual.widestPath();
            if (widest.flow() <= WIDTH_MIN) {
                break;
            }
            residual.subtract(widest);
            paths.add(widest);
        }
        double carried = paths.stream().mapToDouble(FlowPath::flow).sum();
        return new FlowDecomposition(paths, flow.arrived(), Math.max(0, flow.arrived() - carried));
    }

    /** One line a path, widest first, and a last line on what they leave. */
    public String describe() {
        return paths.stream().map(path -> path + "\n").collect(Collectors.joining())
                + String.format(Locale.ROOT, "%.1f %% takes other ways\n", 100 * rest);
    }
}
