package org.flowtracer.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.DagFixture;
import org.flowtracer.RandomDags;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.jgrapht.alg.flow.mincost.CapacityScalingMinimumCostFlow;
import org.jgrapht.alg.flow.mincost.MinimumCostFlowProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical flow: against successive shortest paths, against JGraphT on integers, and for what makes it canonical. */
class LeastCostMaximumFlowTest {
    private static final double EPSILON = 1e-9;

    private static Stream<AttentionGraph> networks(AttentionDag dag) {
        boolean bounded = dag.sources().stream().noneMatch(dag.sinks()::contains);
        AttentionGraph graph = dag.asGraph().withSourceAndSink();
        Stream<EdgeWeight> weights = bounded
                ? Stream.of(EdgeWeight.CAPACITY_FREE_SOURCE, EdgeWeight.CAPACITY_UNIT_SOURCE)
                : Stream.of(EdgeWeight.CAPACITY_UNIT_SOURCE);
        return weights.map(graph::weightedBy);
    }

    private static NetworkFlow canonical(AttentionGraph network) {
        return new LeastCostMaximumFlow(network).getMaximumFlow(network.source(), network.sink());
    }

    static Stream<AttentionGraph> networksWithoutTies() {
        Random random = new Random(41);
        Stream<AttentionDag> arbitrary =
                Stream.generate(() -> ArbitraryDags.draw(random, 28, -6)).limit(60);
        Stream<AttentionDag> local = Stream.of(local(3, 24), local(5, 96));
        return Stream.of(DagFixture.all().map(DagFixture::dag), RandomDags.many(19, 40, 40), arbitrary, local)
                .flatMap(dags -> dags)
                .flatMap(LeastCostMaximumFlowTest::networks);
    }

    /** Attention that halves every two tokens of distance, so that a flow takes many long ways. */
    private static AttentionDag local(long seed, int size) {
        Random random = new Random(seed);
        float[] packed = new float[AttentionDag.rowStart(size)];
        for (int to = 1; to < size; to++) {
            for (int from = 0; from < to; from++) {
                packed[AttentionDag.rowStart(to) + from] =
                        (float) (0.4 * random.nextDouble() * Math.pow(2, (from - to) / 2.0));
            }
        }
        return AttentionDag.over(size, packed, Regions.ofRanges(0, size / 8, size / 8, size, size - 2, size));
    }

    @ParameterizedTest
    @MethodSource("networksWithoutTies")
    void isThatOfSuccessiveShortestPaths(AttentionGraph network) {
        NetworkFlow expected = new SuccessiveShortestPaths(network).getMaximumFlow(network.source(), network.sink());
        NetworkFlow found = canonical(network);
        assertEquals(expected.getValue(), found.getValue(), EPSILON);
        assertEquals(expected.cost(), found.cost(), EPSILON);
        network.edgeSet().forEach(edge -> assertEquals(expected.getFlow(edge), found.getFlow(edge), EPSILON));
        IntStream.range(0, network.dag().size())
                .forEach(token -> assertEquals(expected.isOnSinkSide(token), found.isOnSinkSide(token)));
    }

    static Stream<AttentionGraph> networksWithTies() {
        Random random = new Random(43);
        return Stream.generate(() -> powersOfTwo(random)).limit(150).flatMap(LeastCostMaximumFlowTest::networks);
    }

    /** Few different weights, all powers of two: their lengths are whole multiples of log 2, and many ways are equally long. */
    private static AttentionDag powersOfTwo(Random random) {
        int size = 3 + random.nextInt(20);
        double density = random.nextDouble();
        int smallest = random.nextInt(5);
        float[] packed = new float[AttentionDag.rowStart(size)];
        for (int j = 0; j < packed.length; j++) {
            packed[j] = random.nextDouble() < density ? (float) Math.pow(2, -random.nextInt(smallest + 1)) : 0;
        }
        int cut = 1 + random.nextInt(size - 1);
        int answer = cut + random.nextInt(size - cut);
        return AttentionDag.over(size, packed, Regions.ofRanges(0, cut, cut, size, answer, size));
    }

    /** An edge that something can still be sent along, with its cost as a whole number. */
    private record Arc(int from, int to, BigInteger cost) {}

