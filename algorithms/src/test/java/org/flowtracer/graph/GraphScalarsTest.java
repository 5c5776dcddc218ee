package org.flowtracer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.flowtracer.DagFixture;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against networkx. */
class GraphScalarsTest {
    static Stream<DagFixture> fixtures() {
        return DagFixture.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void equalTheReferences(DagFixture fixture) {
        JsonNode reference = fixture.reference();
        GraphScalars found = GraphScalars.of(fixture.dag());
        near(reference.get("max_flow_unit_source").asDouble(), found.maxFlowUnitSource());
        near(reference.get("max_flow_free_source").asDouble(), found.maxFlowFreeSource());
        near(reference.get("min_cut_free_source_value").asDouble(), found.minCutFreeSourceValue());
        if (reference.get("shortest_S_to_T").isNull()) {
            assertEquals(OptionalDouble.empty(), found.shortest());
            assertEquals(OptionalDouble.empty(), found.widestBottleneck());
            assertEquals(OptionalInt.empty(), found.longestHops());
            assertTrue(found.fiveBestLengths().isEmpty());
            assertTrue(found.dominatorsOfSink().isEmpty());
        } else {
            near(reference.get("shortest_S_to_T").asDouble(), found.shortest().orElseThrow());
            near(
                    reference.get("widest_bottleneck").asDouble(),
                    found.widestBottleneck().orElseThrow());
            assertEquals(
                    reference.get("longest_S_to_T_hops").asInt(),
                    found.longestHops().orElseThrow());
            double[] lengths = fixture.numbers("/five_best_lengths");
            assertEquals(lengths.length, found.fiveBestLengths().size());
            for (int j = 0; j < lengths.length; j++) {
                near(lengths[j], found.fiveBestLengths().get(j));
            }
            double[] dominators = fixture.numbers("/dominators_of_T");
            assertEquals(
                    Arrays.stream(dominators).mapToObj(token -> (int) token).toList(), found.dominatorsOfSink());
        }
    }

    private static void near(double expected, double found) {
        assertEquals(expected, found, DagFixture.TOLERANCE * Math.max(1, Math.abs(expected)));
    }

    /** By hand: on the way 0 -> 1 -> 2 the least weight is at the answer, or before it. */
    @Test
    void tellsWhereTheMinimumCutJustIsolatesTheAnswer() {
        assertTrue(way(0.75, 0.5).minCutIsolatesAnswer());
        assertFalse(way(0.5, 0.75).minCutIsolatesAnswer());
        assertFalse(GraphScalars.of(AttentionDag.ofEdges(3, Positions.of(0), Positions.of(2), List.of()))
                .minCutIsolatesAnswer());
    }

    private static GraphScalars way(double first, double second) {
        List<AttentionDag.Edge> edges =
                List.of(new AttentionDag.Edge(0, 1, first), new AttentionDag.Edge(1, 2, second));
        return GraphScalars.of(AttentionDag.ofEdges(3, Positions.of(0), Positions.of(2), edges));
    }

    @Test
    void anAnswerReadInTheQuestionHasAnUnboundedFlow() {
        CausalMatrix attention = CausalMatrix.over(3, new float[] {1, 0.5f, 0.5f, 0.2f, 0.4f, 0.4f});
        AttentionTrace trace = new AttentionTrace(
                List.of("q", "r", "a"),
                null,
                Regions.ofRanges(0, 2, 2, 3, 2, 3),
                new Attention.Averaged(List.of(), 1, attention),
                null,
                null);
        DagOptions atPredictor =
                DagOptions.DEFAULT.withLayers(LayerBand.STORED).withAnswerAt(DagOptions.AnswerAt.PREDICTOR);
        GraphScalars found = GraphScalars.of(AttentionDag.of(trace, atPredictor));
        assertEquals(Double.POSITIVE_INFINITY, found.maxFlowFreeSource());
        assertEquals(1, found.maxFlowUnitSource());
        assertEquals(0, found.shortest().orElseThrow());
    }
}
