package org.flowtracer.workbench.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.SweepDesign.Contrast;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class SweepTablesTest {
    private static final String SWEEP = """
            {"name": "tiny", "methods": [{"name": "uniform"}, {"name": "flow"}, {"name": "dice"}], "seeds": [1, 2, 3],
             "references": ["uniform", "dice"], "primary": {"method": "flow", "reference": "dice", "measure": "greedy_accuracy"},
             "panels": [{"setting": "credit", "choices": [{"value": "by flow", "method": "flow"}]}]}
            """;

    /** Greedy accuracies: uniform 0.50, 0.60, 0.40; flow 0.51, 0.63, 0.45; dice 0.50, 0.58 and no third run. */
    private static final String RUNS = """
            method,seed,steps,problems,greedy_accuracy,sampled_accuracy,aulc
            uniform,1,10,100,0.5,0.4,0.3
            flow,1,10,100,0.51,0.41,0.31
            dice,1,10,100,0.5,0.4,0.3
            uniform,2,10,100,0.6,0.5,0.4
            flow,2,10,100,0.63,0.52,0.42
            dice,2,10,100,0.58,0.5,0.4
            uniform,3,10,100,0.4,0.3,0.2
            flow,3,10,100,0.45,0.33,0.23
            """;

    private static final String COST = """
            method,seed,phase,seconds
            uniform,1,rollout,0.3
            uniform,1,credit,0
            uniform,1,step,1
            flow,1,rollout,0.3
            flow,1,credit,0.1
            flow,1,step,1.1
            uniform,2,step,2
            flow,2,step,2.6
            """;

    @TempDir
    Path folder;

    private SweepResults tiny(String sweep, String runs) throws IOException {
        Files.writeString(folder.resolve("results.csv"), runs);
        Files.writeString(folder.resolve("curves.csv"), "method,seed,step,accuracy\nflow,1,0,0.2\n");
        Files.writeString(folder.resolve("training.csv"), """
                method,seed,step,accuracy,reward,entropy,length,ended,skipped_groups,mean_weight,uninformed,clip_fraction,gradient_norm
                flow,1,1,0.2,0.3,1,9,0.5,,1.1,0.25,,
                """);
        Files.writeString(folder.resolve("cost.csv"), COST);
        Files.writeString(
                folder.resolve("manifest.json"),
                "{\"format\": \"flowtracer-sweep-results\", \"files\": [], \"sweep\": " + sweep + "}");
        return SweepResults.read(folder);
    }

    @Test
    void meansAreOverTheFinishedSeeds() throws IOException {
        MethodTable table = MethodTable.of(tiny(SWEEP, RUNS));

        MethodTable.Row uniform = table.rows().get(0);
        assertEquals("uniform", uniform.method());
        assertEquals(Measure.GREEDY_ACCURACY, uniform.measure());
        // Deviation 0.1 over three seeds; t of 2 degrees is 4.302653.
        assertEquals(0.5 - 0.4302653 / Math.sqrt(3), uniform.mean().low(), 1e-7);
        assertEquals(2, table.rows().get(2).mean().count());
        assertEquals(9, table.rows().size());
        assertEquals(
                List.of("method", "measure", "mean", "low", "high", "seeds"),
                table.table().columnNames());
    }

    @Test
    void contrastsPairTheSeedsThatBothHave() throws IOException {
        ContrastTable table = ContrastTable.of(tiny(SWEEP, RUNS));
        List<ContrastTable.Row> greedy = table.of(Measure.GREEDY_ACCURACY);

        assertEquals(List.of("flow less dice", "flow less uniform", "dice less uniform"), described(greedy));
        assertArrayEquals(new double[] {0.01, 0.03, 0.05}, greedy.get(1).differences(), 1e-12);
        assertEquals(0.03, greedy.get(1).mean().mean(), 1e-12);
        assertEquals(0.25, greedy.get(1).pValue());
        assertArrayEquals(new int[] {1, 2}, greedy.get(2).seeds());
        // Differences 0 and -0.02: each of the four ways to set two signs sums to 0.02 in size.
        assertEquals(1, greedy.get(2).pValue());
    }

    @Test
    void thePrimaryContrastIsNotOfTheFamily() throws IOException {
        ContrastTable table = ContrastTable.of(tiny(SWEEP, RUNS));

        Optional<ContrastTable.Row> primary = table.of(new Contrast("flow", "dice", Measure.GREEDY_ACCURACY));
        assertEquals(Optional.empty(), primary.orElseThrow().holm());
        assertEquals(0.5, primary.orElseThrow().pValue());
        List<ContrastTable.Row> greedy = table.of(Measure.GREEDY_ACCURACY);
        assertEquals(Optional.of(0.5), greedy.get(1).holm());
        assertEquals(Optional.of(1.0), greedy.get(2).holm());
        // In the other measures all three are: 0.25 x 3 comes first.
        assertEquals(Optional.of(0.75), table.of(Measure.AULC).get(1).holm());
    }

    /** Uniform is a reference before dice: without the primary contrast the pair would be dice less uniform. */
    @Test
    void thePrimaryContrastStaysAsDeclaredWhereItsMethodIsAReferenceToo() throws IOException {
        ContrastTable table =
                ContrastTable.of(tiny(SWEEP.replace("{\"method\": \"flow\", ", "{\"method\": \"uniform\", "), RUNS));
        List<String> contrasts = List.of("uniform less dice", "flow less uniform", "flow less dice");

        for (Measure measure : Measure.values()) {
            assertEquals(contrasts, described(table.of(measure)));
        }
        ContrastTable.Row primary = table.of(Measure.GREEDY_ACCURACY).get(0);
        assertArrayEquals(new double[] {0, 0.02}, primary.differences(), 1e-12);
        assertEquals(Optional.empty(), primary.holm());
        // The family are flow less uniform, 0.25, and flow less dice, 0.5.
        assertEquals(Optional.of(0.5), table.of(Measure.GREEDY_ACCURACY).get(1).holm());

        ContrastTable.Row turned = table.of(new Contrast("dice", "uniform", Measure.GREEDY_ACCURACY))
                .orElseThrow();
        assertArrayEquals(new double[] {0, -0.02}, turned.differences(), 1e-12);
        assertEquals(-primary.mean().high(), turned.mean().low());
    }

    private static List<String> described(List<ContrastTable.Row> rows) {
        return rows.stream()
                .map(row -> row.contrast().method() + " less " + row.contrast().reference())
                .toList();
    }

    @Test
    void costsAreSharesAndPairedRatios() throws IOException {
        CostTable table = CostTable.of(tiny(SWEEP, RUNS));

        CostTable.Row step = table.step("flow").orElseThrow();
        Interval ratio = step.ratio().orElseThrow();
        assertEquals((1.1 + 2.6) / 2, step.seconds(), 1e-12);
        assertEquals((1.1 + 1.3) / 2, ratio.mean(), 1e-12);
        assertEquals(2, ratio.count());
        CostTable.Row credit = table.rows().stream()
                .filter(row -> row.method().equals("flow") && row.phase().equals("credit"))
                .findFirst()
                .orElseThrow();
        assertEquals(0.1 / 1.85, credit.share().orElseThrow(), 1e-12);
        assertTrue(credit.ratio().isEmpty());
    }

    @Test
    void theFolderReadsBackAsItWasWritten() throws IOException {
        SweepResults results = SyntheticSweep.results(SyntheticSweep.design(3));
        Map<String, Object> sweep = JsonObject.parse(SWEEP, "test").asMap();
        results.write(folder, sweep, Map.of("machine", "none"));

        SweepResults read = SweepResults.read(folder);

        assertEquals(TableFile.csv(results.runs()), TableFile.csv(read.runs()));
        assertEquals(TableFile.csv(results.curves()), TableFile.csv(read.curves()));
        assertEquals(TableFile.csv(results.training()), TableFile.csv(read.training()));
        assertEquals(TableFile.csv(results.cost()), TableFile.csv(read.cost()));
        assertEquals(SweepDesign.of(JsonObject.parse(SWEEP, "test")), read.design());
    }

    /** Section 5 of the paper. */
    @ParameterizedTest
    @CsvSource({
        "'Countdown, Qwen3-4B', FlowTracer, throughput, 63.2, 10.6",
        "'Countdown, Qwen3-4B', coupled rhythm, coupled-rhythm, 63.1, 10.5",
        "'math avg, Qwen3-8B 1K', CAPO, '', 41.4, 2.0",
        "'math avg, Qwen3-8B 1K', ThinkPRM-1.5B, '', 41.0, 1.6",
        "'math avg, Qwen3-8B 1K', AsyPPO, '', 40.0, 0.6"
    })
    void thePapersFiguresStandApart(String setting, String method, String credit, double accuracy, double overGrpo) {
        Table table = PaperTable.table();
        Table found = table.where(table.stringColumn("setting")
                .isEqualTo(setting)
                .and(table.stringColumn("method").isEqualTo(method)));
        assertEquals(1, found.rowCount());
        assertEquals(credit, found.stringColumn("credit").get(0));
        assertEquals(accuracy, found.doubleColumn("accuracy").get(0));
        assertEquals(overGrpo, found.doubleColumn("over_grpo").get(0));
    }

    @Test
    void whatIsNoSweepIsRefusedWithItsPlace() {
        assertRefused(SWEEP.replace("\"uniform\", \"dice\"", "\"uniform\", \"nobody\""), RUNS, "'nobody'");
        assertRefused(SWEEP.replace("{\"name\": \"dice\"}", "{\"name\": \"flow\"}"), RUNS, "each once");
        assertRefused(SWEEP.replace("\"greedy_accuracy\"", "\"beauty\""), RUNS, "'beauty'");
        assertRefused(SWEEP.replace("\"method\": \"flow\", \"ref", "\"method\": \"nobody\", \"ref"), RUNS, "'nobody'");
        assertRefused(
                SWEEP.replace("\"method\": \"flow\", \"ref", "\"method\": \"dice\", \"ref"),
                RUNS,
                "another method than the reference");
        assertRefused(SWEEP.replace("[1, 2, 3]", "[]"), RUNS, "at 'seeds'");
        assertRefused(SWEEP, RUNS.replace("flow,2,", "flow,1,"), "flow, seed 1 twice");
        assertRefused(SWEEP, RUNS.replace("aulc", "area"), "found 'method,seed,");
        assertRefused(SWEEP, RUNS.replace("0.63", "much"), "results.csv");
    }

    private void assertRefused(String sweep, String runs, String expected) {
        InputException refused = assertThrows(InputException.class, () -> tiny(sweep, runs));
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }
}
