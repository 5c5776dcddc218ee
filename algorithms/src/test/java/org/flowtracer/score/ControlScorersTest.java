package org.flowtracer.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.junit.jupiter.api.Test;

/** Distribution scorers and controls against values worked by hand. */
class ControlScorersTest {
    private static final Regions REGIONS = Regions.ofRanges(1, 3, 3, 6, 5, 6);

    private static Evidence evidence() {
        Attention attention =
                new Attention.Averaged(List.of(), 3, CausalMatrix.over(6, new float[CausalMatrix.packedLength(6)]));
        AttentionTrace trace = new AttentionTrace(
                List.of("x", "1", "x", "x", "y", "1"),
                null,
                REGIONS,
                attention,
                new float[] {-1, -2, -3, -4, -5},
                new float[] {10, 20, 30, 40, 50, 60});
        return Evidence.of(trace, DagOptions.DEFAULT.withLayers(LayerBand.STORED));
    }

    private static double[] values(TokenScorer scorer) {
        return scorer.score(evidence()).values();
    }

    @Test
    void distributionsAreThoseThatProducedTheToken() {
        assertArrayEquals(new double[] {0, 10, 20, 30, 40, 50}, values(new EntropyScorer()));
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, values(new SurprisalScorer()));
    }

    @Test
    void mentionsCountThePromptEvenBeforeTheQuestion() {
        assertArrayEquals(new double[] {2, 1, 2, 2, 0, 1}, values(new MentionsScorer()));
    }

    @Test
    void positionAndRecencyAreOpposite() {
        assertArrayEquals(new double[] {0, -1, -2, -3, -4, -5}, values(new PositionScorer()), 0);
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, values(new RecencyScorer()));
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, values(new UniformScorer()));
    }

    @Test
    void randomFollowsSeedAndText() {
        double[] first = values(new RandomScorer(1));
        assertArrayEquals(first, values(new RandomScorer(1)));
        assertFalse(Arrays.equals(first, values(new RandomScorer(2))));
        assertTrue(Arrays.stream(first).allMatch(value -> value >= 0 && value < 1));
        Evidence graph = Evidence.of(
                AttentionDag.ofEdges(3000, Positions.of(0), Positions.of(2999), List.of(new Edge(0, 1, 1))));
        double mean = Arrays.stream(new RandomScorer(1).score(graph).values())
                .average()
                .orElseThrow();
        assertEquals(0.5, mean, 0.03);
    }

    @Test
    void throughputOfUniformAttention() {
        // W01 = 1/2, W02 = W12 = 1/3; h = 1/2, 1/3, 1; a third of the flow goes through the middle.
        AttentionDag dag = AttentionDag.ofEdges(3, Positions.of(0), Positions.of(2), List.of(new Edge(0, 2, 0.9)));
        assertArrayEquals(
                new double[] {2, 2 / 3.0, 2},
                new NullThroughputScorer().score(Evidence.of(dag)).values(),
                1e-7);
    }

    @Test
    void throughputOfUniformAttentionEndsWhereTheGraphsFlowEnds() {
        AttentionTrace trace = RandomTraces.trace(3, 12, 3, 2);
        Evidence atPredictor = Evidence.of(trace, DagOptions.DEFAULT.withAnswerAt(DagOptions.AnswerAt.PREDICTOR));
        double[] scores = new NullThroughputScorer().score(atPredictor).values();
        int lastPredictor = trace.regions().answer().last() - 1;
        assertTrue(scores[lastPredictor] > 0);
        assertEquals(0, scores[lastPredictor + 1]);
    }
}
