package org.flowtracer.score;

import java.util.List;
import java.util.Optional;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;

/**
 * {@code rollout}: the mean over the answer's rows, at column k, of the product of {@code 0.5 A + 0.5 I} over layers, last layer leftmost, A
 * the mean over heads and each row divided by its sum.
 *
 * <p>Source: Abnar and Zuidema, "Quantifying Attention Flow in Transformers", arXiv 2005.00928, section 3. Ours: the product runs from the
 * first to the last layer that the trace stores; the answer's rows are the graph's sinks; no option of the graph touches A. A row vector
 * is carried from the last layer down, so that the cost is O(layers x heads x n^2) and no product of matrices is formed.
 */
public record RolloutScorer() implements TokenScorer {
    @Override
    public String name() {
        return "rollout";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.layers(), "the attention of each layer without a gap");
    }

    @Override
    public double[] values(Evidence evidence) {
        List<List<CausalMatrix>> layers = evidence.layers().orElseThrow();
        Positions sinks = evidence.dag().sinks();
        double[] relevance = new double[evidence.size()];
        sinks.stream().forEach(sink -> relevance[sink] = 1.0 / sinks.size());
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            carryDown(layers.get(layer), relevance);
        }
        return relevance;
    }

    /** Replaces {@code relevance} [n], a row vector, by its product with one layer's normalised 0.5 A + 0.5 I. */
    private static void carryDown(List<CausalMatrix> heads, double[] relevance) {
        double[] row = new double[relevance.length];
        for (int query = 0; query < relevance.length; query++) {
            double atQuery = relevance[query];
            if (atQuery == 0) {
                continue;
            }
            CausalMatrix.averageRow(heads, query, row);
            double rowSum = 1;
            for (int key = 0; key <= query; key++) {
                rowSum += row[key];
            }
            relevance[query] = 0;
            for (int key = 0; key <= query; key++) {
                relevance[key] += atQuery * row[key] / rowSum;
            }
            relevance[query] += atQuery / rowSum;
        }
    }
}
