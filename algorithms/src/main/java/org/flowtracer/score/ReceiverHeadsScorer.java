package org.flowtracer.score;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;

/**
 * {@code receiver-heads}: the mean attention that token k receives in the heads whose attention goes to few tokens.
 *
 * <p>In each head the column mean of k is the mean over response queries t > k of A[t][k]. The chosen heads are those whose column means
 * over the response have the highest excess kurtosis {@code m4 / m2^2 - 3}, m the central moments divided by the count (no bias correction).
 *
 * <p>Source: Bogdan et al., "Thought Anchors", arXiv 2506.19143, which takes sentences where we take tokens. Ours: the heads of all stored
 * layers compete; response tokens with no response query after them stay out of the kurtosis and score 0; constant column means rank
 * last; of equal heads that of the lower layer and index first. Cost O(layers x heads x n^2).
 *
 * @param headCount how many heads are averaged; all if there are fewer
 */
public record ReceiverHeadsScorer(int headCount) implements TokenScorer {
    @Override
    public String name() {
        return "receiver-heads";
    }

    @Override
    public Map<String, Number> settings() {
        return Map.of("receiver_heads", headCount);
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.heads(), "the attention of every head");
    }

    @Override
    public double[] values(Evidence evidence) {
        Attention.PerHead attention = evidence.heads().orElseThrow();
        Positions response = evidence.dag().regions().response();
        List<double[]> columnMeans = attention.heads().stream()
                .flatMap(List::stream)
                .map(head -> columnMeans(head, response))
                .toList();
        double[] kurtosis = columnMeans.stream()
                .mapToDouble(means -> excessKurtosis(response.stream()
                        .filter(k -> k < response.last())
                        .mapToDouble(k -> means[k])
                        .toArray()))
                .toArray();
        int[] chosen = IntStream.range(0, kurtosis.length)
                .boxed()
                .sorted(Comparator.comparingDouble(head -> -kurtosis[head]))
                .limit(headCount)
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, evidence.size())
                .mapToDouble(k -> Arrays.stream(chosen)
                        .mapToDouble(head -> columnMeans.get(head)[k])
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** The mean attention on each token [n] by the queries after it; 0 where there is none. */
    static double[] columnMeans(CausalMatrix head, Positions queries) {
        double[] means = new double[head.size()];
        int[] counts = new int[head.size()];
        for (int query : queries.toArray()) {
            for (int key = 0; key < query; key++) {
                means[key] += head.get(query, key);
                counts[key]++;
            }
        }
        for (int key = 0; key < means.length; key++) {
            means[key] /= Math.max(1, counts[key]);
        }
        return means;
    }

    /** Excess kurtosis of the population; negative infinity where the values do not vary. */
    static double excessKurtosis(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double second = 0;
        double fourth = 0;
        for (double value : values) {
            double squared = (value - mean) * (value - mean);
            second += squared / values.length;
            fourth += squared * squared / values.length;
        }
        return second > 0 ? fourth / (second * second) - 3 : Double.NEGATIVE_INFINITY;
    }
}
