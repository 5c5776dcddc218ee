package org.flowtracer.workbench.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.flowtracer.compare.Agreement;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.score.RecencyScorer;
import org.flowtracer.score.ThroughputScorer;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.UniformScorer;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.exchange.Provenance;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** Two traces of one prompt; token by token a letter. */
public class TraceDifferenceTest {
    private static final List<TokenScorer> SCORERS =
            List.of(new ThroughputScorer(FlowOptions.AnswerMode.ABSORBING), new RecencyScorer(), new UniformScorer());
    private static final String PROMPT = "^a=1;b=2;?b\n";

    /** A trace of a text whose prompt starts with one token outside the question, and whose answer are the last two tokens but one. */
    public static ReasoningTrace trace(String prompt, String response, long seed) {
        return trace(List.of((prompt + response).split("")), prompt.length(), seed);
    }

    /** The same of any tokens. */
    public static ReasoningTrace trace(List<String> tokens, int prompt, long seed) {
        int size = tokens.size();
        Random random = new Random(seed);
        float[] packed = new float[CausalMatrix.packedLength(size)];
        for (int j = 0; j < packed.length; j++) {
            packed[j] = random.nextFloat() / size;
        }
        AttentionTrace trace = new AttentionTrace(
                tokens,
                null,
                Regions.ofRanges(1, prompt, prompt, size, size - 3, size - 1),
                new Attention.PerLayer(List.of(0), 1, List.of(CausalMatrix.over(size, packed))),
                null,
                null);
        return ReasoningTrace.of(
                trace, DagOptions.DEFAULT.withLayers(LayerBand.ALL), FlowOptions.DEFAULT, Provenance.UNKNOWN);
    }

    /** A right answer beside a wrong one. */
    public static TraceDifference example() {
        return TraceDifference.of(
                "right",
                trace(PROMPT, "b=2;cxyz1;d=3\n#03\n", 1),
                "wrong",
                trace(PROMPT, "b=2;d=2+7\n#09\n", 2),
                SCORERS,
                Contraction.Pieces.STATEMENTS);
    }

    @Test
    void promptsAreAlignedOneByOneAndResponsesByWhatTheyShare() {
        TraceDifference difference = example();
        List<TokenAlignment.Column> columns = difference.alignment().columns();
        for (int k = 0; k < PROMPT.length(); k++) {
            assertEquals(new TokenAlignment.Column(k, k), columns.get(k));
        }
        // b=2; d= newline #0 newline
        assertEquals(PROMPT.length() + 10, difference.alignment().common());
        assertEquals("03", difference.first().answer());
        assertEquals("09", difference.second().answer());
    }

    @Test
    void ranksAreComparedWithinQuestionAndResponse() {
        TraceDifference difference = example();
        double[] percentiles = difference.first().percentiles("recency");
        assertTrue(Double.isNaN(percentiles[0]));
        // Eleven tokens of the question, from the least recent up; then 18 of the response.
        assertEquals(100 * 0.5 / 11, percentiles[1], 1e-12);
        assertEquals(100 * 10.5 / 11, percentiles[11], 1e-12);
        assertEquals(100 * 0.5 / 18, percentiles[12], 1e-12);
        double[] change = difference.change("recency");
        assertEquals(0, change[5], 1e-12);
        assertEquals(100 * (0.5 / 14 - 0.5 / 18), change[12], 1e-12);
        assertEquals(
                1,
                difference.agreement("recency", true).map(Agreement::spearman).orElseThrow(),
                1e-12);
        Table tokens = difference.tokenTable();
        assertEquals(difference.alignment().columns().size(), tokens.rowCount());
        assertEquals(18 - 10, tokens.intColumn("token_second").countMissing());
        assertEquals(14 - 10, tokens.intColumn("token_first").countMissing());
        Table scorers = difference.scorerTable();
        assertEquals(
                List.of("throughput", "recency", "uniform"),
                scorers.stringColumn("scorer").asList());
        assertTrue(scorers.doubleColumn("response_spearman").isMissing(2));
    }

