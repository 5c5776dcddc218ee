package org.flowtracer.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention scorers against their formulas, written as loops over square matrices, and against fractions worked by hand. */
class AttentionScorersTest {
    private static final double TOLERANCE = 1e-12;
    private static final int N = 36;
    private static final int LAYERS = 3;
    private static final int HEADS = 4;
    private static final int RESPONSE = N / 3;
    private static final int ANSWER_FROM = N - 4;
    private static final int ANSWER_TO = N - 2;

    /** Rows 1; 1/2 1/2; 1/4 1/4 1/2, in two layers; the last token answers. */
    private static final Evidence BY_HAND = Evidence.of(
            RandomTraces.ofLayers(
                    Regions.ofRanges(0, 1, 1, 3, 2, 3),
                    List.of("a", "b", "c"),
                    halvesAndQuarters(),
                    halvesAndQuarters()),
            DagOptions.DEFAULT.withLayers(LayerBand.ALL));

    private static CausalMatrix halvesAndQuarters() {
        return RandomTraces.matrix(new double[] {1}, new double[] {0.5, 0.5}, new double[] {0.25, 0.25, 0.5});
    }

    private static AttentionTrace trace(long seed) {
        return RandomTraces.trace(seed, N, LAYERS, HEADS);
    }

    private static Evidence evidence(long seed) {
        return Evidence.of(trace(seed), DagOptions.DEFAULT);
    }

