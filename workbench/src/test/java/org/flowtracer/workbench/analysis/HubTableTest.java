package org.flowtracer.workbench.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.TokenClass;
import org.junit.jupiter.api.Test;

class HubTableTest {
    /** A question token, ten reasoning tokens that it reaches by the given weights, an answer that reads them all alike. */
    private static HubTable table(List<String> reasoning, double... weights) {
        int size = reasoning.size() + 2;
        List<AttentionDag.Edge> edges = new ArrayList<>();
        for (int j = 0; j < reasoning.size(); j++) {
            edges.add(new AttentionDag.Edge(0, j + 1, weights[j]));
            edges.add(new AttentionDag.Edge(j + 1, size - 1, 0.5));
        }
        var dag = AttentionDag.ofEdges(size, Positions.of(0), Positions.of(size - 1), edges);
        List<String> tokens = new ArrayList<>(List.of(" question"));
        tokens.addAll(reasoning);
        tokens.add(" answer");
        var none = CausalMatrix.over(size, new float[CausalMatrix.packedLength(size)]);
        var trace = new AttentionTrace(
                tokens,
                new int[size],
                dag.regions(),
                new Attention.Averaged(List.of(), 1, none),
                new float[size - 1],
                new float[size]);
        ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        return HubTable.of(trace, flow);
    }

    @Test
    void countsClassesAndTheirShareOfTheTop() {
        List<String> reasoning = List.of(" so", ".", " we", ",", " get", " 7", " and", " 8", " more", "\n");
        HubTable table = table(reasoning, 0.1, 0.4, 0.1, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);

        assertEquals(10, table.tokens());
        assertEquals(2, table.top());
        assertEquals(3, table.delimiters());
        assertEquals(2, table.delimitersInTop());
        // Flow is in proportion to the weights, which sum to 1.5; throughput is twice the flow.
        var punctuation = new HubTable.Row(TokenClass.PUNCTUATION, 2, 0.7 / 1.5, 2);
        HubTable.Row found = table.rows().stream()
                .filter(row -> row.kind() == TokenClass.PUNCTUATION)
                .findFirst()
                .orElseThrow();
        assertEquals(punctuation.count(), found.count());
        assertEquals(punctuation.inTop(), found.inTop());
        assertEquals(punctuation.meanThroughput(), found.meanThroughput(), 1e-6);
        // Both of the top two among 3 of 10: 3/10 * 2/9.
        assertEquals(6.0 / 90, table.chanceOfAtLeast(), 1e-12);
        assertEquals(1, table.chanceOfAtMost(), 1e-12);
        assertTrue(table.statement().contains("within chance"), table.statement());
    }

    @Test
    void saysWhichWayALargeDifferencePoints() {
        List<String> texts = new ArrayList<>(Collections.nCopies(8, "."));
        texts.addAll(Collections.nCopies(32, " word"));
        double[] heavyDelimiters = new double[40];
        double[] lightDelimiters = new double[40];
        for (int j = 0; j < 40; j++) {
            heavyDelimiters[j] = j < 8 ? 0.5 : 0.1;
        }
        HubTable agrees = table(texts, heavyDelimiters);
        assertTrue(agrees.statement().contains("agrees"), agrees.statement());
        assertTrue(
                agrees.statement().contains("20 % of the reasoning's 40 tokens and 100 % of its 8"),
                agrees.statement());

        List<String> half = new ArrayList<>(Collections.nCopies(20, "."));
        half.addAll(Collections.nCopies(20, " word"));
        for (int j = 0; j < 40; j++) {
            lightDelimiters[j] = j < 20 ? 0.1 : 0.5;
        }
        HubTable contradicts = table(half, lightDelimiters);
        assertTrue(contradicts.statement().contains("contradicts"), contradicts.statement());
    }

    @Test
    void saysNothingWithoutBothKinds() {
        assertTrue(table(List.of(" a", " b"), 0.5, 0.5).statement().contains("says nothing"));
    }
}
