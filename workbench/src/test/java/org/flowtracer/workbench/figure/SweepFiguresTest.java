package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.StudentInterval;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.analysis.ContrastTable;
import org.flowtracer.workbench.analysis.CostTable;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.analysis.SyntheticSweep;
import org.flowtracer.workbench.analysis.TableFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class SweepFiguresTest {
    @TempDir
    Path folder;

    private static final SweepDesign DESIGN = SyntheticSweep.design(4);
    private static final SweepResults RESULTS = SyntheticSweep.results(DESIGN);
    private static final ContrastTable CONTRASTS = ContrastTable.of(RESULTS);

    private static List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(ContrastFigure.all(CONTRASTS, DESIGN.references()));
        figures.add(LearningCurvesFigure.ofValidation(RESULTS));
        figures.add(LearningCurvesFigure.ofTraining(RESULTS));
        figures.add(AblationFigure.of(DESIGN, CONTRASTS).orElseThrow());
        figures.add(CostFigure.of(DESIGN, CONTRASTS, CostTable.of(RESULTS)).orElseThrow());
        figures.add(strips());
        figures.add(strips(OptionalDouble.of(1.25)));
        return figures;
    }

    private static CreditStripsFigure strips() {
        return strips(OptionalDouble.empty());
    }

    private static CreditStripsFigure strips(OptionalDouble advantage) {
        return new CreditStripsFigure(
                "credit-strips",
                advantage,
                List.of("1", "+", "2", " =", " ", "3", "\n"),
                Positions.range(3, 7),
                Positions.of(5),
                List.of(
                        new CreditStripsFigure.Strip("uniform", new double[] {1, 1, 1, 1, 1, 1, 1}),
                        new CreditStripsFigure.Strip("flow", new double[] {1, 1, 1, 1.5, 1, 1.25, 1})));
    }

    @Test
    void everyFigureDrawsItselfTheSameEachTime() {
        for (Figure figure : figures()) {
            String svg = FigureFiles.svg(figure);
            assertTrue(svg.length() > 1000, figure.name());
            assertEquals(svg, FigureFiles.svg(figure));
            assertFalse(svg.contains("NaN"), figure.name());
        }
    }

    @Test
    void curvesAreMeansOverSeeds() {
        Table data = LearningCurvesFigure.ofValidation(RESULTS).data();
        double sum = 0;
        for (Row row : RESULTS.curves()) {
            if (row.getString("method").equals("entropy") && row.getInt("step") == 40) {
                sum += row.getDouble("accuracy");
            }
        }
        for (Row row : data) {
            if (row.getString("method").equals("entropy") && row.getInt("step") == 40) {
                assertEquals(TableFile.rounded(sum / 4, 4), row.getDouble("accuracy"));
                assertEquals(4, row.getInt("seeds"));
                assertTrue(row.getDouble("low") < row.getDouble("accuracy"));
            }
        }
        assertEquals(6 * 11, data.rowCount());
    }

    @Test
    void trainingCurvesAreMeansOverWindowsAndSeeds() {
        Table data = LearningCurvesFigure.ofTraining(RESULTS).data();
        double sum = 0;
        for (Row row : RESULTS.training()) {
            boolean inWindow = row.getInt("step") > 10 && row.getInt("step") <= 15;
            if (row.getString("method").equals("entropy") && inWindow) {
                sum += row.getDouble("accuracy");
            }
        }
        double expected = TableFile.rounded(sum / 20, 4);
        List<Double> found = data.stream()
                .filter(row -> row.getString("method").equals("entropy") && row.getInt("step") == 15)
                .map(row -> row.getDouble("accuracy"))
                .toList();
        assertEquals(List.of(expected), found);
    }

    @Test
    void contrastsArePlottedSeedBySeedTheLargestFirst() {
        ContrastFigure figure = new ContrastFigure(Measure.AULC, DESIGN.references(), CONTRASTS.of(Measure.AULC));
        List<ContrastTable.Row> against = figure.against("uniform");
        for (int j = 1; j < against.size(); j++) {
            assertTrue(against.get(j - 1).mean().mean() >= against.get(j).mean().mean());
        }
        assertEquals((5 + 4) * 4, figure.data().rowCount());
        Row first = figure.data().row(0);
        assertEquals(TableFile.rounded(against.get(0).differences()[0], 4), first.getDouble("difference"));
    }

    @Test
    void theStandardChoiceIsWhatPanelsShare() {
        AblationFigure figure = AblationFigure.of(DESIGN, CONTRASTS).orElseThrow();
        for (AblationFigure.Setting setting : figure.panels()) {
            for (AblationFigure.Value value : setting.values()) {
                assertEquals(value.method().equals("throughput"), value.standard());
            }
        }
        assertEquals(5, figure.data().rowCount());
    }

    @Test
    void costIsARatioToTheControl() {
        Table data = CostFigure.of(DESIGN, CONTRASTS, CostTable.of(RESULTS))
                .orElseThrow()
                .data();
        assertEquals(DESIGN.methods().subList(1, 6), data.stringColumn("method").asList());
        assertEquals(1.22, data.row(4).getDouble("step_time_ratio"), 0.02);
        double[] ratios = IntStream.range(1, 5)
                .mapToDouble(seed -> step("throughput", seed) / step("uniform", seed))
                .toArray();
        Interval interval = StudentInterval.DEFAULT.ofMean(ratios);
        assertEquals("throughput", data.row(4).getString("method"));
        assertEquals(interval.low(), data.row(4).getDouble("step_time_ratio_low"), 1e-4);
        assertEquals(interval.high(), data.row(4).getDouble("step_time_ratio_high"), 1e-4);
    }

    private static double step(String method, int seed) {
        return RESULTS.cost().stream()
                .filter(row -> row.getString("method").equals(method)
                        && row.getString("phase").equals(SweepResults.WHOLE_STEP)
                        && row.getInt("seed") == seed)
                .mapToDouble(row -> row.getDouble("seconds"))
                .findFirst()
                .orElseThrow();
    }

    private static CostFigure costOf(Interval ratio) {
        return new CostFigure(
                Measure.AULC,
                "uniform",
                List.of(new CostFigure.Method("flow", ratio, new Interval(0.01, -0.01, 0.03, 4))));
    }

    @Test
    void theAxisOfCostIsLabelledAndHoldsTheIntervals() {
        for (Interval ratio : List.of(
                new Interval(1.001, 0.999, 1.003, 4),
                new Interval(1.3, 0.8, 1.8, 4),
                new Interval(6.4, 3.4, 9.4, 4),
                new Interval(1.02, Double.NaN, Double.NaN, 1))) {
            Axis cost = costOf(ratio).cost();
            List<Double> labels = CostFigure.labelled(cost);
            assertTrue(labels.size() >= 2 && labels.contains(1.0), labels + " of " + ratio);
            for (double end : new double[] {ratio.low(), ratio.mean(), ratio.high()}) {
                assertFalse(Math.log(end) <= cost.least() || Math.log(end) >= cost.greatest(), end + " of " + ratio);
            }
        }
    }

    @Test
    void theIntervalOfTheCostIsDrawn() {
        // All on the axis from 0.9 to 1.1, so that nothing but the line differs; the lower end of the last one lies
        // below 0.
        String none = FigureFiles.svg(costOf(new Interval(1, Double.NaN, Double.NaN, 1)));
        String narrow = FigureFiles.svg(costOf(new Interval(1, 0.98, 1.02, 3)));
        String wide = FigureFiles.svg(costOf(new Interval(1, 0.95, 1.05, 3)));
        String endless = FigureFiles.svg(costOf(new Interval(1, -0.2, 1.05, 2)));
        assertEquals(4, Set.of(none, narrow, wide, endless).size());
        assertFalse((none + endless).contains("NaN"));
    }

    @Test
    void stripsHoldTheWeightsOfTheResponse() throws IOException {
        Table data = strips().data();
        assertEquals(List.of("=", "␣", "3", "⏎"), data.stringColumn("token").asList());
        assertEquals(
                List.of("response", "response", "answer", "response"),
                data.stringColumn("region").asList());
        assertEquals(List.of(1.5, 1.0, 1.25, 1.0), data.doubleColumn("flow").asList());
        Path file = folder.resolve("weights.csv");
        TableFile.write(file, data);
        assertEquals(FigureFiles.svg(strips()), FigureFiles.svg(CreditStripsFigure.read("credit-strips", file)));

        CreditStripsFigure rewarded = strips(OptionalDouble.of(-0.875));
        TableFile.write(file, rewarded.data());
        assertEquals(FigureFiles.svg(rewarded), FigureFiles.svg(CreditStripsFigure.read("credit-strips", file)));
        assertNotEquals(FigureFiles.svg(rewarded), FigureFiles.svg(strips(OptionalDouble.of(0.875))));
    }

    @Test
    void sweepsWithASingleSeedAreDrawnWithoutIntervals() {
        SweepDesign single = SyntheticSweep.design(1);
        SweepResults results = SyntheticSweep.results(single);
        assertFalse(FigureFiles.svg(LearningCurvesFigure.ofValidation(results)).contains("NaN"));
        assertEquals(List.of(), ContrastFigure.all(ContrastTable.of(results), single.references()));
        assertTrue(AblationFigure.of(single, ContrastTable.of(results)).isEmpty());
    }
}
