package org.flowtracer.workbench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.GraphScores;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.files.AtomicFile;
import tech.tablesaw.api.Table;

/**
 * A comparison of scorers as a page for a browser: who agrees with whom, where each looks in each text, any two against each other, stability, run
 * times, the graphs, the figures, and what was asked for. It links to the files beside it and needs nothing else.
 *
 * @param title the page's heading
 * @param graphs as they were scored; a folder of its name lies beside the page for each
 * @param heatMap of agreement; none for a single scorer
 * @param figures to show besides
 * @param leftOut by scorer that could not score some graph: why
 * @param options what was asked for, name to value, in the order of the page
 */
public record ComparisonReport(
        String title,
        List<GraphScores> graphs,
        AgreementTable agreement,
        Table stability,
        Optional<RuntimeTable> times,
        Optional<Figure> heatMap,
        List<Figure> figures,
        Map<String, String> leftOut,
        Map<String, String> options) {
    public ComparisonReport {
        graphs = List.copyOf(graphs);
        figures = List.copyOf(figures);
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
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

    /** The page. */
    public String html() {
        return HtmlPage.fill(
                "comparison.html",
                Map.of(
                        "title", HtmlPage.escaped(title),
                        "style", HtmlPage.resources("report.css", "comparison.css"),
                        "script", HtmlPage.resources("page.js", "tables.js", "comparison.js"),
                        "data", new ComparisonData(this).json(),
                        "agreement", HtmlPage.drawings(heatMap.stream().toList()),
                        "figures", HtmlPage.drawings(figures)));
    }
}
