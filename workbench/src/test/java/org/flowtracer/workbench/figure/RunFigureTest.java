package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.workbench.run.Metrics;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class RunFigureTest {
    private static final Metrics METRICS = new Metrics(
            List.of("loss", "validation_a", "validation_b", "unused"),
            List.of(1, 2, 4),
            List.of(
                    new double[] {3, Double.NaN, Double.NaN, Double.NaN},
                    new double[] {2, 0.25, 0.5, Double.NaN},
                    new double[] {1.5, 0.5, 0.75, Double.NaN}));

    @Test
    void theNumbersAreTheRuns() {
        Table data = new RunFigure(METRICS).data();
        assertEquals(List.of("step", "loss", "validation_a", "validation_b", "unused"), data.columnNames());
        assertEquals(4, data.intColumn("step").get(2));
        assertEquals(1.5, data.doubleColumn("loss").get(2));
        assertTrue(data.doubleColumn("validation_a").isMissing(0));
    }

    @Test
    void validationSharesAPanelAndWhatHasNoNumberHasNone() {
        double two = new RunFigure(METRICS).height();
        Metrics three = new Metrics(List.of("loss", "reward", "length"), List.of(1), List.of(new double[] {1, 2, 3}));
        assertTrue(new RunFigure(three).height() > two);
        assertTrue(FigureFiles.svg(new RunFigure(METRICS)).contains("<svg"));
    }

    @Test
    void theRunningMeanIsCentred() {
        double[] peak = new double[150];
        peak[70] = 6;
        double[] smoothed = RunFigure.smoothed(peak);
        assertArrayEquals(new double[] {0, 2, 2, 2, 0}, Arrays.copyOfRange(smoothed, 68, 73));
        assertArrayEquals(new double[] {1, 2}, RunFigure.smoothed(new double[] {1, 2}));
    }

    @Test
    void refusesARunWithoutAStep() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RunFigure(new Metrics(List.of("loss"), List.of(), List.of())));
    }
}
