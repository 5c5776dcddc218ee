package org.flowtracer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.DagFixture;
import org.flowtracer.RandomDags;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PageRank, disparity and salience, against networkx and JGraphT. */
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
}
