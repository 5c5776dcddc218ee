package org.flowtracer.flow;

import java.util.HashSet;
import java.util.Set;

/**
 * The edges of the widest paths of the greedy {@link FlowDecomposition}. A path's first step stands for the edges from all question tokens,
 * its last for those to all answer tokens. Cost: O(n^2) time a path.
 *
 * @param paths how many paths at most
 */
public record WidestPathsBackbone(int paths) implements BackboneAlgorithm {
    /** As many as a person reads. */
    public static final int PATHS_DEFAULT = 20;

    /** An edge between two tokens, question and answer being merged into one token each. */
    private record Step(int from, int to) {}

    private static final int QUESTION = -1;
    private static final int ANSWER = -2;

    /** @throws IllegalArgumentException if the number of paths is negative */
    public WidestPathsBackbone {
        if (paths < 0) {
            throw new IllegalArgumentException("expected at least 0 paths, found " + paths);
        }
    }

    @Override
    public Backbone extract(ReasoningFlow flow) {
        Set<Step> steps = new HashSet<>();
        for (FlowPath path : FlowDecomposition.of(flow, paths).paths()) {
            int from = QUESTION;
            for (int token : path.tokens()) {
                steps.add(new Step(from, token));
                from = token;
            }
            steps.add(new Step(from, ANSWER));
        }
        int[] merged = new int[flow.size()];
        for (int k = 0; k < merged.length; k++) {
            merged[k] = flow.dag().sinks().contains(k)
                    ? ANSWER
                    : flow.dag().sources().contains(k) ? QUESTION : k;
        }
        String rule = "the edges of the " + paths + " widest paths";
        return FlowEdges.choose(flow, rule, (i, k, phi) -> steps.contains(new Step(merged[i], merged[k])));
    }
}
