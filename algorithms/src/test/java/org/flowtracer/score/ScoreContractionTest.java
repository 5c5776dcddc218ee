package org.flowtracer.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.api.Test;

class ScoreContractionTest {
    private static final ScoreContraction PAIRS =
            new ScoreContraction(6, List.of(Positions.of(0, 1), Positions.of(2, 4), Positions.of(5)));
    private static final TokenScores SCORES = new TokenScores("test", new double[] {1, 2, 4, 8, 16, 32});

    @Test
    void meansAndSumsByHand() {
        assertArrayEquals(new double[] {1.5, 10, 32}, PAIRS.means(SCORES));
        assertArrayEquals(new double[] {3, 20, 32}, PAIRS.sums(SCORES));
    }

    @Test
    void edgesBetweenGroupsAreSummed() {
        // Edge i -> k weighs 10 i + k: 02 04 12 14; 05 15; 25 45; inside 01 and 24. Token 3 belongs to no group.
        assertArrayEquals(
                new double[][] {{1, 2 + 4 + 12 + 14, 5 + 15}, {0, 24, 25 + 45}, {0, 0, 0}},
                PAIRS.between((from, to) -> 10.0 * from + to));
    }

    @Test
    void flowBetweenAPartitionsGroupsAddsUp() {
        AttentionDag dag = AttentionDag.of(RandomTraces.trace(1, 24, 3, 2), DagOptions.DEFAULT);
        ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        ScoreContraction parts = new ScoreContraction(
                24,
                List.of(
                        dag.sources(),
                        Positions.range(dag.sources().size(), dag.sinks().first()),
                        dag.sinks()));
        double[][] between = parts.between(flow::edgeFlow);
        // All of the unit leaves the question, and all of it enters the answer, directly or through the reasoning
        // between.
        assertEquals(1, between[0][1] + between[0][2], 1e-9);
        assertEquals(1, between[0][2] + between[1][2], 1e-9);
        assertEquals(0, between[1][0] + between[2][0] + between[2][1]);
    }

    @Test
    void linesEndWithALineFeed() {
        List<String> tokens = List.of("Q", "a", " b", ".\n", "c", "\n", "d");
        assertEquals(
                List.of(Positions.range(1, 4), Positions.range(4, 6), Positions.range(6, 7)),
                ScoreContraction.lines(tokens, Positions.range(1, 7)).groups());
    }

    @Test
    void sentencesEndWithAMarkBeforeWhiteSpace() {
        List<String> tokens = List.of("Is", "?", " 3", ".", "5", ".", " So", "!", "ok", "\n", "x", ".");
        assertEquals(
                List.of(Positions.range(0, 2), Positions.range(2, 6), Positions.range(6, 10), Positions.range(10, 12)),
                ScoreContraction.sentences(tokens, Positions.range(0, 12)).groups());
    }

    @Test
    void emptyLinesBelongToTheLineBefore() {
        List<String> tokens = List.of("a", ".", "\n", "\n", "b", " \n", "c");
        List<Positions> lines = List.of(Positions.range(0, 4), Positions.range(4, 6), Positions.range(6, 7));
        assertEquals(
                lines, ScoreContraction.lines(tokens, Positions.range(0, 7)).groups());
        assertEquals(
                lines, ScoreContraction.sentences(tokens, Positions.range(0, 7)).groups());
    }

    @Test
    void statementsEndWithASemicolonToo() {
        List<String> tokens = List.of("a", "=1", ";", "b=2;", "?", "b", "\n", "Done", ".", " Ok");
        assertEquals(
                List.of(
                        Positions.range(0, 3),
                        Positions.range(3, 4),
                        Positions.range(4, 7),
                        Positions.range(7, 9),
                        Positions.range(9, 10)),
                ScoreContraction.statements(tokens, Positions.range(0, 10)).groups());
    }

    @Test
    void vocabularySpellingReadsAsText() {
        List<String> tokens = List.of("a", ".", "Ġb", "Ċ", "c");
        assertEquals(
                3,
                ScoreContraction.sentences(tokens, Positions.range(0, 5))
                        .groups()
                        .size());
        assertEquals(
                2,
                ScoreContraction.lines(tokens, Positions.range(0, 5)).groups().size());
    }

    @Test
    void anEdgeScoresItsWeightTimesItsEnds() {
        Evidence evidence = Evidence.of(RandomTraces.trace(1, 24, 3, 2), DagOptions.DEFAULT);
        EdgeScores edges = new RecencyScorer().edgeScores(evidence);
        assertEquals(evidence.dag().weight(3, 7) * 3 * 7, edges.of(3, 7));
        assertEquals(0, edges.of(7, 3));
    }

    @Test
    void brokenGroupsAreRefused() {
        Positions first = Positions.of(0, 1);
        assertThrows(IllegalArgumentException.class, () -> new ScoreContraction(6, List.of(first, Positions.of(1, 2))));
        assertThrows(IllegalArgumentException.class, () -> new ScoreContraction(2, List.of(first, Positions.of(2))));
        assertThrows(IllegalArgumentException.class, () -> new ScoreContraction(2, List.of(Positions.of())));
        assertThrows(IllegalArgumentException.class, () -> new ScoreContraction(2, List.of(first)).means(SCORES));
    }
}
