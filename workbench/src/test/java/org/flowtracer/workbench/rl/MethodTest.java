package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.credit.Shaping;
import org.flowtracer.credit.TokenCredit;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodTest {
    /** Token 0 asks, 1 to 5 respond, 5 is the answer; all flow passes 2 and half of it 4. */
    private static final Evidence EVIDENCE = Evidence.of(AttentionDag.ofEdges(
            6,
            Positions.range(0, 1),
            Positions.range(5, 6),
            List.of(
                    new AttentionDag.Edge(0, 2, 0.5),
                    new AttentionDag.Edge(2, 4, 0.4),
                    new AttentionDag.Edge(2, 5, 0.4),
                    new AttentionDag.Edge(4, 5, 0.9),
                    new AttentionDag.Edge(0, 1, 0.9),
                    new AttentionDag.Edge(1, 3, 0.9))));

    /** A step takes no gradients of the answer in the embeddings. */
    private static final Set<String> OF_GRADIENTS = Set.of("gradient-norm", "gradient-x-input", "integrated-gradients");

    private static double[] weights(Method method, double advantage) {
        return method.weights(EVIDENCE, advantage, 7, 0).values();
    }

    private static Method read(String json) {
        return Method.read(JsonObject.parse(json, "the test"));
    }

    @Test
    void theTwoOfFiveTokensThatFlowPassesWeighMore() {
        assertArrayEquals(new double[] {1, 1, 1.5, 1, 1, 1.5}, weights(Method.named("throughput"), 1));
    }

    @Test
    void controlsKeepTheMeanOrTheSpread() {
        double[] scaled = weights(Method.named("uniform-scaled"), -1);
        assertArrayEquals(new double[] {1, 1.2, 1.2, 1.2, 1.2, 1.2}, scaled, 1e-15);
        double[] shuffled = weights(Method.named("shuffled:throughput"), 1);
        assertEquals(2, Arrays.stream(shuffled).filter(weight -> weight == 1.5).count());
        assertEquals(1, shuffled[0]);
        assertArrayEquals(
                shuffled,
                Method.named("throughput")
                        .weights(EVIDENCE, 1, 7, 0)
                        .shuffled(7)
                        .values());
    }

    @Test
    void signsShapingsAndTheRestAreRead() {
        Method method = read("""
                {"name": "mine", "scorer": "throughput", "shaping": "bottom", "fraction": 0.2, "gamma": 3, "signs": "non-negative",
                 "answer_tokens": "left-out", "deal": "own", "annealed": true, "mean_one": true, "layers": "all", "rate_factor": 0.5}""");
        assertEquals(
                new TokenCredit(
                        Shaping.BOTTOM, 0.2, 3, TokenCredit.Signs.NON_NEGATIVE, TokenCredit.AnswerTokens.LEFT_OUT),
                method.credit());
        assertEquals(method, Method.read(JsonObject.parse(JsonObject.text(method.asMap()), "again")));
        assertArrayEquals(new double[] {1, 3 / 1.5, 1 / 1.5, 1 / 1.5, 1 / 1.5, 1}, weights(method, 1), 1e-15);
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, weights(method, -1));
        assertArrayEquals(
                new double[] {1, 1, 1, 1, 1, 1},
                method.weights(EVIDENCE, 1, 7, 1).values());
    }

    @Test
    void optionsReplaceThoseOfAName() {
        Method method = read("{\"name\": \"shuffled:pagerank\", \"gamma\": 2}");
        assertEquals(Method.Deal.SHUFFLED, method.deal());
        assertEquals("pagerank", method.scorer());
        assertEquals(2, method.credit().gamma());
        assertEquals(0.4, method.credit().fraction());
    }

    @Test
    void uniformAsksForNoScores() {
        assertFalse(Method.named("uniform").needsScores());
        assertFalse(Method.named("ppo").needsScores());
        assertEquals(1.2, Method.named("uniform-rate").rateFactor());
        assertTrue(Method.named("random").needsScores());
        assertNotEquals(
                Arrays.toString(
                        Method.named("random").weights(EVIDENCE, 1, 1, 0).values()),
                Arrays.toString(
                        Method.named("random").weights(EVIDENCE, 1, 2, 0).values()));
    }

    @Test
    void everyScorerOfWhatAStepKnowsIsAMethod() {
        for (TokenScorer scorer : Scorers.all(ScoreOptions.DEFAULT)) {
            if (OF_GRADIENTS.contains(scorer.name())) {
                continue;
            }
            Method method = Method.named(scorer.name());
            if (scorer.lacks(EVIDENCE).isEmpty()) {
                CreditWeights weights = method.weights(EVIDENCE, 1, 7, 0);
                assertTrue(weights.uninformed() || weights.mean() == 1.2, scorer.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gradient-norm, gradient-norm, gradient norms",
        "bottom:gradient-x-input, gradient-x-input, gradients times input",
        "uniform-scaled:integrated-gradients, integrated-gradients, integrated gradients"
    })
    void refusesScorersOfGradientsByWhatTheyNeed(String name, String scorer, String needs) {
        InputException refusal = assertThrows(InputException.class, () -> read("{\"name\": \"" + name + "\"}"));
        assertEquals(
                "expected a scorer that a step can give all it needs, found " + scorer + ", which needs " + needs
                        + ", in the test",
                refusal.getMessage());
    }

    /** They would be plain GRPO by another name. */
    @ParameterizedTest
    @ValueSource(strings = {"shuffled", "uniform-scaled", "bottom"})
    void refusesUniformAsTheScorerOfAnotherMethod(String kind) {
        InputException refusal = assertThrows(InputException.class, () -> read("{\"name\": \"" + kind + ":uniform\"}"));
        assertEquals(
                "expected a scorer that tells tokens apart after " + kind + ":, found '" + kind
                        + ":uniform', in the test",
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"nobody\"}",
                "{\"name\": \"mine\", \"scorer\": \"nobody\"}",
                "{\"name\": \"throughput\", \"gama\": 2}",
                "{\"name\": \"throughput\", \"gamma\": 0}",
                "{\"name\": \"throughput\", \"fraction\": 1.5}",
                "{\"name\": \"throughput\", \"shaping\": \"round\"}",
                "{\"name\": \"throughput\", \"layers\": \"upper\"}",
                "{\"name\": \"throughput\", \"rate_factor\": 0}",
                "{\"name\": \"../x\", \"scorer\": \"throughput\"}",
                "{\"scorer\": \"throughput\"}"
            })
    void refusesWhatIsNotPossibleByItsPlace(String json) {
        InputException refusal = assertThrows(InputException.class, () -> read(json));
        assertTrue(refusal.getMessage().contains("the test"), refusal.getMessage());
    }
}
