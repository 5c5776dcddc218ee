package org.flowtracer.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every scorer of the catalogue promises. */
class TokenScorerContractTest {
    /** Scores that are about reaching the answer: a token after the answer's last cannot, and scores 0. */
    private static final Set<String> ABOUT_THE_ANSWER = Set.of(
            "throughput",
            "throughput-passing",
            "path-mass",
            "throughput-null",
            "potential",
            "max-flow",
            "min-cost-flow",
            "question-to-answer-walk",
            "shortest-path",
            "k-best-paths",
            "widest-path",
            "longest-path",
            "dominators",
            "rollout",
            "attention-flow",
            "attention-from-answer",
            "gradient-norm",
            "gradient-x-input",
            "integrated-gradients");

    /** Scorers whose edges carry a flow of their own. */
    private static final Set<String> EDGES_ARE_FLOWS = Set.of(
            "throughput",
            "throughput-passing",
            "throughput-null",
            "path-mass",
            "max-flow",
            "min-cost-flow",
            "question-to-answer-walk");

    private static final int SIZE = 24;

    static Stream<TokenScorer> scorers() {
        return Scorers.all(ScoreOptions.DEFAULT).stream();
    }

    private static Evidence evidence(long seed) {
        return Evidence.of(RandomTraces.trace(seed, SIZE, 3, 4), DagOptions.DEFAULT);
    }

    /** The same attention with less and less around it. */
    private static List<Evidence> poorer() {
        AttentionTrace full = RandomTraces.trace(5, SIZE, 3, 4);
        Attention.PerHead heads = (Attention.PerHead) full.attention();
        AttentionTrace withoutDistributions =
                new AttentionTrace(full.tokens(), null, full.regions(), heads, null, null);
        List<CausalMatrix> means =
                heads.heads().stream().map(TokenScorerContractTest::mean).toList();
        AttentionTrace ofLayers = new AttentionTrace(
                full.tokens(),
                null,
                full.regions(),
                new Attention.PerLayer(heads.layers(), 3, means),
                full.logProb(),
                null);
        AttentionTrace withGap = new AttentionTrace(
                full.tokens(),
                null,
                full.regions(),
                new Attention.PerLayer(List.of(0, 2), 3, List.of(means.get(0), means.get(2))),
                null,
                full.entropy());
        AttentionTrace averaged = new AttentionTrace(
                full.tokens(),
                null,
                full.regions(),
                new Attention.Averaged(List.of(1), 3, means.get(1)),
                null,
                full.entropy());
        return Stream.concat(
                        Stream.of(full, withoutDistributions, ofLayers, withGap, averaged)
                                .map(trace -> Evidence.of(trace, DagOptions.DEFAULT.withLayers(LayerBand.STORED))),
                        Stream.of(Evidence.of(AttentionDag.of(full, DagOptions.DEFAULT))))
                .toList();
    }

    private static CausalMatrix mean(List<CausalMatrix> heads) {
        float[] packed = new float[heads.get(0).packed().length];
        for (int j = 0; j < packed.length; j++) {
            for (CausalMatrix head : heads) {
                packed[j] += head.packed()[j] / heads.size();
            }
        }
        return CausalMatrix.over(heads.get(0).size(), packed);
    }

