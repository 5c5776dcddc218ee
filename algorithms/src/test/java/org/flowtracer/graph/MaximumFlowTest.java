package org.flowtracer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.DagFixture;
import org.flowtracer.RandomDags;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;
import org.flowtracer.trace.Positions;
import org.jgrapht.alg.flow.DinicMFImpl;
import org.jgrapht.alg.flow.EdmondsKarpMFImpl;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both maximum flows, as flows and against JGraphT's. */
class MaximumFlowTest {
    private static final double EPSILON = 1e-9;

    static Stream<AttentionGraph> networks() {
        return Stream.concat(DagFixture.all().map(DagFixture::dag), RandomDags.many(17, 30, 24))
                .map(dag -> dag.asGraph().withSourceAndSink())
                .flatMap(graph -> Stream.of(
                        graph.weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE),
                        graph.weightedBy(EdgeWeight.CAPACITY_FREE_SOURCE)));
    }

    private static List<AttentionFlowAlgorithm> algorithms(AttentionGraph network) {
        return List.of(new DagMaximumFlow(network), new LeastCostMaximumFlow(network));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void valueIsThatOfJGraphT(AttentionGraph network) {
        double dinic = new DinicMFImpl<>(network, 1e-14).getMaximumFlowValue(network.source(), network.sink());
        double edmondsKarp =
                new EdmondsKarpMFImpl<>(network, 1e-14).getMaximumFlowValue(network.source(), network.sink());
        for (AttentionFlowAlgorithm algorithm : algorithms(network)) {
            NetworkFlow flow = algorithm.getMaximumFlow(network.source(), network.sink());
            assertEquals(dinic, flow.getValue(), EPSILON);
            assertEquals(edmondsKarp, flow.getValue(), EPSILON);
            assertEquals(flow.getValue(), flow.cutCapacity(), EPSILON);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void valueBetweenTwoTokensIsThatOfPushRelabel(AttentionGraph network) {
        int last = network.dag().size() - 1;
        double expected = new PushRelabelMFImpl<>(network).getMaximumFlowValue(0, last);
        for (AttentionFlowAlgorithm algorithm : algorithms(network)) {
            assertEquals(expected, algorithm.getMaximumFlow(0, last).getValue(), EPSILON);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void flowIsConservedAndWithinCapacities(AttentionGraph network) {
        for (AttentionFlowAlgorithm algorithm : algorithms(network)) {
            NetworkFlow flow = algorithm.getMaximumFlow(network.source(), network.sink());
            flow.getFlowMap().forEach((edge, amount) -> {
                assertTrue(amount >= 0, "negative flow " + amount);
                assertTrue(amount <= network.getEdgeWeight(edge) + EPSILON);
            });
            for (int token = 0; token < network.dag().size(); token++) {
                assertEquals(
                        network.incomingEdgesOf(token).stream()
                                .mapToDouble(flow::getFlow)
                                .sum(),
                        network.outgoingEdgesOf(token).stream()
                                .mapToDouble(flow::getFlow)
                                .sum(),
                        EPSILON);
                assertEquals(
                        network.incomingEdgesOf(token).stream()
                                .mapToDouble(flow::getFlow)
                                .sum(),
                        flow.inflow(token),
                        EPSILON);
            }
        }
    }

    @Test
    void capacitiesBelowAnyAbsoluteToleranceCount() {
        AttentionDag dag = AttentionDag.ofEdges(
                3,
                Positions.of(0),
                Positions.of(2),
                List.of(
                        new AttentionDag.Edge(0, 1, 1e-12),
                        new AttentionDag.Edge(1, 2, 1e-13),
                        new AttentionDag.Edge(0, 2, 1e-14)));
        AttentionGraph network = dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE);
        for (AttentionFlowAlgorithm algorithm : algorithms(network)) {
            double value =
                    algorithm.getMaximumFlow(network.source(), network.sink()).getValue();
            assertEquals(1.1e-13, value, 1e-19);
        }
    }

    @Test
    void denseAttentionOfManyTokens() {
        AttentionGraph network =
                RandomDags.dense(23, 1024).asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_UNIT_SOURCE);
        NetworkFlow flow = new DagMaximumFlow(network).getMaximumFlow(network.source(), network.sink());
        assertEquals(flow.cutCapacity(), flow.getValue(), EPSILON);
    }

    @Test
    void refusesWhatIsNoNetwork() {
        AttentionGraph graph = RandomDags.dense(1, 6).asGraph();
        assertThrows(IllegalArgumentException.class, () -> new DagMaximumFlow(graph).getMaximumFlow(0, 6));
        assertThrows(IllegalArgumentException.class, () -> new DagMaximumFlow(graph).getMaximumFlow(3, 3));
        AttentionGraph lengths = graph.weightedBy(EdgeWeight.LENGTH);
        assertThrows(IllegalArgumentException.class, () -> new DagMaximumFlow(lengths).getMaximumFlow(0, 5));
        assertThrows(IllegalStateException.class, () -> new DagMaximumFlow(graph).getFlowMap());
    }
}
