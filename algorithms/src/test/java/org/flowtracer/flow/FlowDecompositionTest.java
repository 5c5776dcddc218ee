package org.flowtracer.flow;

import static org.flowtracer.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.DagFixture;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.flow.FlowOptions.AnswerMode;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlowDecompositionTest {
    @Test
    @DisplayName("the diamond has two paths, of 2/3 and 1/3, and reads like a sentence")
    void diamond() {
        ReasoningFlow flow =
                FlowTracer.trace(DagFixture.read("diamond-with-dead-end").dag(), FlowOptions.DEFAULT);
        FlowDecomposition decomposition = FlowDecomposition.of(flow, 10);
        assertEquals(
                List.of(List.of(1), List.of(2)),
                decomposition.paths().stream().map(FlowPath::tokens).toList());
        assertEquals(2 / 3.0, decomposition.paths().get(0).flow(), 1e-15);
        assertEquals("""
                66.7 % of the question reaches the answer through token 1
                33.3 % of the question reaches the answer through token 2
                0.0 % takes other ways
                """, decomposition.describe());
        assertEquals(
                "17.3 % of the question reaches the answer through tokens 31 -> 58",
                new FlowPath(List.of(31, 58), 0.173).toString());
        assertEquals("5.0 % of the question reaches the answer directly", new FlowPath(List.of(), 0.05).toString());
    }

    @Test
    @DisplayName("question tokens count as one node, answer tokens as another, also where edges join them directly")
    void mergesRegions() {
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
        FlowDecomposition decomposition =
                FlowDecomposition.of(FlowTracer.trace(dag, FlowOptions.DEFAULT), Integer.MAX_VALUE);
        assertEquals(List.of(new FlowPath(List.of(2), 0.75), new FlowPath(List.of(), 0.25)), decomposition.paths());
        assertEquals(0, decomposition.rest());
    }

    @Test
    @DisplayName("of equally wide paths the one over earlier tokens comes first")
    void tiesGoToEarlierTokens() {
        AttentionDag dag = AttentionDag.ofEdges(
                4,
                Positions.of(0),
                Positions.of(3),
                List.of(new Edge(0, 1, 0.5), new Edge(0, 2, 0.5), new Edge(1, 3, 0.5), new Edge(2, 3, 0.5)));
        FlowDecomposition decomposition = FlowDecomposition.of(FlowTracer.trace(dag, FlowOptions.DEFAULT), 1);
        assertEquals(List.of(new FlowPath(List.of(1), 0.5)), decomposition.paths());
        assertEquals(0.5, decomposition.rest());
    }

    @Test
    @DisplayName(
            "on random graphs the paths carry all that arrives, widest first, through tokens that are neither question nor answer")
    void carriesAllThatArrives() {
        Random random = new Random(11);
        for (int draw = 0; draw < 500; draw++) {
            AttentionDag dag = ArbitraryDags.draw(random, 16, -3);
            for (AnswerMode mode : AnswerMode.values()) {
                ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT.withAnswerMode(mode));
                FlowDecomposition decomposition = FlowDecomposition.of(flow, Integer.MAX_VALUE);
                assertEquals(0, decomposition.rest(), 1e-9, "draw " + draw + ", " + mode);
                double carried = decomposition.paths().stream()
                        .mapToDouble(FlowPath::flow)
                        .sum();
                assertEquals(flow.arrived(), carried, 1e-9);
                double width = Double.POSITIVE_INFINITY;
                for (FlowPath path : decomposition.paths()) {
                    assertTrue(path.flow() <= width);
                    width = path.flow();
                    for (int k : path.tokens()) {
                        assertTrue(!dag.sources().contains(k) && !dag.sinks().contains(k));
                    }
                    for (int j = 1; j < path.tokens().size(); j++) {
                        int i = path.tokens().get(j - 1);
                        assertTrue(path.flow() <= flow.edgeFlow(i, path.tokens().get(j)) + 1e-15);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("where nothing reaches the answer there is no path")
    void noPath() {
        ReasoningFlow flow = FlowTracer.trace(DagFixture.read("nothing-reaches").dag(), FlowOptions.DEFAULT);
        assertEquals(List.of(), FlowDecomposition.of(flow, 3).paths());
        assertRefused("expected at least 0 paths, found -1", () -> FlowDecomposition.of(flow, -1));
    }
}
