package org.flowtracer.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.DagFixture;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Scorers that look at the graph alone: against networkx, and against every path written out. */
class GraphScorersTest {
    private static final double EPSILON = 1e-12;

    private static double[] score(String scorer, AttentionDag dag) {
        return Scorers.named(scorer, ScoreOptions.DEFAULT)
                .score(Evidence.of(dag))
                .values();
    }

    @ParameterizedTest
    @CsvSource({
        "throughput, /flowtracer.absorbing/throughput",
        "throughput-passing, /flowtracer.passing/throughput",
        "potential, /flowtracer.absorbing/potential",
        "pagerank, /pagerank_0.85",
        "pagerank-question, /pagerank_0.85_from_question",
        "katz, /katz_0.1",
        "betweenness, /betweenness_length",
        "harmonic, /harmonic_in_length",
        "strength-in, /strength_in",
        "strength-out, /strength_out"
    })
    void equalTheReferences(String scorer, String pointer) {
        DagFixture.all().forEach(fixture -> {
            double[] expected = fixture.numbers(pointer);
            double[] found = score(scorer, fixture.dag());
            for (int k = 0; k < expected.length; k++) {
                assertEquals(
                        expected[k],
                        found[k],
                        DagFixture.TOLERANCE * Math.max(1, Math.abs(expected[k])),
                        scorer + " of token " + k + " in " + fixture);
            }
        });
    }

    @Test
    void disparitySumsTheSignificantEdges() {
        DagFixture.all().forEach(fixture -> {
            double[] expected = new double[fixture.dag().size()];
            for (JsonNode row : fixture.reference().get("disparity")) {
                double significance =
                        Math.min(row.get(2).asDouble(1), row.get(3).asDouble(1));
                if (significance < 0.05) {
                    double weight =
                            fixture.dag().weight(row.get(0).asInt(), row.get(1).asInt());
                    expected[row.get(0).asInt()] += weight;
                    expected[row.get(1).asInt()] += weight;
                }
            }
            assertArrayEquals(expected, score("disparity", fixture.dag()), EPSILON, fixture.name());
        });
    }

    static Stream<AttentionDag> tinyDags() {
        Random random = new Random(29);
        return IntStream.range(0, 80).mapToObj(j -> ArbitraryDags.draw(random, 9, -2));
    }

    /** A path from a question to an answer token, with the product of its weights. */
    private record Path(List<Integer> tokens, double product, double bottleneck) {}

    private static List<Path> allPaths(AttentionDag dag) {
        return dag.sources().stream()
                .boxed()
                .flatMap(question -> pathsOn(dag, new Path(List.of(question), 1, 1)))
                .toList();
    }

    private static Stream<Path> pathsOn(AttentionDag dag, Path path) {
        int last = path.tokens().get(path.tokens().size() - 1);
        Stream<Path> longer = IntStream.range(last + 1, dag.size())
                .filter(next -> dag.weight(last, next) > 0)
                .boxed()
                .flatMap(next -> pathsOn(
                        dag,
                        new Path(
                                Stream.concat(path.tokens().stream(), Stream.of(next))
                                        .toList(),
                                path.product() * dag.weight(last, next),
                                Math.min(path.bottleneck(), dag.weight(last, next)))));
        return dag.sinks().contains(last) ? Stream.concat(Stream.of(path), longer) : longer;
    }

    /** Per token, over the paths through it. */
    private static double[] overPaths(AttentionDag dag, List<Path> paths, ToDoubleFunction<List<Path>> value) {
        return IntStream.range(0, dag.size())
                .mapToDouble(k -> value.applyAsDouble(
                        paths.stream().filter(path -> path.tokens().contains(k)).toList()))
                .toArray();
    }

    private static double total(List<Path> paths) {
        return paths.stream().mapToDouble(Path::product).sum();
    }

    @ParameterizedTest
    @MethodSource("tinyDags")
    void pathScorersAreWhatAllPathsSay(AttentionDag dag) {
        List<Path> all = allPaths(dag);
        assertArrayEquals(
                overPaths(
                        dag,
                        all,
                        paths -> paths.stream().mapToDouble(Path::product).max().orElse(0)),
                score("shortest-path", dag),
                EPSILON);
        assertArrayEquals(
                overPaths(
                        dag,
                        all,
                        paths -> paths.stream()
                                .mapToDouble(Path::bottleneck)
                                .max()
                                .orElse(0)),
                score("widest-path", dag),
                EPSILON);
        List<Path> best = all.stream()
                .sorted((one, other) -> Double.compare(other.product(), one.product()))
                .limit(100)
                .toList();
        assertArrayEquals(overPaths(dag, best, GraphScorersTest::total), score("k-best-paths", dag), 1e-9);
    }