    /**
     * Where the j-th of m edges in canonical order costs {@code 2^m log2(1 / W) - 2^(m - j)}, the canonical flow is the only one of least cost, and the flow that
     * leaves no cycle of negative cost.
     */
    @ParameterizedTest
    @MethodSource("networksWithTies")
    void comesFirstAmongFlowsOfEqualCost(AttentionGraph network) {
        NetworkFlow flow = canonical(network);
        List<Integer> order = new ArrayList<>(network.edgeSet());
        order.removeIf(edge -> network.getEdgeSource(edge).equals(network.source()));
        order.sort((one, other) -> network.getEdgeTarget(one).equals(network.getEdgeTarget(other))
                ? network.getEdgeSource(one).compareTo(network.getEdgeSource(other))
                : network.getEdgeTarget(other).compareTo(network.getEdgeTarget(one)));
        AttentionGraph lengths = network.weightedBy(EdgeWeight.LENGTH);
        List<Arc> residual = new ArrayList<>();
        for (Integer edge : network.edgeSet()) {
            long halvings = Math.round(lengths.getEdgeWeight(edge) / Math.log(2));
            int rank = order.indexOf(edge) + 1;
            BigInteger bonus = rank == 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(order.size() - rank);
            BigInteger cost =
                    BigInteger.valueOf(halvings).shiftLeft(order.size()).subtract(bonus);
            int from = network.getEdgeSource(edge);
            int to = network.getEdgeTarget(edge);
            if (network.getEdgeWeight(edge) - flow.getFlow(edge) > EPSILON) {
                residual.add(new Arc(from, to, cost));
            }
            if (flow.getFlow(edge) > EPSILON) {
                residual.add(new Arc(to, from, cost.negate()));
            }
        }
        assertFalse(hasNegativeCycle(residual, network.vertexSet().size()));
    }

    /** Bellman and Ford, from everywhere at once. */
    private static boolean hasNegativeCycle(List<Arc> arcs, int vertices) {
        BigInteger[] distance = new BigInteger[vertices];
        Arrays.fill(distance, BigInteger.ZERO);
        boolean changed = true;
        for (int round = 0; round <= vertices && changed; round++) {
            changed = false;
            for (Arc arc : arcs) {
                BigInteger through = distance[arc.from].add(arc.cost);
                if (through.compareTo(distance[arc.to]) < 0) {
                    distance[arc.to] = through;
                    changed = true;
                }
            }
        }
        return changed;
    }

    @Test
    void costsWhatJGraphTFindsOnIntegers() {
        Random random = new Random(47);
        int unit = 1 << 12;
        for (int trial = 0; trial < 60; trial++) {
            int size = 2 + random.nextInt(24);
            double density = random.nextDouble();
            float[] packed = new float[AttentionDag.rowStart(size)];
            for (int j = 0; j < packed.length; j++) {
                packed[j] = random.nextDouble() < density ? (float) (1 + random.nextInt(unit)) / unit : 0;
            }
            int cut = 1 + random.nextInt(size - 1);
            AttentionGraph network = AttentionDag.over(
                            size, packed, Regions.ofRanges(0, cut, cut, size, size - 1, size))
                    .asGraph()
                    .withSourceAndSink()
                    .weightedBy(EdgeWeight.CAPACITY_FREE_SOURCE);
            NetworkFlow flow = canonical(network);
            int value = (int) Math.round(flow.getValue() * unit);
            double expected = new CapacityScalingMinimumCostFlow<Integer, Integer>()
                    .getMinimumCostFlow(new MinimumCostFlowProblem.MinimumCostFlowProblemImpl<>(
                            network.weightedBy(EdgeWeight.LENGTH),
                            vertex -> vertex.equals(network.source())
                                    ? value
                                    : vertex.equals(network.sink()) ? -value : 0,
                            edge -> (int)
                                    Math.min(Integer.MAX_VALUE >> 4, Math.round(network.getEdgeWeight(edge) * unit))))
                    .getCost();
            assertEquals(expected / unit, flow.cost(), EPSILON);
        }
    }

    @Test
    void cheaperWayIsFilledFirst() {
        AttentionDag dag = AttentionDag.ofEdges(
                5,
                Positions.of(0),
                Positions.of(4),
                List.of(
                        new AttentionDag.Edge(0, 1, 0.5),
                        new AttentionDag.Edge(0, 2, 0.75),
                        new AttentionDag.Edge(1, 3, 0.5),
                        new AttentionDag.Edge(2, 3, 0.75),
                        new AttentionDag.Edge(3, 4, 0.8125)));
        AttentionGraph network = dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_FREE_SOURCE);
        NetworkFlow flow = new LeastCostMaximumFlow(network).getMaximumFlow(network.source(), network.sink());
        assertEquals(0.8125, flow.getValue());
        assertEquals(0.75, flow.along(0, 2));
        assertEquals(0.0625, flow.along(0, 1));
        assertTrue(flow.cutIsolatesAnswer());
        assertTrue(flow.isOnSinkSide(4));
        assertFalse(flow.isOnSinkSide(3));
    }

    /** By hand: 1 -> 3 and 2 -> 3 are equally long ways, and only half of what they carry can go on. */
    @Test
    void earlierOfEqualWaysIsFilledFirst() {
        AttentionDag dag = AttentionDag.ofEdges(
                5,
                Positions.of(0),
                Positions.of(4),
                List.of(
                        new AttentionDag.Edge(0, 1, 0.5),
                        new AttentionDag.Edge(0, 2, 0.5),
                        new AttentionDag.Edge(1, 3, 0.5),
                        new AttentionDag.Edge(2, 3, 0.5),
                        new AttentionDag.Edge(3, 4, 0.625)));
        NetworkFlow flow = canonical(dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.CAPACITY_FREE_SOURCE));
        assertArrayEquals(new double[] {0.625, 0.5, 0.125, 0.625, 0.625}, flow.inflow());
    }
}
