package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.score.ThroughputScorer;
import org.flowtracer.score.UniformScorer;
import org.flowtracer.workbench.analysis.Contraction;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.analysis.TraceDifferenceTest;
import org.junit.jupiter.api.Test;

class DifferenceFiguresTest {
    private static final TraceDifference EXAMPLE = TraceDifferenceTest.example();

    private static List<Figure> figures(TraceDifference difference) {
        return List.of(
                DifferenceTextsFigure.of(difference, "throughput"),
                DifferenceBackbonesFigure.of(difference),
                StatementsFigure.of(difference),
                StatementFlowsFigure.of(difference),
                ScorerChangesFigure.of(difference));
    }

    @Test
    void figuresHoldTheTablesAndDrawShapesOnly() {
        for (Figure figure : figures(EXAMPLE)) {
            String svg = FigureFiles.svg(figure);
            assertFalse(svg.contains("<text"), figure.name());
            assertEquals(svg, FigureFiles.svg(figure), figure.name());
            assertEquals(figure.name(), figure.data().name());
        }
        assertEquals(
                EXAMPLE.pieces().table().rowCount(),
                StatementsFigure.of(EXAMPLE).data().rowCount());
        assertEquals(
                List.of("recency", "throughput", "uniform"),
                ScorerChangesFigure.of(EXAMPLE).scorers());
    }

    @Test
    void scorersThatDoNotVaryAreSaidToBeConstant() {
        ScorerChangesFigure figure = ScorerChangesFigure.of(EXAMPLE);
        assertEquals(
                List.of("uniform"),
                figure.scorers().stream().filter(figure::isConstant).toList());
    }

    @Test
    void arcsSumTheBackbones() {
        DifferenceBackbonesFigure figure = DifferenceBackbonesFigure.of(EXAMPLE);
        assertEquals(1, figure.block());
        double flow = EXAMPLE.first().trace().backbone().edges().stream()
                .mapToDouble(edge -> edge.flow())
                .sum();
        assertEquals(
                flow,
                figure.arcs().stream()
                        .mapToDouble(DifferenceBackbonesFigure.Arc::first)
                        .sum(),
                1e-12);
    }

    @Test
    void longTextsAreDrawnFromTheirEndAndInBlocks() {
        TraceDifference longOne = TraceDifference.of(
                "first",
                TraceDifferenceTest.trace(Collections.nCopies(180, " statement;"), 60, 1),
                "second",
                TraceDifferenceTest.trace(Collections.nCopies(200, " statement;"), 60, 2),
                List.of(new ThroughputScorer(FlowOptions.AnswerMode.ABSORBING), new UniformScorer()),
                Contraction.Pieces.STATEMENTS);
        DifferenceTextsFigure texts = DifferenceTextsFigure.of(longOne, "throughput");
        assertTrue(texts.isCut());
        assertTrue(texts.height() < 700);
        assertTrue(DifferenceBackbonesFigure.of(longOne).block() > 1);
        assertEquals(60, StatementsFigure.of(longOne).shown().size());
        assertEquals(40, StatementFlowsFigure.of(longOne).shown().size());
    }
}
