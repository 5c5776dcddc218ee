package org.flowtracer.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.DagFixture;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.flow.FlowOptions.AnswerMode;
import org.flowtracer.flow.FlowOptions.SourceShares;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTracerTest {
    private static final FlowOptions PASSING = FlowOptions.DEFAULT.withAnswerMode(AnswerMode.PASSING);
    private static final FlowOptions BY_POTENTIAL = FlowOptions.DEFAULT.withSourceShares(SourceShares.POTENTIAL);

    @ParameterizedTest
    @MethodSource("org.flowtracer.DagFixture#all")
    @DisplayName("equals the NumPy reference on every graph, with absorbing and with passing answers")
    void equalsReference(DagFixture fixture) {
        for (AnswerMode mode : AnswerMode.values()) {
            ReasoningFlow flow = FlowTracer.trace(fixture.dag(), FlowOptions.DEFAULT.withAnswerMode(mode));
            String reference = "/flowtracer." + mode.name().toLowerCase(Locale.ROOT);
            assertNear(fixture.numbers(reference + "/potential"), flow.potential());
            assertNear(fixture.numbers(reference + "/inflow"), flow.inflow());
            assertNear(fixture.numbers(reference + "/throughput"), flow.throughput());
            assertNear(fixture.numbers(reference + "/arrived"), flow.arrived());
            assertNear(fixture.numbers(reference + "/unreachable_share"), flow.unreachableShare());
        }
    }

    @Test
    @DisplayName("the diamond with a dead end, in fractions worked by hand")
    void diamond() {
        ReasoningFlow flow =
                FlowTracer.trace(DagFixture.read("diamond-with-dead-end").dag(), FlowOptions.DEFAULT);
        assertArrayEquals(new double[] {3 / 8.0, 1 / 2.0, 1 / 2.0, 1, 0}, flow.potential(), 1e-15);
        assertArrayEquals(new double[] {1, 2 / 3.0, 1 / 3.0, 1, 0}, flow.inflow(), 1e-15);
        assertArrayEquals(new double[] {2, 4 / 3.0, 2 / 3.0, 2, 0}, flow.throughput(), 1e-15);
        assertArrayEquals(new double[] {0, 0, 0, 1, 0}, flow.toSink());
        assertEquals(2 / 3.0, flow.conservedWeight(0, 1), 1e-15);
        assertEquals(0, flow.conservedWeight(0, 4));
        assertEquals(1 / 3.0, flow.edgeFlow(2, 3), 1e-15);
        assertEquals(1, flow.sinkFlow(3), 1e-15);
    }

    @Test
    @DisplayName(
            "passing answers, in fractions worked by hand: half of the first answer token's flow leaves, half goes on")
    void passing() {
        AttentionDag dag = dag(3, Positions.of(0), Positions.of(1, 2), new Edge(0, 1, 0.5), new Edge(1, 2, 1));
        ReasoningFlow flow = FlowTracer.trace(dag, PASSING);
        assertArrayEquals(new double[] {1, 2, 1}, flow.potential());
        assertArrayEquals(new double[] {0, 0.5, 1}, flow.toSink());
        assertArrayEquals(new double[] {1, 1, 0.5}, flow.inflow());
        assertEquals(1, flow.arrived());
        ReasoningFlow absorbed = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        assertArrayEquals(new double[] {1, 1, 0}, absorbed.inflow());
        assertEquals(0, absorbed.conservedWeight(1, 2));
    }

    @Test
    @DisplayName("shares by potential rank the question's tokens and lose nothing")
    void sharesByPotential() {
        AttentionDag dag = dag(4, Positions.of(0, 1, 2), Positions.of(3), new Edge(0, 3, 0.25), new Edge(1, 3, 0.75));
        ReasoningFlow flow = FlowTracer.trace(dag, BY_POTENTIAL);
        assertArrayEquals(new double[] {0.25, 0.75, 0, 1}, flow.inflow());
        assertEquals(0, flow.unreachableShare());
        assertEquals(1 / 3.0, FlowTracer.trace(dag, FlowOptions.DEFAULT).unreachableShare(), 1e-15);
    }

    @Test
    @DisplayName("where nothing reaches the answer, nothing arrives, all is unreachable, and no value is NaN")
    void nothingReaches() {
        AttentionDag dag = DagFixture.read("nothing-reaches").dag();
        for (FlowOptions options : List.of(FlowOptions.DEFAULT, PASSING, BY_POTENTIAL)) {
            ReasoningFlow flow = FlowTracer.trace(dag, options);
            assertEquals(0, flow.arrived());
            assertEquals(1, flow.unreachableShare());
            Stream.of(flow.potential(), flow.inflow(), flow.throughput(), flow.toSink())
                    .flatMapToDouble(DoubleStream::of)
                    .forEach(value -> assertTrue(Double.isFinite(value)));
            for (Edge edge : dag.edges()) {
                assertEquals(0, flow.edgeFlow(edge.from(), edge.to()));
            }
        }
    }

    @Test
    @DisplayName("equals a sum over all paths on small random graphs")
    void equalsSumOverPaths() {
        Random random = new Random(7);
        for (int draw = 0; draw < 500; draw++) {
            AttentionDag dag = ArbitraryDags.draw(random, 9, -2);
            for (FlowOptions options : List.of(FlowOptions.DEFAULT, PASSING, BY_POTENTIAL)) {
                ReasoningFlow flow = FlowTracer.trace(dag, options);
                AllPaths paths = new AllPaths(dag, options);
                assertNear(paths.potential, flow.potential());
                assertNear(paths.inflow, flow.inflow());
            }
        }
    }

    @Test
    @DisplayName("a band of edges of 1e-4 over 8192 tokens, whose potentials underflow, carries its whole unit")
    void bandThatUnderflows() {
        int size = 8192;
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int k = i + 1; k <= Math.min(i + 3, size - 1); k++) {
                edges.add(new Edge(i, k, 1e-4));
            }
        }
        AttentionDag dag = AttentionDag.ofEdges(size, Positions.of(0), Positions.of(size - 1), edges);
        ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        assertEquals(0, flow.potential(0));
        assertTrue(flow.reaches(0));
        assertEquals(1, flow.arrived(), 1e-6);
        assertTrue(ConservationCheck.of(flow).largest() < 1e-6);
        ReasoningFlow byPotential = FlowTracer.trace(dag, BY_POTENTIAL);
        assertArrayEquals(flow.inflow(), byPotential.inflow(), 1e-12);
    }

    @Test
    @DisplayName("passing answers whose potentials overflow conserve as well")
    void potentialsThatOverflow() {
        int size = 2000;
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int k = i + 1; k <= Math.min(i + 2, size - 1); k++) {
                edges.add(new Edge(i, k, 1));
            }
        }
        AttentionDag dag = AttentionDag.ofEdges(size, Positions.of(0), Positions.range(1, size), edges);
        ReasoningFlow flow = FlowTracer.trace(dag, PASSING);
        assertEquals(Double.POSITIVE_INFINITY, flow.potential(0));
        assertEquals(1, flow.arrived(), 1e-9);
        assertTrue(ConservationCheck.of(flow).largest() < 1e-9);
    }

    @Test
    @DisplayName("weights as small as a float can be conserve as well")
    void subnormalWeights() {
        int size = 40;
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i + 1 < size; i++) {
            edges.add(new Edge(i, i + 1, Float.MIN_VALUE));
        }
        edges.add(new Edge(0, size - 1, Float.MIN_VALUE));
        AttentionDag dag = AttentionDag.ofEdges(size, Positions.of(0), Positions.of(size - 1), edges);
        ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        assertEquals(1, flow.edgeFlow(0, size - 1), 1e-12);
        assertEquals(1, flow.conservedWeight(1, 2), 1e-12);
        assertFalse(flow.inflow(1) < 0);
        assertTrue(ConservationCheck.of(flow).largest() < 1e-12);
    }

    private static AttentionDag dag(int size, Positions question, Positions answer, Edge... edges) {
        return AttentionDag.ofEdges(size, question, answer, List.of(edges));
    }

    private static void assertNear(double[] expected, double... actual) {
        assertEquals(expected.length, actual.length);
        for (int k = 0; k < expected.length; k++) {
            double tolerance = DagFixture.TOLERANCE * Math.max(1, Math.abs(expected[k]));
            assertEquals(expected[k], actual[k], tolerance, "at token " + k);
        }
    }

    /** The flow as a measure on paths: each path from a question token to where it leaves weighs the product of its edges. */
    private static final class AllPaths {
        private final AttentionDag dag;
        private final boolean absorbing;
        private final double[] potential;
        private final double[] inflow;

        AllPaths(AttentionDag dag, FlowOptions options) {
            this.dag = dag;
            absorbing = options.answerMode() == AnswerMode.ABSORBING;
            potential = new double[dag.size()];
            inflow = new double[dag.size()];
            for (int i = 0; i < dag.size(); i++) {
                int start = i;
                walk(List.of(i), 1, (path, weight) -> potential[start] += weight);
            }
            double total = dag.sources().stream().mapToDouble(q -> potential[q]).sum();
            boolean uniform = options.sourceShares() == SourceShares.UNIFORM || total == 0;
            for (int q : dag.sources().toArray()) {
                double share = uniform ? 1.0 / dag.sources().size() : potential[q] / total;
                if (potential[q] == 0) {
                    inflow[q] += share;
                }
                walk(List.of(q), 1, (path, weight) -> path.forEach(k -> inflow[k] += share * weight / potential[q]));
            }
        }

        private interface Visitor {
            void leave(List<Integer> path, double weight);
        }

        private void walk(List<Integer> path, double weight, Visitor visitor) {
            int last = path.get(path.size() - 1);
            if (dag.sinks().contains(last)) {
                visitor.leave(path, weight);
                if (absorbing) {
                    return;
                }
            }
            for (int k = last + 1; k < dag.size(); k++) {
                if (dag.weight(last, k) > 0) {
                    List<Integer> longer = new ArrayList<>(path);
                    longer.add(k);
                    walk(longer, weight * dag.weight(last, k), visitor);
                }
            }
        }
    }
}