    @Test
    void rolloutByHand() {
        assertArrayEquals(new double[] {1 / 4.0, 3 / 16.0, 9 / 16.0}, values(new RolloutScorer(), BY_HAND), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rolloutIsTheProductOfAllLayers(long seed) {
        double[][] product = identity();
        for (int layer = 0; layer < LAYERS; layer++) {
            double[][] mean = layerMean(trace(seed), layer);
            double[][] mixed = new double[N][N];
            for (int t = 0; t < N; t++) {
                double sum = 0;
                for (int s = 0; s < N; s++) {
                    mixed[t][s] = 0.5 * mean[t][s] + (s == t ? 0.5 : 0);
                    sum += mixed[t][s];
                }
                for (int s = 0; s < N; s++) {
                    mixed[t][s] /= sum;
                }
            }
            product = times(mixed, product);
        }
        double[] expected = new double[N];
        for (int k = 0; k < N; k++) {
            for (int a = ANSWER_FROM; a < ANSWER_TO; a++) {
                expected[k] += product[a][k] / (ANSWER_TO - ANSWER_FROM);
            }
        }
        assertArrayEquals(expected, values(new RolloutScorer(), evidence(seed)), TOLERANCE);
    }

    @Test
    void attentionFlowByHand() {
        assertArrayEquals(
                new double[] {3 / 8.0, 1 / 4.0, 3 / 4.0}, values(new AttentionFlowScorer(1000), BY_HAND), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void attentionFlowIsAMaximumFlow(long seed) {
        AttentionTrace trace = trace(seed);
        DefaultDirectedWeightedGraph<Integer, DefaultWeightedEdge> network =
                new DefaultDirectedWeightedGraph<>(DefaultWeightedEdge.class);
        int sink = (LAYERS + 1) * N;
        for (int node = 0; node <= sink; node++) {
            network.addVertex(node);
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            double[][] mean = layerMean(trace, layer);
            for (int t = 0; t < N; t++) {
                for (int s = 0; s <= t; s++) {
                    DefaultWeightedEdge edge = network.addEdge(layer * N + s, (layer + 1) * N + t);
                    network.setEdgeWeight(edge, 0.5 * mean[t][s] + (s == t ? 0.5 : 0));
                }
            }
        }
        for (int a = ANSWER_FROM; a < ANSWER_TO; a++) {
            network.setEdgeWeight(network.addEdge(LAYERS * N + a, sink), 1e9);
        }
        double[] expected = new double[N];
        for (int k = 0; k < N; k++) {
            expected[k] = new PushRelabelMFImpl<>(network).getMaximumFlowValue(k, sink);
        }
        assertArrayEquals(expected, values(new AttentionFlowScorer(Long.MAX_VALUE), evidence(seed)), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void attentionReceivedIsOverLaterResponseQueries(long seed) {
        double[][] band = bandMean(trace(seed));
        double[] mean = new double[N];
        double[] max = new double[N];
        for (int k = 0; k < N; k++) {
            int count = 0;
            for (int t = Math.max(k + 1, RESPONSE); t < N; t++) {
                mean[k] += band[t][k];
                max[k] = Math.max(max[k], band[t][k]);
                count++;
            }
            mean[k] = count == 0 ? 0 : mean[k] / count;
        }
        // The graph keeps the band's mean as float.
        assertArrayEquals(mean, values(received(AttentionReceivedScorer.Reduction.MEAN), evidence(seed)), 1e-7);
        assertArrayEquals(max, values(received(AttentionReceivedScorer.Reduction.MAX), evidence(seed)), 1e-7);
    }

    @Test
    void attentionReceivedByHand() {
        assertArrayEquals(
                new double[] {3 / 8.0, 1 / 4.0, 0}, values(received(AttentionReceivedScorer.Reduction.MEAN), BY_HAND));
        assertArrayEquals(
                new double[] {1 / 2.0, 1 / 4.0, 0}, values(received(AttentionReceivedScorer.Reduction.MAX), BY_HAND));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void attentionFromAnswerIsTheMeanOfItsRows(long seed) {
        double[][] band = bandMean(trace(seed));
        double[] expected = new double[N];
        for (int k = 0; k < N; k++) {
            for (int a = ANSWER_FROM; a < ANSWER_TO; a++) {
                expected[k] += k < a ? band[a][k] / (ANSWER_TO - ANSWER_FROM) : 0;
            }
        }
        assertArrayEquals(expected, values(new AttentionFromAnswerScorer(), evidence(seed)), 1e-7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void futureAttentionIsTheGlobalHeadsWithinTheHorizon(long seed) {
        ScoreOptions options = ScoreOptions.DEFAULT.withHorizon(3, 12);
        assertArrayEquals(
                futureAttention(trace(seed), 3, 12),
                values(new FutureAttentionScorer(options), evidence(seed)),
                TOLERANCE);
        ScoreOptions toTheEnd = ScoreOptions.DEFAULT.withHorizon(10, Integer.MAX_VALUE);
        assertArrayEquals(
                futureAttention(trace(seed), 10, 1000),
                values(new FutureAttentionScorer(toTheEnd), evidence(seed)),
                TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void backwardDistanceIsClippedAtTheWindow(long seed) {
        double[] expected = backwardDistance(trace(seed));
        assertArrayEquals(
                expected, values(new BackwardDistanceScorer(ScoreOptions.DEFAULT), evidence(seed)), TOLERANCE);
        double[] steps = new double[N];
        for (int t = 0; t < N - 1; t++) {
            steps[t] = Math.abs(expected[t] - expected[t + 1]);
        }
        assertArrayEquals(steps, values(new LocalChunkScorer(ScoreOptions.DEFAULT), evidence(seed)), TOLERANCE);
    }

    @Test
    void backwardDistanceByHand() {
        // 0; 1/2 at distance 1; 1/4 at distance 2 and 1/4 at distance 1.
        assertArrayEquals(
                new double[] {0, 1 / 2.0, 3 / 4.0}, values(new BackwardDistanceScorer(ScoreOptions.DEFAULT), BY_HAND));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void coupledRhythmHandsBonusToIntroductoryTokens(long seed) {
        ScoreOptions options = ScoreOptions.DEFAULT.withHorizon(2, 12);
        double[] influence = futureAttention(trace(seed), 2, 12);
        double[] distance = backwardDistance(trace(seed));
        double[] sorted = Arrays.copyOfRange(distance, RESPONSE, N);
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        List<Integer> byInfluence = new ArrayList<>();
        for (int k = RESPONSE; k < N; k++) {
            byInfluence.add(k);
        }
        byInfluence.sort(Comparator.comparingDouble(k -> -influence[k]));
        double[] expected = new double[N];
        for (int t : byInfluence.subList(0, (int) Math.ceil(0.4 * byInfluence.size()))) {
            int introductory = -1;
            for (int k = 3; k >= 1; k--) {
                boolean drops = t - k >= RESPONSE && distance[t - k] > distance[t - k + 1];
                if (drops
                        && (introductory < 0
                                || distance[t - k] - distance[t - k + 1]
                                        > distance[introductory] - distance[introductory + 1])) {
                    introductory = t - k;
                }
            }
            boolean dominated = distance[t] < median && introductory >= 0;
            expected[t] += dominated ? 0.5 : 1;
            if (dominated) {
                expected[introductory] += 0.5;
            }
        }
        assertArrayEquals(expected, values(new CoupledRhythmScorer(options), evidence(seed)), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void receiverHeadsAreThoseOfHighestKurtosis(long seed) {
        int chosenHeads = 5;
        List<double[][]> heads = allHeads(trace(seed));
        List<double[]> columns = new ArrayList<>();
        double[] kurtosis = new double[heads.size()];
        for (int h = 0; h < heads.size(); h++) {
            double[] column = new double[N];
            for (int k = 0; k < N - 1; k++) {
                for (int t = Math.max(k + 1, RESPONSE); t < N; t++) {
                    column[k] += heads.get(h)[t][k] / (N - Math.max(k + 1, RESPONSE));
                }
            }
            columns.add(column);
            double mean = 0;
            for (int k = RESPONSE; k < N - 1; k++) {
                mean += column[k] / (N - 1 - RESPONSE);
            }
            double second = 0;
            double fourth = 0;
            for (int k = RESPONSE; k < N - 1; k++) {
                second += Math.pow(column[k] - mean, 2) / (N - 1 - RESPONSE);
                fourth += Math.pow(column[k] - mean, 4) / (N - 1 - RESPONSE);
            }
            kurtosis[h] = fourth / (second * second) - 3;
        }
        List<Integer> order = new ArrayList<>();
        for (int h = 0; h < heads.size(); h++) {
            order.add(h);
        }
        order.sort(Comparator.comparingDouble(h -> -kurtosis[h]));
        double[] expected = new double[N];
        for (int h : order.subList(0, chosenHeads)) {
            for (int k = 0; k < N; k++) {
                expected[k] += columns.get(h)[k] / chosenHeads;
            }
        }
        assertArrayEquals(expected, values(new ReceiverHeadsScorer(chosenHeads), evidence(seed)), TOLERANCE);
    }

    @Test
    void kurtosisByHand() {
        // 0 0 0 4: mean 1, m2 = 3, m4 = (1 + 1 + 1 + 81) / 4 = 21.
        assertEquals(21.0 / 9 - 3, ReceiverHeadsScorer.excessKurtosis(new double[] {0, 0, 0, 4}), TOLERANCE);
        assertEquals(Double.NEGATIVE_INFINITY, ReceiverHeadsScorer.excessKurtosis(new double[] {2, 2, 2}));
    }

    private static AttentionReceivedScorer received(AttentionReceivedScorer.Reduction reduction) {
        return new AttentionReceivedScorer(reduction);
    }

    private static double[] values(TokenScorer scorer, Evidence evidence) {
        return scorer.score(evidence).values();
    }

    private static List<double[][]> allHeads(AttentionTrace trace) {
        List<double[][]> heads = new ArrayList<>();
        for (List<CausalMatrix> layer : ((Attention.PerHead) trace.attention()).heads()) {
            layer.forEach(head -> heads.add(square(head)));
        }
        return heads;
    }

    private static double[][] square(CausalMatrix head) {
        double[][] square = new double[head.size()][head.size()];
        for (int t = 0; t < head.size(); t++) {
            for (int s = 0; s <= t; s++) {
                square[t][s] = head.get(t, s);
            }
        }
        return square;
    }

    private static double[][] meanOf(List<double[][]> matrices) {
        double[][] mean = new double[N][N];
        for (int t = 0; t < N; t++) {
            for (int s = 0; s < N; s++) {
                for (double[][] matrix : matrices) {
                    mean[t][s] += matrix[t][s] / matrices.size();
                }
            }
        }
        return mean;
    }

    private static double[][] layerMean(AttentionTrace trace, int layer) {
        return meanOf(allHeads(trace).subList(layer * HEADS, (layer + 1) * HEADS));
    }

    /** The middle band of three layers is [1, 3). */
    private static double[][] bandMean(AttentionTrace trace) {
        return meanOf(allHeads(trace).subList(HEADS, LAYERS * HEADS));
    }

    private static double[] futureAttention(AttentionTrace trace, int from, int to) {
        double[][] global = meanOf(byDistance(trace).subList(LAYERS * HEADS - groupSize(), LAYERS * HEADS));
        double[] influence = new double[N];
        for (int s = 0; s < N; s++) {
            int count = 0;
            for (int t = Math.max(RESPONSE, s + from); t <= Math.min(N - 1, s + to); t++) {
                influence[s] += global[t][s];
                count++;
            }
            influence[s] = count == 0 ? 0 : influence[s] / count;
        }
        return influence;
    }

    private static double[] backwardDistance(AttentionTrace trace) {
        double[][] local = meanOf(byDistance(trace).subList(0, groupSize()));
        double[] distance = new double[N];
        for (int t = 0; t < N; t++) {
            for (int s = 0; s <= t; s++) {
                distance[t] += local[t][s] * Math.min(t - s, 10);
            }
        }
        return distance;
    }

    private static int groupSize() {
        return (int) Math.ceil(0.3 * LAYERS * HEADS);
    }

    private static List<double[][]> byDistance(AttentionTrace trace) {
        List<double[][]> heads = allHeads(trace);
        heads.sort(Comparator.comparingDouble(head -> {
            double sum = 0;
            for (int t = RESPONSE; t < N; t++) {
                for (int s = 0; s <= t; s++) {
                    sum += head[t][s] * (t - s);
                }
            }
            return sum / (N - RESPONSE);
        }));
        return heads;
    }

    private static double[][] identity() {
        double[][] identity = new double[N][N];
        for (int t = 0; t < N; t++) {
            identity[t][t] = 1;
        }
        return identity;
    }

    private static double[][] times(double[][] left, double[][] right) {
        double[][] product = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                for (int k = 0; k < N; k++) {
                    product[i][j] += left[i][k] * right[k][j];
                }
            }
        }
        return product;
    }
}
