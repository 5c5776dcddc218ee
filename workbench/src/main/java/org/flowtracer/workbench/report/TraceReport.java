package org.flowtracer.workbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
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
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

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
        Map<String, String> parts = Map.of(
                "title", escaped(title),
                "style", resource("report.css"),
                "script", resource("report.js"),
                "data", new ReportData(trace, flow, options).json(),
                "figures", drawings());
        return PLACE.matcher(resource("report.html")).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("expected one of " + parts.keySet() + ", found " + place.group());
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private String drawings() {
        StringBuilder html = new StringBuilder();
        for (Figure figure : figures) {
            String svg = FigureFiles.svg(figure);
            html.append("<figure id=\"figure-%s\" role=\"img\" aria-label=\"%s\">\n"
                            .formatted(escaped(figure.name()), escaped(figure.title())))
                    .append(svg, svg.indexOf("<svg"), svg.length())
                    .append("</figure>\n");
        }
        return html.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream stream = TraceReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("expected the resource " + name + ", found none");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
