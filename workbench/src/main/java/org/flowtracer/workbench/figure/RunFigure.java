package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flowtracer.workbench.figure.Page.Anchor;
import org.flowtracer.workbench.run.Metrics;
import org.flowtracer.workbench.run.Metrics.Series;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The curves of a run, a panel each; columns {@code validation_NAME} share one. A curve of many steps is drawn thin, with its centred running mean
 * over a fiftieth of the steps upon it.
 *
 * @param metrics with at least one row
 */
public record RunFigure(Metrics metrics) implements Figure {
    private static final String VALIDATION = "validation";
    private static final List<Color> COLORS =
            List.of(Palette.QUESTION, Palette.REASONING, Palette.ANSWER, Palette.ACCENT, Palette.OTHER);
    private static final int COLUMNS = 2;
    private static final int MANY = 100;
    private static final int WINDOWS = 50;
    private static final double LEFT = 30;
    private static final double TOP = 34;
    private static final double PANEL = 96;
    private static final double ROW = PANEL + 38;
    private static final double COLUMN = Page.WIDTH / COLUMNS;
    private static final double WIDTH = COLUMN - LEFT - 10;
    private static final double DOT = 1.8;

    /** @throws IllegalArgumentException if there is nothing to draw */
    public RunFigure {
        if (metrics.steps().isEmpty()) {
            throw new IllegalArgumentException("expected metrics of at least one step, found none");
        }
    }

    @Override
    public String name() {
        return "curves";
    }

    @Override
    public String title() {
        return "The run, step by step";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        int rows = (panels().size() + COLUMNS - 1) / COLUMNS;
        return TOP + rows * ROW + 2 * Page.MARGIN;
    }

    /** The series of each panel, by its heading; those without a number are left out. */
    private Map<String, List<Series>> panels() {
        Map<String, List<Series>> panels = new LinkedHashMap<>();
        for (String column : metrics.columns()) {
            Series series = metrics.series(column);
            if (series.values().length > 0) {
                String heading = column.startsWith(VALIDATION + "_") ? VALIDATION : column;
                panels.computeIfAbsent(heading, name -> new ArrayList<>()).add(series);
            }
        }
        return panels;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), "thin: each step; bold: running mean over a fiftieth of them", 0, 10);
        int panel = 0;
        for (Map.Entry<String, List<Series>> entry : panels().entrySet()) {
            int row = panel / COLUMNS;
            double left = LEFT + panel % COLUMNS * COLUMN;
            double top = TOP + row * ROW + 12;
            drawPanel(page, entry.getKey(), entry.getValue(), left, top);
            panel++;
        }
    }

    private void drawPanel(Page page, String heading, List<Series> curves, double left, double top) {
        Axis steps = new Axis(0, metrics.lastStep(), left, left + WIDTH);
        Axis values = Axis.over(
                curves.stream()
                        .flatMapToDouble(curve -> Arrays.stream(curve.values()))
                        .toArray(),
                top + PANEL,
                top);
        page.text(Typeface.BOLD, heading.replace('_', ' '), left, top - 5, Page.TEXT, Anchor.START, Palette.INK);
        for (BigDecimal tick : values.ticks(5)) {
            double y = values.at(tick.doubleValue());
            page.line(left, y, left + WIDTH, y, Palette.GRID, 0.5);
            page.text(Ticks.label(tick), left - 4, y + 2.4, Page.SMALL, Anchor.END, Palette.MUTED);
        }
        for (BigDecimal tick : steps.ticks(5)) {
            double x = steps.at(tick.doubleValue());
            page.line(x, values.start(), x, values.start() + 2.5, Palette.MUTED, 0.5);
            page.text(Ticks.label(tick), x, values.start() + 9.5, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        double nameEnd = left + WIDTH;
        for (int j = curves.size() - 1; j >= 0; j--) {
            Color color = COLORS.get(j % COLORS.size());
            drawCurve(page, curves.get(j), steps, values, color);
            if (curves.size() > 1) {
                String name = curves.get(j).name().substring(VALIDATION.length() + 1);
                page.text(name, nameEnd, top - 5, Page.TEXT, Anchor.END, color);
                nameEnd -= Typeface.SANS.width(name, Page.TEXT) + 8;
            }
        }
    }

    private static void drawCurve(Page page, Series curve, Axis steps, Axis values, Color color) {
        boolean many = curve.values().length > MANY;
        page.stroke(
                path(curve.steps(), curve.values(), steps, values),
                many ? Palette.tint(color, 0.35) : color,
                many ? 0.5 : 1.2);
        if (many) {
            page.stroke(path(curve.steps(), smoothed(curve.values()), steps, values), color, 1.2);
        } else {
            for (int j = 0; j < curve.values().length; j++) {
                page.dot(steps.at(curve.steps()[j]), values.at(curve.values()[j]), DOT, color);
            }
        }
    }

    private static Path2D path(double[] steps, double[] values, Axis across, Axis up) {
        Path2D path = new Path2D.Double();
        path.moveTo(across.at(steps[0]), up.at(values[0]));
        for (int j = 1; j < steps.length; j++) {
            path.lineTo(across.at(steps[j]), up.at(values[j]));
        }
        return path;
    }

    /** The mean of each value and those around it, at the ends of as many as there are. */
    static double[] smoothed(double[] values) {
        int reach = values.length / WINDOWS / 2;
        return IntStream.range(0, values.length)
                .mapToDouble(
                        at -> Arrays.stream(values, Math.max(0, at - reach), Math.min(values.length, at + reach + 1))
                                .average()
                                .orElseThrow())
                .toArray();
    }

    @Override
    public Table data() {
        Table table = Table.create(
                name(),
                IntColumn.create(
                        "step", metrics.steps().stream().mapToInt(step -> step).toArray()));
        for (int column = 0; column < metrics.columns().size(); column++) {
            int at = column;
            table.addColumns(DoubleColumn.create(
                    metrics.columns().get(column), metrics.rows().stream().mapToDouble(row -> row[at])));
        }
        return table;
    }
}
