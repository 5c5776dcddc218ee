package org.flowtracer.score;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;

/**
 * The heads that look near and those that look far. With R the response, the mean backward distance of a head is
 *
 * <pre>
 * d = mean over t in R of sum over s <= t of A[t][s] (t - s);
 * </pre>
 *
 * the local group is the share of heads of least d, the global group the same share of largest d.
 *
 * <p>Source: Li et al., arXiv 2510.13554, section 2. Ours: the heads of all stored layers compete, whatever band the graph has; they are
 * measured on the trace itself; a group holds ceil(share x heads) heads, of equal d the one of the lower layer and index first.
 *
 * @param local the local heads, nearest first
 * @param global the global heads, farthest first
 */
record HeadGroups(List<CausalMatrix> local, List<CausalMatrix> global) {
    /** The groups of a trace. Cost O(layers x heads x n^2). */
    static HeadGroups of(Evidence evidence, double share) {
        Attention.PerHead attention = evidence.heads().orElseThrow();
        List<CausalMatrix> heads =
                attention.heads().stream().flatMap(List::stream).toList();
        Positions response = evidence.dag().regions().response();
        double[] distances =
                heads.stream().mapToDouble(head -> meanDistance(head, response)).toArray();
        int count = (int) Math.ceil(share * heads.size());
        return new HeadGroups(
                first(count, heads, Comparator.comparingDouble(head -> distances[head])),
                first(count, heads, Comparator.comparingDouble(head -> -distances[head])));
    }

    private static List<CausalMatrix> first(int count, List<CausalMatrix> heads, Comparator<Integer> order) {
        return IntStream.range(0, heads.size())
                .boxed()
                .sorted(order)
                .limit(count)
                .map(heads::get)
                .toList();
    }

    /** d of one head, in tokens. */
    static double meanDistance(CausalMatrix head, Positions response) {
        double sum = 0;
        for (int query : response.toArray()) {
            for (int key = 0; key < query; key++) {
                sum += (double) head.get(query, key) * (query - key);
            }
        }
        return sum / response.size();
    }
}
