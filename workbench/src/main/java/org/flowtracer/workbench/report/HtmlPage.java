package org.flowtracer.workbench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** What all pages are made of: a template whose places such as <code>{{title}}</code> are filled, styles, scripts, data, drawings. */
final class HtmlPage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final MathContext DIGITS = new MathContext(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private HtmlPage() {}

    /**
     * A resource with its places filled.
     *
     * @param parts by name of their places
     */
    static String fill(String template, Map<String, String> parts) {
        return PLACE.matcher(resources(template)).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("expected one of " + parts.keySet() + ", found " + place.group());
            }
            return Matcher.quoteReplacement(part);
        });
    }

    /** The resources of these names, one after the other. */
    static String resources(String... names) {
        return Stream.of(names).map(HtmlPage::resource).collect(Collectors.joining());
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("expected the resource " + name + ", found none");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text that is safe between and inside tags. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Data that is safe inside a script element. */
    static String json(ObjectNode data) {
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A finite number to four significant digits. */
    static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    /** Figures in place. */
    static String drawings(List<Figure> figures) {
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

    /** Adds an array of texts. */
    static void addNames(ObjectNode data, String key, List<String> names) {
        ArrayNode array = data.putArray(key);
        names.forEach(array::add);
    }

    /** Adds a table as {@code {columns, rows}}: texts as they are, numbers to four digits, null where there is none. */
    static void addTable(ObjectNode data, String key, Table table) {
        ObjectNode node = data.putObject(key);
        addNames(node, "columns", table.columnNames());
        ArrayNode rows = node.putArray("rows");
        for (int row = 0; row < table.rowCount(); row++) {
            ArrayNode cells = rows.addArray();
            for (Column<?> column : table.columns()) {
                if (column.type().equals(ColumnType.STRING)) {
                    cells.add(column.getString(row));
                } else if (column.isMissing(row)) {
                    cells.addNull();
                } else {
                    cells.add(rounded(((NumericColumn<?>) column).getDouble(row)));
                }
            }
        }
    }
}
