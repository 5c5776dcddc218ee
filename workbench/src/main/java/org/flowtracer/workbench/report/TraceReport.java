package org.flowtracer.workbench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.files.AtomicFile;

/**
 * The report of one traced response as a page for a browser: the text shaded by throughput, where each token's flow comes from and goes to,
 * the widest paths, which kinds of token are hubs, the figures, and what was asked for. Nothing in it depends on a clock or a machine.
 *
 * @param title the page's heading
 * @param options what was asked for, name to value, in the order of the page; may be empty
 */
public record TraceReport(
        String title, AttentionTrace trace, ReasoningFlow flow, List<Figure> figures, Map<String, String> options) {
    public TraceReport {
        figures = List.copyOf(figures);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws IOException if the disk refuses
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, html());
    }

    /** The page. Cost O(n^2); about 0.3 kB a token and the figures. */
    public String html() {
        return HtmlPage.fill(
                "report.html",
                Map.of(
                        "title", HtmlPage.escaped(title),
                        "style", HtmlPage.resources("report.css"),
                        "script", HtmlPage.resources("page.js", "report.js"),
                        "data", new ReportData(trace, flow, options).json(),
                        "figures", HtmlPage.drawings(figures)));
    }
}
