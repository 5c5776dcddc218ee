package org.flowtracer.dag;

import static org.flowtracer.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.TraceOf;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttentionDagTest {
    private static final DagOptions STORED = DagOptions.DEFAULT.withLayers(LayerBand.STORED);
    private static final Regions REGIONS = Regions.ofRanges(0, 1, 1, 3, 2, 3);

    /** Three tokens; the rows of the queries 0, 1 and 2. */
    private static CausalMatrix matrix(double w00, double w10, double w11, double w20, double w21, double w22) {
        return CausalMatrix.over(
                3, new float[] {(float) w00, (float) w10, (float) w11, (float) w20, (float) w21, (float) w22});
    }

    private static final CausalMatrix FIRST = matrix(1, 0.5, 0.5, 0.25, 0.25, 0.5);
    private static final CausalMatrix SECOND = matrix(1, 0.25, 0.75, 0.5, 0.25, 0.25);

    private static void assertWeights(AttentionDag dag, double w01, double w02, double w12) {
        assertEquals(w01, dag.weight(0, 1), 1e-7);
        assertEquals(w02, dag.weight(0, 2), 1e-7);
        assertEquals(w12, dag.weight(1, 2), 1e-7);
    }

    @Test
    @DisplayName("layers and heads are averaged as asked for, and the diagonal is dropped")
    void averages() {
        Attention perLayer = new Attention.PerLayer(List.of(0, 1), 3, List.of(FIRST, SECOND));
        assertWeights(AttentionDag.of(TraceOf.attention(perLayer, REGIONS), STORED), 0.375, 0.375, 0.25);
        assertWeights(
                AttentionDag.of(TraceOf.attention(perLayer, REGIONS), STORED.withLayers(LayerBand.EARLY)),
                0.5,
                0.25,
                0.25);
        Attention perHead = new Attention.PerHead(List.of(1), 3, List.of(List.of(FIRST, SECOND)));
        assertWeights(AttentionDag.of(TraceOf.attention(perHead, REGIONS), STORED), 0.375, 0.375, 0.25);
        assertWeights(
                AttentionDag.of(TraceOf.attention(perHead, REGIONS), STORED.withHeads(List.of(1))), 0.25, 0.5, 0.25);
    }

    @Test
    @DisplayName("renormalised rows sum to what they summed to with their diagonal")
    void renormalises() {
        Attention attention = new Attention.Averaged(List.of(), 1, FIRST);
        DagOptions options = STORED.withDiagonal(DagOptions.Diagonal.RENORMALISE);
        assertWeights(AttentionDag.of(TraceOf.attention(attention, REGIONS), options), 1, 0.5, 0.5);
    }

    @Test
    @DisplayName("a dropped first token loses its edges and its place in the question")
    void dropsFirstToken() {
        Attention attention = new Attention.Averaged(List.of(), 1, FIRST);
        Regions regions = Regions.ofRanges(0, 2, 2, 3, 2, 3);
        DagOptions drop = STORED.withFirstToken(DagOptions.FirstToken.DROP);
        AttentionDag dag = AttentionDag.of(TraceOf.attention(attention, regions), drop);
        assertWeights(dag, 0, 0, 0.25);
        assertEquals(Positions.of(1), dag.sources());
        assertEquals(1, dag.edgeCount());
        assertEquals(Positions.range(0, 2), dag.regions().question());
        assertRefused(
                "expected a question that goes beyond the first token, which is to be dropped, found only that token",
                () -> AttentionDag.of(TraceOf.attention(attention, REGIONS), drop));
    }

    @Test
    @DisplayName("the answer may be read at its predictors")
    void predictors() {
        Attention attention = new Attention.Averaged(List.of(), 1, FIRST);
        DagOptions options = STORED.withAnswerAt(DagOptions.AnswerAt.PREDICTOR);
        assertEquals(
                Positions.of(2),
                AttentionDag.of(TraceOf.attention(attention, REGIONS), STORED).sinks());
        assertEquals(
                Positions.of(1),
                AttentionDag.of(TraceOf.attention(attention, REGIONS), options).sinks());
        Regions answerFirst = new Regions(Positions.of(2), Positions.of(0), Positions.of(0));
        assertRefused(
                "expected an answer token that another token predicts, found the answer at 0..1",
                () -> AttentionDag.of(TraceOf.attention(attention, answerFirst), options));
    }

    @Test
    @DisplayName("refuses what a trace does not hold")
    void refusesWhatIsNotThere() {
        Attention averaged = new Attention.Averaged(List.of(1), 3, FIRST);
        assertRefused(
                "expected layers 'stored', since the trace is averaged over layers [1], found 'all'",
                () -> AttentionDag.of(TraceOf.attention(averaged, REGIONS), STORED.withLayers(LayerBand.ALL)));
        assertRefused(
                "expected a trace that keeps every head, since heads [0] were asked for, found one that is averaged over heads",
                () -> AttentionDag.of(TraceOf.attention(averaged, REGIONS), STORED.withHeads(List.of(0))));
        Attention perLayer = new Attention.PerLayer(List.of(0), 3, List.of(FIRST));
        assertRefused(
                "expected layers among the stored [0], found '0..2', which needs 1",
                () -> AttentionDag.of(TraceOf.attention(perLayer, REGIONS), STORED.withLayers(LayerBand.of(0, 2))));
        Attention perHead = new Attention.PerHead(List.of(0), 1, List.of(List.of(FIRST)));
        assertRefused(
                "expected heads below 1, found 1",
                () -> AttentionDag.of(TraceOf.attention(perHead, REGIONS), STORED.withHeads(List.of(1))));
        assertRefused("expected each head once, found [1, 1]", () -> STORED.withHeads(List.of(1, 1)));
    }

    @Test
    @DisplayName("bands of a 36-layer and of a 4-layer model")
    void bands() {
        assertEquals(IntStream.range(12, 25).boxed().toList(), LayerBand.MIDDLE.layersOf(36));
        assertEquals(IntStream.range(0, 12).boxed().toList(), LayerBand.EARLY.layersOf(36));
        assertEquals(IntStream.range(25, 36).boxed().toList(), LayerBand.LATE.layersOf(36));
        assertEquals(List.of(1, 2), LayerBand.MIDDLE.layersOf(4));
        assertEquals(List.of(15, 16), new LayerBand("15..17").layersOf(36));
        assertRefused(
                "expected layers early, middle, late, all, stored or A..B (end exclusive), found 'centre'",
                () -> new LayerBand("centre"));
        assertRefused(
                "expected at least one layer, and none but the model's 0..4, found 2..9",
                () -> LayerBand.of(2, 9).layersOf(4));
        assertRefused(
                "expected at least one layer, and none but the model's 0..2, found early, which is 0..0",
                () -> LayerBand.EARLY.layersOf(2));
    }

    @Test
    @DisplayName("edges come back in the order of their target, then of their source")
    void edges() {
        List<Edge> edges = List.of(new Edge(0, 1, 0.5), new Edge(0, 2, 1), new Edge(1, 2, 0.25));
        AttentionDag dag = AttentionDag.ofEdges(
                3, Positions.of(0), Positions.of(2), List.of(edges.get(2), edges.get(0), edges.get(1)));
        assertEquals(edges, dag.edges());
        assertEquals(0, dag.weight(2, 0));
        assertEquals(2_147_385_345, AttentionDag.rowStart(65_535));
    }

    @Test
    @DisplayName("refuses edges and weights without meaning, and says where")
    void refusesEdges() {
        assertRefused(
                "expected an edge from an earlier to a later of 3 tokens, found 2 -> 1 at edge 0",
                () -> ofEdges(new Edge(2, 1, 0.5)));
        assertRefused(
                "expected an edge from an earlier to a later of 3 tokens, found 0 -> 3 at edge 0",
                () -> ofEdges(new Edge(0, 3, 0.5)));
        assertRefused(
                "expected a weight in (0, 1], found 1.5 at edge 1 (0 -> 2)",
                () -> ofEdges(new Edge(0, 1, 1), new Edge(0, 2, 1.5)));
        assertRefused(
                "expected a weight in (0, 1], found NaN at edge 0 (0 -> 1)", () -> ofEdges(new Edge(0, 1, Double.NaN)));
        assertRefused(
                "expected each edge once, found 0 -> 1 again at edge 1",
                () -> ofEdges(new Edge(0, 1, 0.5), new Edge(0, 1, 0.5)));
        assertRefused("expected 3 weights for 3 tokens, found 2", () -> AttentionDag.over(3, new float[2], REGIONS));
        assertRefused(
                "expected finite weights of at least 0, found -1.0 at edge 1 -> 2",
                () -> AttentionDag.over(3, new float[] {0, 0, -1}, REGIONS));
    }

    private static AttentionDag ofEdges(Edge... edges) {
        return AttentionDag.ofEdges(3, Positions.of(0), Positions.of(2), List.of(edges));
    }
}
