package org.flowtracer.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SweepsTest {
    @Test
    @DisplayName("plain doubles and scaled ones agree wherever the plain ones stay in range")
    void plainEqualsScaled() {
        Random random = new Random(5);
        for (int draw = 0; draw < 300; draw++) {
            AttentionDag dag = ArbitraryDags.draw(random, draw % 10 == 0 ? 600 : 40, -random.nextInt(8));
            assertSame(dag, true);
            assertSame(dag, false);
        }
    }

    @Test
    @DisplayName("and on a dense graph of several panels with tokens after the answer")
    void plainEqualsScaledDense() {
        AttentionDag dag = dense(1001, Positions.range(3, 500), Positions.range(950, 960));
        assertSame(dag, true);
        assertSame(dag, false);
    }

    private static void assertSame(AttentionDag dag, boolean absorbing) {
        PanelSweeps plain = new PanelSweeps(dag, absorbing, 1);
        double[] potential = plain.potential();
        if (potential == null) {
            return;
        }
        ScaledVector scaled = ScaledSweeps.potential(dag, absorbing);
        for (int k = 0; k < dag.size(); k++) {
            assertEquals(scaled.get(k), potential[k], 1e-13 * potential[k]);
        }
        double[] shares = new double[dag.size()];
        dag.sources().stream().forEach(q -> shares[q] = 1.0 / dag.sources().size());
        double[] expected = ScaledSweeps.inflow(dag, absorbing, scaled, shares);
        double[] found = plain.inflow(potential, shares);
        for (int k = 0; k < dag.size(); k++) {
            assertEquals(expected[k], found[k], 1e-12 * expected[k]);
        }
    }

    @Test
    @DisplayName("any number of threads gives the same bits")
    void threadsDoNotMatter() {
        AttentionDag dag = dense(2600, Positions.range(0, 300), Positions.range(2500, 2555));
        ReasoningFlow one = FlowTracer.trace(dag, FlowOptions.DEFAULT, 1);
        for (int threads : List.of(2, 3, 7)) {
            ReasoningFlow many = FlowTracer.trace(dag, FlowOptions.DEFAULT, threads);
            assertArrayEquals(one.potential(), many.potential());
            assertArrayEquals(one.inflow(), many.inflow());
        }
        assertThrows(IllegalArgumentException.class, () -> FlowTracer.trace(dag, FlowOptions.DEFAULT, 0));
    }

    @Test
    @DisplayName("potentials below or above the range are left to the scaled sweeps")
    void leavesRange() {
        assertNull(chain(200, 1e-1).potential());
        assertNotNull(chain(100, 1e-1).potential());
        AttentionDag doubling = AttentionDag.over(420, ones(420), Regions.ofRanges(0, 1, 1, 420, 1, 420));
        assertNull(new PanelSweeps(doubling, false, 1).potential());
        assertNotNull(new PanelSweeps(doubling, true, 1).potential());
    }

    private static PanelSweeps chain(int size, double weight) {
        List<Edge> edges = IntStream.range(1, size)
                .mapToObj(k -> new Edge(k - 1, k, weight))
                .toList();
        return new PanelSweeps(AttentionDag.ofEdges(size, Positions.of(0), Positions.of(size - 1), edges), true, 1);
    }

    private static AttentionDag dense(int size, Positions question, Positions answer) {
        Random random = new Random(size);
        float[] packed = new float[size * (size - 1) / 2];
        for (int k = 1; k < size; k++) {
            for (int i = 0; i < k; i++) {
                packed[AttentionDag.rowStart(k) + i] = 2 * random.nextFloat() / k;
            }
        }
        return AttentionDag.over(size, packed, Regions.ofQuestionAndAnswer(size, question, answer));
    }

    private static float[] ones(int size) {
        float[] packed = new float[size * (size - 1) / 2];
        Arrays.fill(packed, 1);
        return packed;
    }
}
