package org.flowtracer.workbench.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Interval;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.AttentionFromAnswerScorer;
import org.flowtracer.score.AttentionReceivedScorer;
import org.flowtracer.score.EntropyScorer;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.PositionScorer;
import org.flowtracer.score.RecencyScorer;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.UniformScorer;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class CompareTablesTest {
    @TempDir
    private Path folder = Path.of("");

    private static final TokenScorer RECEIVED = new AttentionReceivedScorer(AttentionReceivedScorer.Reduction.MEAN);
    private static final TokenScorer FROM_ANSWER = new AttentionFromAnswerScorer();
    private static final List<TokenScorer> SCORERS = List.of(
            RECEIVED, FROM_ANSWER, new UniformScorer(), new PositionScorer(), new RecencyScorer(), new EntropyScorer());

    /** Six layers of random attention, so that every band exists; entropies only where the seed is even. */
    private static AttentionTrace trace(long seed, int size) {
        return trace(seed, IntStream.range(0, size).mapToObj(Integer::toString).toList());
    }

    private static AttentionTrace trace(long seed, List<String> tokens) {
        int size = tokens.size();
        Random random = new Random(seed);
        List<CausalMatrix> layers = new ArrayList<>();
        for (int layer = 0; layer < 6; layer++) {
            float[] packed = new float[CausalMatrix.packedLength(size)];
            for (int query = 0; query < size; query++) {
                for (int key = 0; key <= query; key++) {
                    packed[CausalMatrix.rowStart(query) + key] = random.nextFloat() / (query + 1);
                }
            }
            layers.add(CausalMatrix.over(size, packed));
        }
        float[] entropy = new float[size];
        for (int t = 0; t < size; t++) {
            entropy[t] = random.nextFloat();
        }
        return new AttentionTrace(
                tokens,
                null,
                Regions.ofRanges(0, 4, 4, size, size - 2, size),
                new Attention.PerLayer(List.of(0, 1, 2, 3, 4, 5), 6, layers),
                null,
                seed % 2 == 0 ? entropy : null);
    }

    private static ScoredTrace scored(long seed) {
        return ScoredTrace.of("t" + seed, Evidence.of(trace(seed, 20), DagOptions.DEFAULT), SCORERS);
    }

    private static List<ScoredTrace> scored() {
        return IntStream.range(0, 7).mapToObj(CompareTablesTest::scored).toList();
    }

    @Test
    void scoresHaveAColumnForEachScorerThatCouldScore() {
        ScoredTrace full = scored(2);
        assertEquals(
                List.of(
                        "position",
                        "attention-received-mean",
                        "attention-from-answer",
                        "uniform",
                        "recency",
                        "entropy"),
                full.table().columnNames());
        assertEquals(20, full.table().rowCount());
        assertEquals(new Unit("7", Regions.RESPONSE, 7, 8), full.units().get(7));
        assertEquals(Map.of("entropy", "entropies"), scored(3).lacking());
        assertEquals(5, scored(3).table().columnCount());
        assertEquals(-7, scored(3).by("position").orElseThrow().of(7));
        assertTrue(TableFile.csv(full.table()).startsWith("position,attention-received-mean,attention-from-answer"));
    }

    @Test
    void agreementIsTheMeanOverTraces() {
        AgreementTable agreement = AgreementTable.of(scored(), Bootstrap.DEFAULT);
        assertEquals(15, agreement.table().rowCount());
        double[] kendall = new double[7];
        for (int seed = 0; seed < 7; seed++) {
            Evidence evidence = Evidence.of(trace(seed, 20), DagOptions.DEFAULT);
            kendall[seed] = Agreement.of(
                            RECEIVED.score(evidence),
                            FROM_ANSWER.score(evidence),
                            evidence.dag().regions().response())
                    .kendall();
        }
        Interval expected = Bootstrap.DEFAULT.ofMean(kendall);
        Table first = agreement.table().first(1);
        assertEquals("attention-received-mean", first.stringColumn("first").get(0));
        assertEquals("attention-from-answer", first.stringColumn("second").get(0));
        assertEquals(expected.mean(), first.doubleColumn("kendall").get(0), 1e-12);
        assertEquals(expected.low(), first.doubleColumn("kendall_low").get(0), 1e-12);
        assertEquals(expected.high(), first.doubleColumn("kendall_high").get(0), 1e-12);
        assertEquals(7, first.intColumn("traces").get(0));
    }

    @Test
    void whatCannotBeRankedIsCountedAndBlank() {
        Table table = AgreementTable.of(scored(), Bootstrap.DEFAULT).table();
        Table uniform = row(table, "attention-received-mean", "uniform");
        assertEquals(7, uniform.intColumn("traces").get(0));
        assertEquals(0, uniform.intColumn("ranked").get(0));
        assertTrue(uniform.doubleColumn("spearman").isMissing(0));
        Table entropy = row(table, "position", "entropy");
        assertEquals(4, entropy.intColumn("traces").get(0));
        Table opposite = row(table, "position", "recency");
        assertEquals(-1, opposite.doubleColumn("spearman_high").get(0), 1e-12);
        Table single = AgreementTable.of(List.of(scored(1)), Bootstrap.DEFAULT).table();
        assertTrue(single.doubleColumn("overlap40_low").isMissing(0));
    }

    @Test
    void tablesAreReadBackAsTheyWereWritten() throws IOException {
        AgreementTable agreement = AgreementTable.of(scored(), Bootstrap.DEFAULT);
        Path file = folder.resolve("agreement.csv");
        TableFile.write(file, agreement.table());
        AgreementTable read = AgreementTable.read(file);
        assertEquals(agreement.scorers(), read.scorers());
        assertArrayEquals(agreement.spearman(), read.spearman());
        assertEquals(TableFile.csv(agreement.table()), TableFile.csv(read.table()));
        assertEquals(7, read.traces());

        List<String> rows = new ArrayList<>(Files.readAllLines(file));
        rows.remove(3);
        Files.write(file, rows);
        assertThrows(InputException.class, () -> AgreementTable.read(file));

        RuntimeTable times = new RuntimeTable(List.of(
                new RuntimeTable.Row("a", List.of(128, 256), List.of(0.5, 1.25)),
                new RuntimeTable.Row("b", List.of(128), List.of(3.0))));
        TableFile.write(folder.resolve("runtime.csv"), times.table());
        assertEquals(times, RuntimeTable.read(folder.resolve("runtime.csv")));
    }

    private static Table row(Table table, String first, String second) {
        return table.where(table.stringColumn("first")
                .isEqualTo(first)
                .and(table.stringColumn("second").isEqualTo(second)));
    }

    @Test
    void threadsDoNotChangeTheTable() throws Exception {
        List<ScoredTrace> traces = scored();
        String expected =
                TableFile.csv(AgreementTable.of(traces, Bootstrap.DEFAULT).table());
        for (int threads : new int[] {1, 3}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertEquals(
                        expected,
                        pool.submit(() -> TableFile.csv(AgreementTable.of(traces, Bootstrap.DEFAULT)
                                        .table()))
                                .get());
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void oppositeScorersStandFarApart() {
        List<String> order = AgreementTable.of(scored(), Bootstrap.DEFAULT).clustered();
        assertEquals(6, Set.copyOf(order).size());
        assertTrue(Math.abs(order.indexOf("position") - order.indexOf("recency")) > 1);
    }

    @Test
    void stabilityComparesBands() {
        List<String> names = List.of("attention-received-mean", "position");
        List<Map<LayerBand, ScoredTrace>> traces = IntStream.range(0, 4)
                .mapToObj(seed -> StabilityTable.score("t", trace(seed, 20), DagOptions.DEFAULT, SCORERS))
                .toList();
        List<Map<StabilityTable.Pair, Agreement>> agreements = traces.stream()
                .map(trace -> StabilityTable.agreements(trace, names, UnaryOperator.identity()))
                .toList();
        Table table = StabilityTable.of(agreements, names, Bootstrap.DEFAULT);
        assertEquals(12, table.rowCount());
        AttentionTrace first = trace(0, 20);
        assertEquals(
                List.of(LayerBand.EARLY, LayerBand.MIDDLE, LayerBand.LATE, LayerBand.ALL),
                List.copyOf(traces.get(0).keySet()));
        double early = Agreement.of(
                        RECEIVED.score(Evidence.of(first, DagOptions.DEFAULT.withLayers(LayerBand.EARLY))),
                        RECEIVED.score(Evidence.of(first, DagOptions.DEFAULT)),
                        first.regions().response())
                .spearman();
        Table single = StabilityTable.of(agreements.subList(0, 1), names.subList(0, 1), Bootstrap.DEFAULT);
        assertEquals("early", single.stringColumn("first").get(0));
        assertEquals("middle", single.stringColumn("second").get(0));
        assertEquals(early, single.doubleColumn("spearman").get(0), 1e-12);
        assertEquals(1, table.doubleColumn("kendall").get(table.rowCount() - 1), 1e-12);
    }

    @Test
    void runtimeStopsBeforeTheCap() {
        List<Integer> asked = new ArrayList<>();
        TokenScorer slow = TokenScorer.of("slow", evidence -> {
            asked.add(evidence.size());
            double[] values = new double[evidence.size()];
            for (int work = 0; work < 2_000_000; work++) {
                values[work % values.length] += 1.0 / (1 + work);
            }
            return values;
        });
        RuntimeTable table = RuntimeTable.measure(
                List.of(slow, new EntropyScorer()),
                size -> Evidence.of(trace(1, size), DagOptions.DEFAULT),
                new int[] {10, 20, 30},
                1e-9);
        assertEquals(Set.of(10), Set.copyOf(asked));
        assertTrue(asked.size() > 3, "it is called to warm up, and three times");
        assertEquals(1, table.table().rowCount());
        assertTrue(table.table().doubleColumn("exponent").isMissing(0));
        RuntimeTable all = RuntimeTable.measure(
                List.of(slow), size -> Evidence.of(trace(1, size), DagOptions.DEFAULT), new int[] {10, 20}, 60);
        assertEquals(List.of(10, 20), all.rows().get(0).tokens());
        assertEquals(
                all.rows().get(0).law().orElseThrow().exponent(),
                all.table().doubleColumn("exponent").get(1));
    }

    @Test
    void piecesOfTextAreComparedInstead() {
        AttentionTrace trace = trace(
                2, List.of("qq?\n a=1; b=2; c\n d\n\n #3\n".replace(" ", "").split("")));
        Evidence evidence = Evidence.of(trace, DagOptions.DEFAULT);
        ScoredTrace tokens = ScoredTrace.of("t", evidence, SCORERS);
        Contraction statements = new Contraction(Contraction.Pieces.STATEMENTS, Contraction.Reduction.SUM);
        Contraction lines = new Contraction(Contraction.Pieces.LINES, Contraction.Reduction.MEAN);
        ScoreContraction groups = statements.of(trace);

        ScoredTrace pieces = tokens.contracted(groups, statements);

        assertEquals(
                List.of("qq?\n", "a=1;", "b=2;", "c\n", "d\n\n", "#3\n"),
                pieces.units().stream().map(Unit::text).toList());
        assertEquals(new Unit("#3\n", Regions.ANSWER, 17, 20), pieces.units().get(5));
        assertEquals(Positions.range(1, 6), pieces.response());
        assertEquals(-(4 + 5 + 6 + 7), pieces.by("position").orElseThrow().of(1));
        assertEquals(17, pieces.pieces().row(5).getInt("from"));
        ScoredTrace ofLines = tokens.contracted(lines.of(trace), lines);
        assertEquals("a=1;b=2;c\n", ofLines.units().get(1).text());
        assertEquals(-8.5, ofLines.by("position").orElseThrow().of(1), 1e-12);
        Table flows = PieceFlowTable.of(evidence, groups, List.of(RECEIVED));
        double[][] between = groups.between(RECEIVED.edgeScores(evidence));
        assertEquals(15, flows.rowCount());
        assertEquals(
                between[2][4],
                flows.where(flows.intColumn("from")
                                .isEqualTo(2)
                                .and(flows.intColumn("to").isEqualTo(4)))
                        .doubleColumn("attention-received-mean")
                        .get(0));
        AgreementTable agreement = AgreementTable.of(List.of(pieces), Bootstrap.DEFAULT);
        assertEquals(-1, agreement.spearman("position", "recency").mean(), 1e-12);
    }

    @Test
    void tellingPairsStartWithThroughputOrTheFirst() {
        AgreementTable agreement = AgreementTable.of(scored(), Bootstrap.DEFAULT);
        List<ScorerPair> pairs = ScorerPair.telling(agreement, 3);
        assertEquals(3, pairs.size());
        // Two known rivals are there; after them comes whoever agrees least with the first.
        assertEquals(new ScorerPair("attention-received-mean", "attention-from-answer"), pairs.get(0));
        assertEquals("entropy", pairs.get(1).second());
        double least = List.of("position", "recency").stream()
                .mapToDouble(scorer ->
                        agreement.spearman("attention-received-mean", scorer).mean())
                .min()
                .orElseThrow();
        assertEquals(
                least,
                agreement.spearman(pairs.get(2).first(), pairs.get(2).second()).mean());
        assertEquals(
                List.of("throughput", "entropy", "position"),
                ScorerPair.inOrderOfInterest(List.of("position", "entropy", "throughput")));
    }
}
