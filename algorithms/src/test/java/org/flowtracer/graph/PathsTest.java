package org.flowtracer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths and dominators, against every path written out. */
class PathsTest {
    private static final double EPSILON = 1e-12;

    static Stream<AttentionDag> tinyDags() {
        Random random = new Random(11);
        return Stream.concat(
                RandomDags.many(3, 60, 9), IntStream.range(0, 60).mapToObj(j -> ArbitraryDags.draw(random, 9, -3)));
    }

    /** Every path from a source to a sink, by following every edge. */
    private static List<List<Integer>> allPaths(AttentionDag dag) {
        List<List<Integer>> paths = new ArrayList<>();
        dag.sources().stream().forEach(question -> follow(dag, List.of(question), paths));
        return paths;
    }

    private static void follow(AttentionDag dag, List<Integer> path, List<List<Integer>> paths) {
        int last = path.get(path.size() - 1);
        if (dag.sinks().contains(last)) {
            paths.add(path);
        }
        for (int next = last + 1; next < dag.size(); next++) {
            if (dag.weight(last, next) > 0) {
                follow(dag, Stream.concat(path.stream(), Stream.of(next)).toList(), paths);
            }
        }
    }

    private static double length(AttentionDag dag, List<Integer> path) {
        return IntStream.range(1, path.size())
                .mapToDouble(j -> -Math.log(dag.weight(path.get(j - 1), path.get(j))))
                .sum();
    }

    private static double bottleneck(AttentionDag dag, List<Integer> path) {
        return IntStream.range(1, path.size())
                .mapToDouble(j -> dag.weight(path.get(j - 1), path.get(j)))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @MethodSource("tinyDags")
    void sweepsFindTheBestPathThroughEveryToken(AttentionDag dag) {
        List<List<Integer>> all = allPaths(dag);
        PathSweep shortest = new PathSweep(dag, PathAlgebra.SHORTEST);
        PathSweep widest = new PathSweep(dag, PathAlgebra.WIDEST);
        PathSweep longest = new PathSweep(dag, PathAlgebra.LONGEST);
        for (int token = 0; token < dag.size(); token++) {
            int k = token;
            List<List<Integer>> through =
                    all.stream().filter(path -> path.contains(k)).toList();
            assertEquals(!through.isEmpty(), shortest.passes(k));
            assertEquals(
                    through.stream()
                            .mapToDouble(path -> length(dag, path))
                            .min()
                            .orElse(Double.POSITIVE_INFINITY),
                    shortest.through(k),
                    EPSILON);
            assertEquals(
                    through.stream()
                            .mapToDouble(path -> bottleneck(dag, path))
                            .max()
                            .orElse(0),
                    widest.through(k));
            assertEquals(
                    through.stream().mapToDouble(path -> path.size() + 1).max().orElse(Double.NEGATIVE_INFINITY),
                    longest.through(k));
        }
    }

    @ParameterizedTest
    @MethodSource("tinyDags")
    void enumeratesEveryPathInOrder(AttentionDag dag) {
        List<List<Integer>> all = new ArrayList<>(allPaths(dag));
        all.sort(Comparator.comparingDouble(path -> length(dag, path)));
        List<KBestPaths.Path> found = new KBestPaths(dag).best(all.size() + 5);
        assertEquals(all.size(), found.size());
        assertEquals(
                all.size(),
                found.stream().map(KBestPaths.Path::tokens).distinct().count());
        for (int j = 0; j < all.size(); j++) {
            assertEquals(length(dag, all.get(j)), found.get(j).length(), EPSILON);
            assertEquals(length(dag, found.get(j).tokens()), found.get(j).length(), EPSILON);
        }
    }

    @Test
    void bestPathsAgreeWithYen() {
        AttentionDag dag = RandomDags.dense(5, 40);
        AttentionGraph graph = dag.asGraph().withSourceAndSink().weightedBy(EdgeWeight.LENGTH);
        var expected = new YenKShortestPath<>(graph).getPaths(graph.source(), graph.sink(), 40);
        List<KBestPaths.Path> found = new KBestPaths(dag).best(40);
        for (int j = 0; j < expected.size(); j++) {
            assertEquals(expected.get(j).getWeight(), found.get(j).length(), 1e-9);
            List<Integer> vertices = expected.get(j).getVertexList();
            assertEquals(vertices.subList(1, vertices.size() - 1), found.get(j).tokens());
        }
    }

    @Test
    void pathsOfEqualLengthComeEarlierTokenFirst() {
        AttentionDag dag = AttentionDag.ofEdges(
                4,
                Positions.of(0),
                Positions.of(3),
                List.of(
                        new AttentionDag.Edge(0, 1, 0.5),
                        new AttentionDag.Edge(0, 2, 0.5),
                        new AttentionDag.Edge(1, 3, 0.5),
                        new AttentionDag.Edge(2, 3, 0.5)));
        assertEquals(
                List.of(List.of(0, 1, 3), List.of(0, 2, 3)),
                new KBestPaths(dag)
                        .best(9).stream().map(KBestPaths.Path::tokens).toList());
    }

    @Test
    void aPathMayHaveThousandsOfTokens() {
        int size = 5000;
        float[] packed = new float[AttentionDag.rowStart(size)];
        for (int token = 1; token < size; token++) {
            packed[AttentionDag.rowStart(token) + token - 1] = 0.9f;
            packed[AttentionDag.rowStart(token) + Math.max(0, token - 2)] = 0.9f * 0.9f;
        }
        AttentionDag dag =
                AttentionDag.over(size, packed, RandomDags.dense(1, size).regions());
        List<KBestPaths.Path> best = new KBestPaths(dag).best(50);
        assertEquals(50, best.size());
        assertTrue(IntStream.range(1, 50)
                .allMatch(j -> best.get(j - 1).length() <= best.get(j).length()));
    }

    @ParameterizedTest
    @MethodSource("tinyDags")
    void dominatorsAreWhatAllPathsShare(AttentionDag dag) {
        List<List<Integer>> all = allPaths(dag);
        List<Integer> expected = IntStream.range(0, dag.size())
                .filter(token -> !all.isEmpty() && all.stream().allMatch(path -> path.contains(token)))
                .boxed()
                .toList();
        assertEquals(expected, new Dominators(dag).ofSink());
    }

    static Stream<DagFixture> fixtures() {
        return DagFixture.all().filter(fixture -> fixture.reference().has("shortest_S_to_T_path"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theBestPathIsThatOfNetworkx(DagFixture fixture) {
        List<Integer> expected = Arrays.stream(fixture.numbers("/shortest_S_to_T_path"))
                .mapToObj(token -> (int) token)
                .toList();
        assertEquals(expected, new KBestPaths(fixture.dag()).best(1).get(0).tokens());
    }
}
