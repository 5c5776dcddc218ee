package org.flowtracer.flow;

import static org.flowtracer.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.DagFixture;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackboneTest {
    private static final ReasoningFlow DIAMOND =
            FlowTracer.trace(DagFixture.read("diamond-with-dead-end").dag(), FlowOptions.DEFAULT);

    @Test
    @DisplayName("the diamond's three backbones, worked by hand")
    void diamond() {
        List<List<Integer>> upper = List.of(List.of(0, 1), List.of(1, 3));
        assertEquals(upper, ends(new FlowMassBackbone(0.6).extract(DIAMOND)));
        assertEquals(upper, ends(new FlowThresholdBackbone(0.5).extract(DIAMOND)));
        assertEquals(upper, ends(new WidestPathsBackbone(1).extract(DIAMOND)));
        assertEquals(2 / 3.0, new WidestPathsBackbone(1).extract(DIAMOND).share(), 1e-15);
        assertEquals(1, new WidestPathsBackbone(2).extract(DIAMOND).share());
        assertEquals(1, new FlowMassBackbone(1).extract(DIAMOND).share());
        assertEquals(4, new FlowMassBackbone(1).extract(DIAMOND).edges().size());
        assertEquals(List.of(), new FlowMassBackbone(0).extract(DIAMOND).edges());
    }

    @Test
    @DisplayName("an edge tells weight, conserved weight and flow")
    void edge() {
        FlowEdge edge = new FlowThresholdBackbone(0.5).extract(DIAMOND).edges().get(0);
        assertEquals(new FlowEdge(0, 1, 0.5, 2 / 3.0, 2 / 3.0), edge);
    }

    @Test
    @DisplayName("of equally heavy edges only as many as are needed, the earlier first")
    void ties() {
        Backbone backbone = new FlowMassBackbone(0.4).extract(DIAMOND);
        assertEquals(List.of(List.of(0, 1), List.of(1, 3)), ends(backbone));
        assertEquals(List.of(List.of(0, 1)), ends(new FlowMassBackbone(0.3).extract(DIAMOND)));
    }

    @Test
    @DisplayName("the mass backbone is the shortest list of heaviest edges that reaches its fraction")
    void massIsGreedy() {
        Random random = new Random(3);
        for (int draw = 0; draw < 300; draw++) {
            AttentionDag dag = ArbitraryDags.draw(random, 20, -4);
            ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);
            List<Double> flows = new ArrayList<>();
            for (Edge edge : dag.edges()) {
                flows.add(flow.edgeFlow(edge.from(), edge.to()));
            }
            flows.sort(Comparator.reverseOrder());
            double mass = flows.stream().mapToDouble(phi -> phi).sum();
            double fraction = random.nextDouble();
            Backbone backbone = new FlowMassBackbone(fraction).extract(flow);
            int size = backbone.edges().size();
            if (mass == 0) {
                assertEquals(0, size);
                assertEquals(0, backbone.share());
                continue;
            }
            assertTrue(backbone.share() >= fraction - 1e-12);
            double lightest = flows.get(size - 1);
            assertTrue(backbone.share() - lightest / mass < fraction + 1e-12);
            assertTrue(backbone.edges().stream().allMatch(edge -> edge.flow() >= lightest));
        }
    }

    @Test
    @DisplayName("paths of merged regions bring the edges of all question and answer tokens")
    void mergedRegions() {
        AttentionDag dag = AttentionDag.ofEdges(
                5,
                Positions.of(0, 1),
                Positions.of(3, 4),
                List.of(
                        new Edge(0, 2, 0.5),
                        new Edge(1, 2, 0.5),
                        new Edge(2, 3, 0.25),
                        new Edge(2, 4, 0.25),
                        new Edge(1, 4, 0.25)));
        ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        assertEquals(
                List.of(List.of(0, 2), List.of(1, 2), List.of(2, 3), List.of(2, 4)),
                ends(new WidestPathsBackbone(1).extract(flow)));
        assertEquals(5, new WidestPathsBackbone(2).extract(flow).edges().size());
    }

    @Test
    @DisplayName("refuses settings without meaning")
    void refuses() {
        assertRefused("expected a fraction of the flow in [0, 1], found 1.5", () -> new FlowMassBackbone(1.5));
        assertRefused("expected a fraction of the flow in [0, 1], found NaN", () -> new FlowMassBackbone(Double.NaN));
        assertRefused("expected a flow threshold above 0, found 0.0", () -> new FlowThresholdBackbone(0));
        assertRefused("expected at least 0 paths, found -1", () -> new WidestPathsBackbone(-1));
    }

    private static List<List<Integer>> ends(Backbone backbone) {
        return backbone.edges().stream()
                .map(edge -> List.of(edge.from(), edge.to()))
                .toList();
    }
}