    @Test
    void namesAreUniqueAndFound() {
        List<String> names = Scorers.names();
        assertEquals(names.size(), new HashSet<>(names).size());
        for (String name : names) {
            assertTrue(name.matches("[a-z]+(-[a-z]+)*"), name);
            assertEquals(name, Scorers.named(name, ScoreOptions.DEFAULT).name());
        }
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> Scorers.named("page-rank", ScoreOptions.DEFAULT));
        String message = String.valueOf(unknown.getMessage());
        assertTrue(message.contains("'page-rank'") && message.contains("rollout"), message);
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void givesOneNumberATokenUnderItsName(TokenScorer scorer) {
        TokenScores scores = scorer.score(evidence(1));
        assertEquals(scorer.name(), scores.scorer());
        assertEquals(SIZE, scores.values().length);
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void givesTheSameOnAnyNumberOfThreads(TokenScorer scorer) {
        List<double[]> alone = IntStream.range(0, 8)
                .mapToObj(seed -> scorer.score(evidence(seed)).values())
                .toList();
        Evidence shared = evidence(3);
        List<double[]> together = IntStream.range(0, 8)
                .parallel()
                .mapToObj(seed ->
                        scorer.score(seed == 3 ? shared : evidence(seed)).values())
                .toList();
        for (int seed = 0; seed < 8; seed++) {
            assertArrayEquals(alone.get(seed), together.get(seed));
        }
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void leavesTheEvidenceAsItWas(TokenScorer scorer) {
        Evidence evidence = evidence(2);
        float[] before = evidence.dag().packed().clone();
        scorer.score(evidence);
        assertArrayEquals(before, evidence.dag().packed());
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void refusesExactlyWhereItSaysThatSomethingIsLacking(TokenScorer scorer) {
        for (Evidence evidence : poorer()) {
            Optional<String> lacking = scorer.lacks(evidence);
            if (lacking.isEmpty()) {
                assertEquals(SIZE, scorer.score(evidence).values().length);
            } else {
                IllegalArgumentException refusal =
                        assertThrows(IllegalArgumentException.class, () -> scorer.score(evidence));
                String message = String.valueOf(refusal.getMessage());
                assertTrue(message.contains(lacking.get()) && message.contains(scorer.name()), message);
            }
        }
    }

    @Test
    void whatIsLackingIsNamed() {
        Evidence graphAlone = poorer().get(5);
        assertEquals(Optional.of("the attention of every head"), lacks("fai", graphAlone));
        assertEquals(Optional.of("the attention of each layer without a gap"), lacks("rollout", graphAlone));
        assertEquals(Optional.of("the attention of each layer without a gap"), lacks("rollout", poorer().get(3)));
        assertEquals(Optional.of("log-probabilities"), lacks("surprisal", graphAlone));
        assertEquals(Optional.of("entropies"), lacks("entropy", graphAlone));
        assertEquals(Optional.of("the tokens' texts"), lacks("mentions", graphAlone));
        assertEquals(Optional.of("gradient norms"), lacks("gradient-norm", graphAlone));
        assertEquals(Optional.of("gradients times input"), lacks("gradient-x-input", graphAlone));
        assertEquals(Optional.of("integrated gradients"), lacks("integrated-gradients", poorer().get(1)));
        int layers = evidence(1).layers().orElseThrow().size();
        assertEquals(
                Optional.of("at most 10 tokens with " + layers + " layers (there are 24)"),
                new AttentionFlowScorer(1100L * layers).lacks(evidence(1)));
    }

    private static Optional<String> lacks(String scorer, Evidence evidence) {
        return Scorers.named(scorer, ScoreOptions.DEFAULT).lacks(evidence);
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void nothingAfterTheAnswerMattersToTheAnswer(TokenScorer scorer) {
        double[] scores = scorer.score(evidence(4)).values();
        if (ABOUT_THE_ANSWER.contains(scorer.name())) {
            assertArrayEquals(new double[2], new double[] {scores[SIZE - 2], scores[SIZE - 1]});
        } else if (scorer.name().equals("uniform")) {
            assertEquals(1, scores[SIZE - 1]);
        }
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void aFlowsEdgesAddUpToItsTokens(TokenScorer scorer) {
        Evidence evidence = evidence(6);
        EdgeScores edges = scorer.edgeScores(evidence);
        double[] scores = scorer.score(evidence).values();
        double perInflow = Map.of("throughput", 2.0, "throughput-passing", 2.0, "throughput-null", 2.0)
                .getOrDefault(scorer.name(), 1.0);
        int token = SIZE / 2;
        if (EDGES_ARE_FLOWS.contains(scorer.name())) {
            double inflow = IntStream.range(0, token)
                    .mapToDouble(i -> edges.of(i, token))
                    .sum();
            assertEquals(scores[token], perInflow * inflow, 1e-9);
        } else {
            assertEquals(evidence.dag().weight(3, token) * scores[3] * scores[token], edges.of(3, token));
        }
    }

    @Test
    void aFunctionIsAScorer() {
        TokenScorer own = TokenScorer.of("own", evidence -> new double[evidence.size()]);
        assertEquals("own", own.score(evidence(1)).scorer());
        TokenScorer broken = TokenScorer.of("broken", evidence -> new double[] {1, Double.NaN});
        assertThrows(IllegalArgumentException.class, () -> broken.score(evidence(1)));
    }
}
