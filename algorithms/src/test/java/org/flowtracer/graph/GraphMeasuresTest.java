package org.flowtracer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.DagFixture;
import org.flowtracer.RandomDags;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.scoring.BetweennessCentrality;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PageRank, disparity, salience and betweenness, against networkx, JGraphT and every path written out. */
class GraphMeasuresTest {
    static Stream<DagFixture> fixtures() {
        return DagFixture.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void pageRankIsThatOfNetworkx(DagFixture fixture) {
        AttentionGraph graph = fixture.dag().asGraph();
        Set<Integer> question = fixture.dag().sources().stream().boxed().collect(Collectors.toSet());
        assertRanks(fixture.numbers("/pagerank_0.85_from_question"), new PersonalizedPageRank<>(graph, question));
        assertRanks(fixture.numbers("/pagerank_0.85"), new PersonalizedPageRank<>(graph, graph.vertexSet()));
    }

    private static void assertRanks(double[] expected, PersonalizedPageRank<Integer, Integer> found) {
        for (int token = 0; token < expected.length; token++) {
            assertEquals(expected[token], found.getVertexScore(token), 1e-10);
        }
    }

    @Test
    void pageRankRefusesWhatItCannotReturnTo() {
        AttentionGraph graph = RandomDags.dense(1, 5).asGraph();
        assertThrows(IllegalArgumentException.class, () -> new PersonalizedPageRank<>(graph, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new PersonalizedPageRank<>(graph, Set.of(9)));
        assertThrows(IllegalArgumentException.class, () -> new PersonalizedPageRank<>(graph, Set.of(1), 1, 9, 1e-9));
        assertThrows(IllegalStateException.class, () -> new PersonalizedPageRank<>(graph, Set.of(1), 0.85, 1, 1e-12));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void disparityIsThatOfTheReference(DagFixture fixture) {
        AttentionGraph graph = fixture.dag().asGraph();
        DisparityFilter<Integer, Integer> filter = new DisparityFilter<>(graph);
        for (JsonNode row : fixture.reference().get("disparity")) {
            Integer edge = graph.edge(row.get(0).asInt(), row.get(1).asInt());
            assertSignificance(row.get(2), filter.atTail(edge));
            assertSignificance(row.get(3), filter.atHead(edge));
        }
    }

    private static void assertSignificance(JsonNode expected, OptionalDouble found) {
        assertEquals(expected.isNull(), found.isEmpty());
        if (found.isPresent()) {
            assertEquals(expected.asDouble(), found.getAsDouble(), 1e-10);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void salienceCountsTheShortestPathTreesOfJGraphT(DagFixture fixture) {
        AttentionDag dag = fixture.dag();
        AttentionGraph graph = dag.asGraph().weightedBy(EdgeWeight.LENGTH);
        Map<Integer, Integer> uses = new HashMap<>();
        for (Integer root : graph.vertexSet()) {
            var paths = new DijkstraShortestPath<>(graph).getPaths(root);
            for (Integer vertex : graph.vertexSet()) {
                GraphPath<Integer, Integer> path = paths.getPath(vertex);
                if (path != null && path.getLength() > 0) {
                    uses.merge(path.getEdgeList().get(path.getLength() - 1), 1, Integer::sum);
                }
            }
        }
        HighSalienceSkeleton skeleton = new HighSalienceSkeleton(dag);
        for (Integer edge : graph.edgeSet()) {
            double expected = uses.getOrDefault(edge, 0) / (double) dag.size();
            assertEquals(expected, skeleton.salience(graph.getEdgeSource(edge), graph.getEdgeTarget(edge)), 1e-15);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void betweennessIsThatOfJGraphT(DagFixture fixture) {
        Map<Integer, Double> expected =
                new BetweennessCentrality<>(fixture.dag().asGraph().weightedBy(EdgeWeight.LENGTH)).getScores();
        Map<Integer, Double> found = new DagBetweenness(fixture.dag()).getScores();
        assertEquals(expected.keySet(), found.keySet());
        found.forEach((token, score) -> assertEquals(Objects.requireNonNull(expected.get(token)), score, 1e-9));
    }

    /** Weights of 1, whose length is 0, and of 1/2 and 1/4, so that many paths are equally short. */
    static Stream<AttentionDag> dagsWithTies() {
        Random random = new Random(53);
        return IntStream.range(0, 40).mapToObj(j -> {
            int size = 2 + random.nextInt(8);
            float[] packed = new float[AttentionDag.rowStart(size)];
            for (int e = 0; e < packed.length; e++) {
                packed[e] = random.nextInt(3) == 0 ? 0 : 1f / (1 << random.nextInt(3));
            }
            return AttentionDag.over(
                    size, packed, Regions.ofQuestionAndAnswer(size, Positions.of(0), Positions.of(size - 1)));
        });
    }

    @ParameterizedTest
    @MethodSource("dagsWithTies")
    void betweennessCountsEveryShortestPath(AttentionDag dag) {
        double[] expected = new double[dag.size()];
        for (int from = 0; from < dag.size(); from++) {
            for (int to = from + 1; to < dag.size(); to++) {
                List<List<Integer>> shortest = shortestPaths(dag, from, to);
                shortest.forEach(path ->
                        path.subList(1, path.size() - 1).forEach(token -> expected[token] += 1.0 / shortest.size()));
            }
        }
        DagBetweenness betweenness = new DagBetweenness(dag);
        for (int token = 0; token < dag.size(); token++) {
            assertEquals(expected[token], betweenness.getVertexScore(token), 1e-12);
        }
    }

    private static List<List<Integer>> shortestPaths(AttentionDag dag, int from, int to) {
        Map<Double, List<List<Integer>>> byProduct = pathsOn(dag, List.of(from), to)
                .collect(Collectors.groupingBy(path -> IntStream.range(1, path.size())
                        .mapToDouble(j -> dag.weight(path.get(j - 1), path.get(j)))
                        .reduce(1, (one, other) -> one * other)));
        return byProduct.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }

    private static Stream<List<Integer>> pathsOn(AttentionDag dag, List<Integer> path, int to) {
        int last = path.get(path.size() - 1);
        return last == to
                ? Stream.of(path)
                : IntStream.rangeClosed(last + 1, to)
                        .filter(next -> dag.weight(last, next) > 0)
                        .boxed()
                        .flatMap(next -> pathsOn(
                                dag,
                                Stream.concat(path.stream(), Stream.of(next)).toList(),
                                to));
    }
}
