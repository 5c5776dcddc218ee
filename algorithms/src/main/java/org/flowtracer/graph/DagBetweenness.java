package org.flowtracer.graph;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;
import org.jgrapht.alg.interfaces.VertexScoringAlgorithm;

/**
 * How many shortest paths, by the lengths -log W, pass a token: the sum over pairs of other tokens of the share of their shortest paths that do; directed,
 * not normalised.
 *
 * <p>JGraphT's {@code BetweennessCentrality} gives the same on lengths above 0 and takes some fifty times as long, with a heap for every vertex; past
 * an edge of length 0 it leaves paths out.
 *
 * <p>Source: Brandes 2001, "A faster algorithm for betweenness centrality". Cost O(n^3): see {@link ShortestPathTrees}. Immutable; safe for many
 * threads.
 */
public final class DagBetweenness implements VertexScoringAlgorithm<Integer, Double> {
    private final double[] scores;

    /** Computes the scores. */
    public DagBetweenness(AttentionDag dag) {
        scores = new double[dag.size()];
        ShortestPathTrees trees = new ShortestPathTrees(dag);
        double[] dependency = new double[scores.length];
        for (int root = 0; root < scores.length; root++) {
            trees.grow(root);
            Arrays.fill(dependency, 0);
            for (int to = scores.length - 1; to > root; to--) {
                passOn(trees, to, dependency);
                scores[to] += dependency[to];
            }
        }
    }

    /** Gives what later tokens depend on {@code to}, and {@code to} itself, to the tokens before it on shortest paths. */
    private static void passOn(ShortestPathTrees trees, int to, double[] dependency) {
        int first = trees.before(to);
        if (first == ShortestPathTrees.NONE) {
            return;
        }
        int last = trees.isTied(to) ? to - 1 : first;
        double perPath = (1 + dependency[to]) / trees.count(to);
        for (int from = first; from <= last; from++) {
            if (trees.leadsThrough(from, to)) {
                dependency[from] += trees.count(from) * perPath;
            }
        }
    }

    @Override
    public Map<Integer, Double> getScores() {
        return IntStream.range(0, scores.length)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), this::getVertexScore));
    }

    @Override
    public Double getVertexScore(Integer token) {
        return scores[token];
    }
}