    @Test
    void whatPassesAStatementStartsInItOrEntersIt() {
        TraceDifference difference = example();
        PieceDifference pieces = difference.pieces();
        assertEquals(
                List.of("a=1;", "b=2;", "?b\n", "b=2;", "cxyz1;", "d=3\n", "#03\n"),
                pieces.pairs().stream().map(pair -> pair.unit().text()).toList());
        assertEquals(
                List.of(true, true, true, true, false, true, true),
                pieces.pairs().stream().map(PieceDifference.Pair::isCommon).toList());
        ReasoningFlow flow = difference.first().trace().flow();
        double passing = 0;
        for (int k = 16; k < 22; k++) {
            for (int i = 0; i < 16; i++) {
                passing += flow.edgeFlow(i, k);
            }
        }
        assertEquals(passing, pieces.pairs().get(4).passingFirst(), 1e-12);
        assertEquals(0, pieces.pairs().get(4).passingSecond());
        assertEquals(1, pieces.pairs().get(6).passingFirst(), 1e-9);
        assertEquals(1, pieces.pairs().get(6).passingSecond(), 1e-9);
        double between = 0;
        for (int k = 16; k < 22; k++) {
            for (int i = 1; i < 5; i++) {
                between += flow.edgeFlow(i, k);
            }
        }
        assertEquals(between, pieces.first(0, 4), 1e-12);
        assertEquals(0, pieces.second(0, 4));
        assertEquals(7, pieces.table().rowCount());
        Table flows = pieces.flows();
        assertEquals(
                between,
                flows.where(flows.intColumn("from")
                                .isEqualTo(0)
                                .and(flows.intColumn("to").isEqualTo(4)))
                        .doubleColumn("first")
                        .get(0));
    }

    @Test
    void backbonesShareColumns() {
        TraceDifference difference = example();
        BackboneDifference backbones = difference.backbones();
        assertEquals(
                difference.first().trace().backbone().edges().size(),
                backbones.edges().stream()
                        .filter(BackboneDifference.Edge::inFirst)
                        .count());
        assertEquals(
                difference.second().trace().backbone().edges().size(),
                backbones.edges().stream()
                        .filter(BackboneDifference.Edge::inSecond)
                        .count());
        for (BackboneDifference.Edge edge : backbones.edges()) {
            TokenAlignment.Column from = difference.alignment().columns().get(edge.from());
            TokenAlignment.Column to = difference.alignment().columns().get(edge.to());
            if (edge.inSecond()) {
                assertEquals(difference.second().trace().flow().edgeFlow(from.second(), to.second()), edge.second());
            }
        }
        assertTrue(backbones.commonShares().stream().allMatch(share -> share >= 0 && share <= 1));
    }

    @Test
    void regionsAreThoseOfTheFlow() {
        Table regions = example().regionTable();
        RegionFlow flow = RegionFlow.of(example().first().trace().flow());
        Table toAnswer = regions.where(regions.stringColumn("from")
                .isEqualTo("question")
                .and(regions.stringColumn("to").isEqualTo("answer")));
        assertEquals(
                flow.forward(0, RegionFlow.ANSWER),
                toAnswer.doubleColumn("first").get(0));
    }

    @Test
    void aTraceBesideItselfDiffersNowhere() {
        ReasoningTrace trace = trace(PROMPT, "b=2\n#02\n", 3);
        TraceDifference same = TraceDifference.of("a", trace, "b", trace, SCORERS, Contraction.Pieces.LINES);
        assertEquals(List.of(1.0, 1.0), same.backbones().commonShares());
        assertEquals(0.0, same.pieces().table().doubleColumn("difference").max());
        for (double change : same.change("throughput")) {
            assertTrue(Double.isNaN(change) || change == 0);
        }
    }

    @Test
    void otherPromptsAreRefusedWithTheirPlace() {
        ReasoningTrace trace = trace(PROMPT, "b=2\n#02\n", 1);
        refused(trace, trace("^a=1;b=3;?b\n", "b=3\n#03\n", 1), "found '2' and '3' at token 7, in left and right");
        refused(trace, trace(PROMPT + "!", "b=2\n#02\n", 1), "responses that start at tokens 12 and 13");
        AttentionTrace seen = trace.trace();
        Regions regions = seen.regions();
        ReasoningTrace elsewhere = ReasoningTrace.of(
                seen.withRegions(Regions.ofRanges(
                        2,
                        12,
                        12,
                        seen.size(),
                        regions.answer().first(),
                        regions.answer().last() + 1)),
                trace.options(),
                FlowOptions.DEFAULT,
                Provenance.UNKNOWN);
        refused(trace, elsewhere, "expected the same question, found it at tokens 1..12 and 2..12");
    }

    private static void refused(ReasoningTrace first, ReasoningTrace second, String part) {
        InputException refusal = assertThrows(
                InputException.class,
                () -> TraceDifference.of("left", first, "right", second, SCORERS, Contraction.Pieces.LINES));
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
