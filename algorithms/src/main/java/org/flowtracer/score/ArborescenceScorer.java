package org.flowtracer.score;

import java.util.Arrays;
import org.flowtracer.dag.AttentionDag;

/**
 * {@code arborescence}: the size of a token's subtree, itself included, where each token keeps only its heaviest incoming edge, of equal ones the
 * earlier. In an acyclic graph these are the maximum spanning arborescences. Source: Edmonds 1967. Cost O(n^2).
 */
public record ArborescenceScorer() implements TokenScorer {
    @Override
    public String name() {
        return "arborescence";
    }

    @Override
    public double[] values(Evidence evidence) {
        AttentionDag dag = evidence.dag();
        double[] sizes = new double[dag.size()];
        Arrays.fill(sizes, 1);
        for (int to = sizes.length - 1; to > 0; to--) {
            int parent = 0;
            for (int from = 1; from < to; from++) {
                parent = dag.weight(from, to) > dag.weight(parent, to) ? from : parent;
            }
            sizes[parent] += dag.weight(parent, to) > 0 ? sizes[to] : 0;
        }
        return sizes;
    }
}
