package org.flowtracer.workbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.graph.GraphScalars;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.GraphScores;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.StabilityTable;
import org.flowtracer.workbench.analysis.Unit;
import org.flowtracer.workbench.figure.AgreementFigure;
import org.flowtracer.workbench.figure.SmallComparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {
    private static final String HOSTILE = "</script><script>document.title='broken'</script>{{data}}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static ComparisonReport report() {
        List<ScoredTrace> traces = new ArrayList<>(SmallComparison.traces());
        ScoredTrace second = traces.get(1);
        List<Unit> units = new ArrayList<>(second.units());
        units.set(4, new Unit(HOSTILE, Regions.RESPONSE, 4, 5));
        traces.set(1, new ScoredTrace("second </td>", units, second.response(), second.scores(), Map.of()));
        AgreementTable agreement = AgreementTable.of(traces, Bootstrap.DEFAULT);
        Regions regions = Regions.ofRanges(0, 2, 2, 4, 3, 4);
        AttentionDag dag = AttentionDag.over(4, new float[] {0.5f, 0.5f, 0.5f, 0.2f, 0.2f, 0.5f}, regions);
        return new ComparisonReport(
                "A <comparison>",
                traces.stream()
                        .map(trace -> new GraphScores(trace, trace, GraphScalars.of(dag), Map.of(), Optional.empty()))
                        .toList(),
                agreement,
                StabilityTable.of(List.of(Map.of()), List.of("throughput"), Bootstrap.DEFAULT),
                Optional.of(new RuntimeTable(
                        List.of(new RuntimeTable.Row("throughput", List.of(128, 256), List.of(1.0, 4.0))))),
                Optional.of(AgreementFigure.of(agreement, 2)),
                List.of(),
                Map.of("waad", "needs heads"),
                Map.of("layers", "middle"));
    }

    private static JsonNode data(String html) throws Exception {
        String opening = "<script type=\"application/json\" id=\"data\">";
        int start = html.indexOf(opening) + opening.length();
        return JSON.readTree(html.substring(start, html.indexOf("</script>", start)));
    }

    @Test
    void holdsRanksAndTables() throws Exception {
        JsonNode data = data(report().html());
        JsonNode first = data.get("graphs").get(0);
        // Throughput ranks 3..7 by 3 k mod 8: 1, 4, 7, 2, 5; the page holds twice the ranks.
        assertEquals("[10,6,2,8,4]", first.get("ranks").get(0).toString());
        assertEquals("[6,6,6,6,6]", first.get("ranks").get(3).toString());
        assertEquals("[3,4,5,6,7]", first.get("from").toString());
        assertEquals(6, data.get("agreement").get("rows").size());
        assertEquals(2, data.get("runtime").get("rows").size());
        assertEquals(HOSTILE, data.get("graphs").get(1).get("texts").get(1).asText());
    }

    @Test
    void isTheSameEveryTimeAndNeedsNothingElse() {
        String html = report().html();
        assertEquals(html, report().html());
        String withoutNamespaces =
                html.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "").replace("http://www.w3.org/2000/svg", "");
        assertFalse(withoutNamespaces.contains("http://") || withoutNamespaces.contains("https://"));
    }

    @Test
    void sortsChoosesAndPointsOut() throws Exception {
        Optional<Path> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "skipped: no chromium on the PATH (Debian: apt-get install chromium)");
        Path page = folder.resolve("report.html");
        report().write(page);
        try (Chromium browser = Chromium.open(executable.get(), page)) {
            assertEquals("A <comparison>", browser.evaluate("document.title").asText());
            assertEquals("path-mass", column(browser, "#asked", 0).get(0));
            browser.click("#asked th:nth-child(1) button");
            assertEquals(List.of("entropy", "path-mass", "uniform"), column(browser, "#asked", 0));
            browser.click("#asked th:nth-child(1) button");
            assertEquals(List.of("uniform", "path-mass", "entropy"), column(browser, "#asked", 0));

            browser.evaluate(
                    "choose = (selector, value) => { const e = document.querySelector(selector); e.value = value;"
                            + "e.dispatchEvent(new Event('change')); }");
            browser.evaluate("choose('#asked-scorer', 'entropy')");
            assertTrue(column(browser, "#asked", 0).contains("throughput"));

            browser.evaluate("choose('#texts .graph', 'second </td>')");
            assertEquals(
                    4,
                    browser.evaluate("document.querySelectorAll('#strips .strip').length")
                            .asInt());
            browser.pointAt("#strips .strip [data-j=\"3\"]");
            assertEquals(
                    4,
                    browser.evaluate("document.querySelectorAll('#strips .here').length")
                            .asInt());
            // Throughput ranks 3..7 by 5 k mod 8: 7, 4, 1, 6, 3; entropy by -5 k mod 7: -1, -6, -4, -2, 0.
            assertTrue(browser.evaluate("document.querySelector('#strips').textContent")
                    .asText()
                    .contains("throughput 2"));

            browser.evaluate("choose('#first', 'entropy')");
            assertEquals(
                    10,
                    browser.evaluate("document.querySelectorAll('#scatter circle').length")
                            .asInt());
            browser.evaluate("choose('#pair .graph', 'first')");
            assertEquals(
                    5,
                    browser.evaluate("document.querySelectorAll('#scatter circle').length")
                            .asInt());
            assertEquals(
                    "second%20%3C%2Ftd%3E/scores.csv",
                    browser.evaluate("document.querySelectorAll('#graphs tbody a')[2].getAttribute('href')")
                            .asText());
            assertTrue(browser.evaluate("document.getElementById('stability').hidden")
                    .asBoolean());
            assertEquals(
                    0,
                    browser.evaluate("performance.getEntriesByType('resource').length")
                            .asInt());
            assertEquals(List.of(), browser.failures());
        }
    }

    private static List<String> column(Chromium browser, String section, int column) throws Exception {
        JsonNode cells = browser.evaluate("[...document.querySelectorAll('" + section
                + " tbody tr')].map(row => row.children[" + column + "].textContent)");
        return StreamSupport.stream(cells.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