    /** Absorbing: a path ends at the first answer token that it meets. */
    @ParameterizedTest
    @MethodSource("tinyDags")
    void pathMassIsTheShareOfAllPathWeight(AttentionDag dag) {
        List<Path> all = allPaths(dag).stream()
                .filter(path -> path.tokens().subList(0, path.tokens().size() - 1).stream()
                        .noneMatch(dag.sinks()::contains))
                .toList();
        double[] expected = overPaths(dag, all, paths -> paths.isEmpty() ? 0 : total(paths) / total(all));
        assertArrayEquals(expected, score("path-mass", dag), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("tinyDags")
    void walkCountsVisitsThatGoOnToTheAnswer(AttentionDag dag) {
        int n = dag.size();
        double[][] step = new double[n][n];
        for (int from = 0; from < n; from++) {
            int tail = from;
            double sum = IntStream.range(0, n)
                    .mapToDouble(to -> dag.weight(tail, to))
                    .sum();
            for (int to = 0; to < n; to++) {
                step[from][to] = sum == 0 ? 0 : dag.weight(from, to) / sum;
            }
        }
        double[] expected = new double[n];
        for (int k = 0; k < n; k++) {
            int token = k;
            double visits = dag.sources().stream()
                    .mapToDouble(q -> visits(step, q, token))
                    .sum();
            expected[k] = visits / dag.sources().size() * reach(step, k, dag.sinks());
        }
        assertArrayEquals(expected, score("question-to-answer-walk", dag), EPSILON);
    }

    private static double visits(double[][] step, int from, int to) {
        return from == to
                ? 1
                : IntStream.range(from + 1, to + 1)
                        .mapToDouble(next -> step[from][next] == 0 ? 0 : step[from][next] * visits(step, next, to))
                        .sum();
    }

    private static double reach(double[][] step, int from, Positions answer) {
        return answer.contains(from)
                ? 1
                : IntStream.range(from + 1, step.length)
                        .mapToDouble(next -> step[from][next] == 0 ? 0 : step[from][next] * reach(step, next, answer))
                        .sum();
    }

    @Test
    void backboneScorersSeeTheFlowsMainRoute() {
        AttentionDag dag = AttentionDag.ofEdges(
                6,
                Positions.of(0),
                Positions.of(5),
                List.of(
                        new AttentionDag.Edge(0, 1, 0.9),
                        new AttentionDag.Edge(1, 2, 0.9),
                        new AttentionDag.Edge(1, 3, 0.9),
                        new AttentionDag.Edge(2, 4, 0.9),
                        new AttentionDag.Edge(3, 4, 0.9),
                        new AttentionDag.Edge(4, 5, 0.9),
                        new AttentionDag.Edge(0, 5, 0.001)));
        assertArrayEquals(new double[] {1, 1, 0, 0, 1, 1}, score("dominators", dag));
        assertArrayEquals(new double[] {6, 6, 6, 6, 6, 6}, score("longest-path", dag));
    }

    @Test
    void harmonicSkipsDistancesOfZero() {
        AttentionDag dag = AttentionDag.ofEdges(
                3,
                Positions.of(0),
                Positions.of(2),
                List.of(new AttentionDag.Edge(0, 1, 1), new AttentionDag.Edge(1, 2, 0.5)));
        assertArrayEquals(new double[] {0, 0, 2 / Math.log(2)}, score("harmonic", dag), EPSILON);
    }

    @Test
    void arborescenceCountsWhatHangsOnAToken() {
        AttentionDag dag = AttentionDag.ofEdges(
                5,
                Positions.of(0),
                Positions.of(4),
                List.of(
                        new AttentionDag.Edge(0, 1, 0.5),
                        new AttentionDag.Edge(0, 3, 0.25),
                        new AttentionDag.Edge(1, 3, 0.25),
                        new AttentionDag.Edge(2, 4, 0.5),
                        new AttentionDag.Edge(3, 4, 0.75)));
        assertArrayEquals(new double[] {4, 1, 1, 2, 1}, score("arborescence", dag));
    }

    @ParameterizedTest
    @MethodSource("tinyDags")
    void flowsEnterTokensOnTheWay(AttentionDag dag) {
        Evidence evidence = Evidence.of(dag);
        for (String name : List.of("max-flow", "min-cost-flow")) {
            TokenScorer scorer = Scorers.named(name, ScoreOptions.DEFAULT);
            boolean overlap = dag.sources().stream().anyMatch(dag.sinks()::contains);
            assertEquals(
                    overlap && name.equals("max-flow"), scorer.lacks(evidence).isPresent());
            if (scorer.lacks(evidence).isEmpty()) {
                double[] inflow = scorer.score(evidence).values();
                List<Integer> onPaths = allPaths(dag).stream()
                        .flatMap(path -> path.tokens().stream())
                        .distinct()
                        .collect(Collectors.toList());
                for (int k = 0; k < dag.size(); k++) {
                    assertTrue(inflow[k] == 0 || onPaths.contains(k));
                }
                assertEquals(onPaths.isEmpty(), Arrays.stream(inflow).sum() == 0);
            }
        }
    }
}
