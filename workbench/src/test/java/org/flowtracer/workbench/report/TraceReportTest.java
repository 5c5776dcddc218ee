package org.flowtracer.workbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowMassBackbone;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.SyntheticTrace;
import org.flowtracer.workbench.figure.TraceFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceReportTest {
    private static final String HOSTILE = "</script><script>document.title='broken'</script><!--{{data}}&amp;";
    private static final DagOptions OPTIONS = DagOptions.DEFAULT.withLayers(LayerBand.ALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static AttentionTrace hostileTrace() {
        AttentionTrace plain = SyntheticTrace.of(120, 1, 11);
        List<String> tokens = new ArrayList<>(plain.tokens());
        tokens.set(5, HOSTILE);
        tokens.set(6, "\u202Eevil");
        tokens.set(7, "<|im_end|>");
        tokens.set(40, "\n\n");
        tokens.set(41, "");
        return new AttentionTrace(
                tokens, new int[120], plain.regions(), plain.attention(), new float[119], new float[120]);
    }

    private static ReasoningFlow flow(AttentionTrace trace) {
        return FlowTracer.trace(AttentionDag.of(trace, OPTIONS), FlowOptions.DEFAULT);
    }

    private static TraceReport report(AttentionTrace trace, ReasoningFlow flow) {
        var backbone = new FlowMassBackbone(0.5).extract(flow);
        return new TraceReport(
                "A <report>",
                trace,
                flow,
                TraceFigures.of(trace, OPTIONS, flow, backbone),
                Map.of("model", "</td> \u2028 none"));
    }

    private static JsonNode data(String html) throws Exception {
        String opening = "<script type=\"application/json\" id=\"data\">";
        int start = html.indexOf(opening) + opening.length();
        return JSON.readTree(html.substring(start, html.indexOf("</script>", start)));
    }

    @Test
    void holdsTheFlowThatItShows() throws Exception {
        AttentionTrace trace = hostileTrace();
        ReasoningFlow flow = flow(trace);

        JsonNode data = data(report(trace, flow).html());

        assertEquals(trace.tokens(), JSON.convertValue(data.get("tokens"), List.class));
        for (int k = 0; k < trace.size(); k++) {
            assertEquals(flow.throughput(k), data.get("throughput").get(k).asDouble(), 1e-3 * flow.throughput(k));
            assertHeaviestInto(flow, k, data.get("into").get(k));
        }
        assertEquals(1.0, data.get("arrived").asDouble());
    }

    /** Compares with a full sort of all edges into the token. */
    private static void assertHeaviestInto(ReasoningFlow flow, int k, JsonNode flat) {
        List<Integer> expected = IntStream.range(0, k)
                .boxed()
                .filter(i -> Math.round(1000 * flow.edgeFlow(i, k) / flow.inflow(k)) > 0)
                .sorted(Comparator.comparingDouble((Integer i) -> -flow.edgeFlow(i, k)))
                .limit(20)
                .toList();
        List<Integer> found = IntStream.range(0, flat.size() / 2)
                .mapToObj(j -> flat.get(2 * j).asInt())
                .toList();
        assertEquals(expected, found, "into token " + k);
        for (int j = 0; j < found.size(); j++) {
            assertEquals(
                    1000 * flow.edgeFlow(found.get(j), k) / flow.inflow(k),
                    flat.get(2 * j + 1).asDouble(),
                    0.5 + 1e-9);
        }
    }

    @Test
    void sharesOfATokenSumToItsWhole() throws Exception {
        AttentionTrace trace = SyntheticTrace.of(16, 1, 3);

        JsonNode data = data(report(trace, flow(trace)).html());

        for (int k = 0; k < trace.size(); k++) {
            int in =
                    data.get("source").get(k).asInt() + amounts(data.get("into").get(k));
            int out =
                    data.get("sink").get(k).asInt() + amounts(data.get("outOf").get(k));
            assertEquals(1000, in, 10, "into token " + k);
            assertEquals(1000, out, 10, "out of token " + k);
        }
    }

    private static int amounts(JsonNode flat) {
        return IntStream.range(0, flat.size() / 2)
                .map(j -> flat.get(2 * j + 1).asInt())
                .sum();
    }

    @Test
    void isTheSameEveryTimeAndNeedsNothingElse() {
        AttentionTrace trace = hostileTrace();

        String html = report(trace, flow(trace)).html();

        assertEquals(html, report(trace, flow(trace)).html());
        String withoutNamespaces = html.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "");
        assertFalse(withoutNamespaces.contains("http://") || withoutNamespaces.contains("https://"));
        assertTrue(html.contains("<title>A &lt;report&gt;</title>"));
    }

    @Test
    void namesQuestionTokensThatCannotReachTheAnswer() throws Exception {
        var regions = Regions.ofRanges(0, 2, 2, 4, 3, 4);
        // Token 0 is read by nobody; 1 -> 2 -> 3 leads to the answer.
        var dag = AttentionDag.over(4, new float[] {0, 0, 0.5f, 0, 0, 0.5f}, regions);
        var packed = new float[] {1, 0, 1, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.5f};
        var trace = new AttentionTrace(
                List.of("lost", "kept", "step", "end"),
                new int[4],
                regions,
                new Attention.PerLayer(List.of(0), 1, List.of(CausalMatrix.over(4, packed))),
                new float[3],
                new float[4]);
        ReasoningFlow flow = FlowTracer.trace(dag, FlowOptions.DEFAULT);

        JsonNode data = data(new TraceReport("t", trace, flow, List.of(), Map.of()).html());

        assertEquals(0.5, data.get("arrived").asDouble());
        assertEquals("[[0,0.5]]", data.get("unreachable").toString());
    }

    @Test
    void showsWhereFlowComesFromAndGoesToUnderTheMouse() throws Exception {
        AttentionTrace trace = hostileTrace();
        ReasoningFlow flow = flow(trace);
        JsonNode data = data(report(trace, flow).html());
        try (Chromium browser = open(report(trace, flow))) {
            assertEquals(
                    trace.size(),
                    browser.evaluate("document.querySelectorAll('#text .token').length")
                            .asInt());
            assertEquals("A <report>", browser.evaluate("document.title").asText());
            assertEquals(
                    HOSTILE,
                    browser.evaluate("document.querySelector('[data-k=\"5\"]').textContent")
                            .asText());

            browser.pointAt("#text [data-k=\"60\"]");
            assertEquals(
                    "60",
                    browser.evaluate("document.querySelector('#panel').dataset.k")
                            .asText());
            assertEquals(others(data.get("into").get(60)), marked(browser, "from"));
            assertEquals(others(data.get("outOf").get(60)), marked(browser, "to"));

            browser.click("#text [data-k=\"60\"]");
            browser.pointAt("#text [data-k=\"80\"]");
            assertEquals(
                    "60",
                    browser.evaluate("document.querySelector('#panel').dataset.k")
                            .asText());
            browser.press("Escape");
            browser.pointAt("#text [data-k=\"81\"]");
            assertEquals(
                    "81",
                    browser.evaluate("document.querySelector('#panel').dataset.k")
                            .asText());

            browser.evaluate("document.querySelector('[data-k=\"60\"]').focus()");
            browser.press("ArrowRight");
            assertEquals(
                    "61",
                    browser.evaluate("document.querySelector('#panel').dataset.k")
                            .asText());

            assertEquals(
                    0,
                    browser.evaluate("performance.getEntriesByType('resource').length")
                            .asInt());
            assertEquals(List.of(), browser.failures());
        }
    }

    private static Set<Integer> others(JsonNode flat) {
        return IntStream.range(0, flat.size() / 2)
                .mapToObj(j -> flat.get(2 * j).asInt())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> marked(Chromium browser, String className) throws Exception {
        JsonNode positions = browser.evaluate(
                "[...document.querySelectorAll('#text .token." + className + "')].map(e => Number(e.dataset.k))");
        Set<Integer> marked = new TreeSet<>();
        positions.forEach(position -> marked.add(position.asInt()));
        return marked;
    }

    @Test
    void holdsFourThousandTokens() throws Exception {
        AttentionTrace trace = SyntheticTrace.of(4000, 1, 5);
        ReasoningFlow flow = flow(trace);
        try (Chromium browser = open(new TraceReport("long", trace, flow, List.of(), Map.of()))) {
            assertTrue(Files.size(folder.resolve("report.html")) < 4_000_000);
            assertEquals(
                    4000,
                    browser.evaluate("document.querySelectorAll('#text .token').length")
                            .asInt());
            browser.pointAt("#text [data-k=\"3000\"]");
            assertEquals(
                    "3000",
                    browser.evaluate("document.querySelector('#panel').dataset.k")
                            .asText());
        }
    }

    private Chromium open(TraceReport report) throws Exception {
        Optional<Path> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "skipped: no chromium on the PATH (Debian: apt-get install chromium)");
        Path page = folder.resolve("report.html");
        report.write(page);
        return Chromium.open(executable.get(), page);
    }
}
