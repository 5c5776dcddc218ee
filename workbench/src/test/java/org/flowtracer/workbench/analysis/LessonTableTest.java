package org.flowtracer.workbench.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class LessonTableTest {
    private static final SweepDesign DESIGN =
            new SweepDesign("hand", List.of("uniform"), List.of(1, 2), List.of("uniform"), Optional.empty(), List.of());

    /** Seven steps of two seeds; the first seed's second step learnt nothing, so that it has no weights. */
    private static LessonTable byHand() {
        Table training = SweepResults.empty("training", SweepResults.TRAINING);
        for (int seed = 1; seed <= 2; seed++) {
            for (int step = 1; step <= 7; step++) {
                Row row = training.appendRow();
                row.setString("method", "uniform");
                row.setInt("seed", seed);
                row.setInt("step", step);
                row.setDouble("accuracy", 0.1 * step);
                if (seed == 2 || step != 2) {
                    row.setDouble("mean_weight", step);
                }
            }
        }
        Table runs = SweepResults.empty("results", SweepResults.RUNS);
        Row run = runs.appendRow();
        run.setString("method", "uniform");
        run.setInt("seed", 1);
        return LessonTable.of(new SweepResults(
                DESIGN,
                runs,
                SweepResults.empty("curves", SweepResults.CURVES),
                training,
                SweepResults.empty("cost", SweepResults.COST)));
    }

    /** Steps 1 to 5 and 3 to 7; of the first seed without its second step 1, 3, 4, 5, 6. */
    @Test
    void beginningsAndEndsAreAveragedOverSeeds() {
        LessonTable lessons = byHand();
        LessonTable.Entry accuracy = lessons.of("uniform", "accuracy").orElseThrow();
        assertEquals(0.3, accuracy.first(), 1e-12);
        assertEquals(0.5, accuracy.last(), 1e-12);
        assertEquals(2, accuracy.seeds());
        LessonTable.Entry weight = lessons.of("uniform", "mean_weight").orElseThrow();
        assertEquals((3.8 + 3) / 2, weight.first(), 1e-12);
        assertEquals(5, weight.last(), 1e-12);
        assertTrue(lessons.of("uniform", "reward").isEmpty());
    }
}
