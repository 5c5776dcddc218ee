package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class ComparisonFiguresTest {
    private static Figure figure(String name) {
        return SmallComparison.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** As in {@link FigureFilesTest}: the charts of XChart are among them. */
    @ParameterizedTest
    @CsvSource({
        "agreement, 7a69dfadc8d3adfc, 433e4d4b63406267",
        "rank-scatter, 14796d58a136173e, 758b820cae24ebae",
        "runtime, 708e344c42330289, 6075c72dbe012097",
        "rank-map, e7df202930095540, 5976e9ab5a1e5f7b",
        "text-strips, a4e97749922c7ff3, 5976e9ab5a1e5f7b"
    })
    void bytesAreTheSameOnEveryMachine(String name, String svg, String csv) throws Exception {
        assertEquals(
                svg + " " + csv, digest(FigureFiles.svg(figure(name))) + " " + digest(FigureFiles.csv(figure(name))));
    }

    private static String digest(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    @Test
    void neitherLocaleNorFontsMatter() {
        List<String> here =
                SmallComparison.figures().stream().map(FigureFiles::svg).toList();
        here.forEach(svg -> assertFalse(svg.contains("<text") || svg.contains("<clipPath")));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(
                    here,
                    SmallComparison.figures().stream().map(FigureFiles::svg).toList());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theHeatMapIsOrderedAndSymmetric() {
        Table data = figure("agreement").data();
        assertEquals(16, data.rowCount());
        List<String> order = data.stringColumn("column").first(4).asList();
        assertEquals(1, Math.abs(order.indexOf("throughput") - order.indexOf("path-mass")));
        assertEquals(
                SmallComparison.AGREEMENT.spearman("throughput", "path-mass").mean(),
                data.where(data.stringColumn("row")
                                .isEqualTo("path-mass")
                                .and(data.stringColumn("column").isEqualTo("throughput")))
                        .doubleColumn("spearman")
                        .get(0));
        assertEquals(6, data.doubleColumn("spearman").countMissing());
    }

    @Test
    void theScatterHoldsPercentiles() {
        Table data = figure("rank-scatter").data();
        assertEquals(
                List.of("path-mass", "entropy", "uniform"),
                data.stringColumn("second").asList().stream().distinct().toList());
        // Of five units, throughput ranks the first trace's 3..7 by 3 k mod 8: 1, 4, 7, 2, 5.
        assertEquals(
                List.of(10.0, 50.0, 90.0, 30.0, 70.0),
                data.doubleColumn("first_percentile").first(5).asList());
        Table constant = data.where(data.stringColumn("second").isEqualTo("uniform"));
        assertEquals(
                Collections.nCopies(10, 50.0),
                constant.doubleColumn("second_percentile").asList());
    }

    @Test
    void manyDotsAreThinnedOutEvenly() {
        ScoredTrace many = longTrace(6000, 2);
        AgreementTable agreement = AgreementTable.of(List.of(many), Bootstrap.DEFAULT);
        RankScatterFigure figure = RankScatterFigure.of(
                        List.of(many), List.of(new ScorerPair("scorer-0", "scorer-1")), agreement)
                .orElseThrow();
        assertEquals(2000, figure.data().rowCount());
        assertEquals(6000, figure.panels().get(0).units());
        assertEquals(3, figure.data().intColumn("token").get(1));
    }

    @Test
    void growthNeedsTwoSizes() {
        assertTrue(RuntimeFigure.of(
                        new RuntimeTable(List.of(new RuntimeTable.Row("throughput", List.of(128), List.of(1.0)))))
                .isEmpty());
        Table data = figure("runtime").data();
        assertEquals(7, data.rowCount());
        assertEquals(2, data.doubleColumn("exponent").get(0), 1e-9);
    }

    @Test
    void theMapHoldsRanksInTheOrderOfTheTree() {
        Table data = figure("rank-map").data();
        assertEquals(
                List.of(5.0, 3.0, 1.0, 4.0, 2.0),
                data.doubleColumn("throughput").asList());
        assertEquals(Collections.nCopies(5, 3.0), data.doubleColumn("uniform").asList());
        assertEquals(SmallComparison.AGREEMENT.clustered(), data.columnNames().subList(3, 7));
    }

    @Test
    void everyScorerHasAStrip() {
        ScoredTrace trace = longTrace(100, 43);
        TextStripsFigure figure = strips(trace);
        assertEquals(0, figure.others());
        assertFalse(figure.isCut());
        assertEquals(43, figure.map().rankings().size());
        // 100 texts of four characters are 5 lines of 97: 48 points a strip.
        assertEquals(38 + 43 * 48 + 12, figure.height(), 1e-9);
    }

    @Test
    void ofLongTextsTheScorersAskedForFirstHaveStrips() {
        // 2000 texts of four characters are 66 lines of 123, of which 30 are shown: 285 points a strip, of which 14
        // fit.
        TextStripsFigure figure = strips(longTrace(2000, 43));
        assertTrue(figure.isCut());
        assertEquals(30, figure.lines().size());
        assertEquals(34, figure.others());
        assertEquals(
                IntStream.range(0, 9).mapToObj(j -> "scorer-" + j).collect(Collectors.toSet()),
                figure.map().rankings().stream()
                        .map(ranking -> ranking.scorer())
                        .collect(Collectors.toSet()));
        assertTrue(figure.height() < 2700);
    }

    private static TextStripsFigure strips(ScoredTrace trace) {
        return TextStripsFigure.of(trace, AgreementTable.of(List.of(trace), Bootstrap.DEFAULT))
                .orElseThrow();
    }

    /** The map's key names the regions that the response has, as the scatter's does. */
    @Test
    void theMapSaysWhatTheRegionsAre() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureFiles.png(figure("rank-map"))));
        BufferedImage key = image.getSubimage(0, 0, image.getWidth(), 3 * 30);
        for (Color color : List.of(Palette.region(Regions.RESPONSE), Palette.region(Regions.ANSWER))) {
            assertTrue(count(key, color) >= 17 * 17, color.toString());
        }
        assertEquals(0, count(key, Palette.region(Regions.QUESTION)));
    }

    private static long count(BufferedImage image, Color color) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(j -> image.getRGB(j % image.getWidth(), j / image.getWidth()) == color.getRGB())
                .count();
    }

    @Test
    void aGraphWithoutTextHasAMapAlone() {
        ScoredTrace plain = SmallComparison.traces().get(0);
        ScoredTrace blank = new ScoredTrace(
                "graph",
                plain.units().stream()
                        .map(unit -> new Unit("", unit.region(), unit.from(), unit.to()))
                        .toList(),
                plain.response(),
                plain.scores(),
                Map.of());
        assertTrue(TextStripsFigure.of(blank, SmallComparison.AGREEMENT).isEmpty());
        assertEquals(
                5,
                RankMapFigure.of(blank, SmallComparison.AGREEMENT.clustered())
                        .data()
                        .rowCount());
    }

    private static ScoredTrace longTrace(int size, int scorers) {
        List<Unit> units = IntStream.range(0, size)
                .mapToObj(k -> new Unit(" abc", Regions.RESPONSE, k, k + 1))
                .toList();
        return new ScoredTrace(
                "long",
                units,
                Positions.range(0, size),
                IntStream.range(0, scorers)
                        .mapToObj(j -> new TokenScores(
                                "scorer-" + j,
                                IntStream.range(0, size)
                                        .mapToDouble(k -> k * (7 + j) % size)
                                        .toArray()))
                        .toList(),
                Map.of());
    }
}
