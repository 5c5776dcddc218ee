package org.flowtracer.workbench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.files.AtomicFile;

/**
 * Two traces of one prompt as a page for a browser: both texts side by side under any scorer, the tokens whose rank changes most, what passes each
 * statement, the flow between regions, how far each scorer agrees with itself, the figures, and what was asked for.
 *
 * @param title the page's heading
 * @param options what was asked for, name to value, in the order of the page
 */
public record DifferenceReport(
        String title, TraceDifference difference, List<Figure> figures, Map<String, String> options) {
    public DifferenceReport {
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

    /** The page. */
    public String html() {
        return HtmlPage.fill(
                "difference.html",
                Map.of(
                        "title", HtmlPage.escaped(title),
                        "style", HtmlPage.resources("report.css", "comparison.css", "difference.css"),
                        "script", HtmlPage.resources("page.js", "tables.js", "difference.js"),
                        "data", new DifferenceData(this).json(),
                        "figures", HtmlPage.drawings(figures)));
    }
}
