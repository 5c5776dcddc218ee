package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.ContrastTable;
import org.flowtracer.workbench.analysis.ContrastTable.Row;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What each method has over each reference in one measure, the largest difference first: a faint dot a seed, a full one for their mean, the line
 * through it its 95 % interval, and the numbers beside. The primary contrast stands out.
 *
 * @param references a panel each
 * @param rows of this measure, at least one
 */
public record ContrastFigure(Measure measure, List<String> references, List<Row> rows) implements Figure {
    private static final int DECIMALS = 4;
    private static final double LEFT = 130;
    private static final double RIGHT = 186;
    private static final double TOP = 34;
    private static final double HEADING = 16;
    private static final double ROW = 13;
    private static final double FOOT = 26;
    private static final double DOT = 2.4;
    private static final double SEED = 1.5;
    private static final double FAINT = 0.3;
    private static final double POINTS = 100;

    /** One figure a measure, of those in which two methods share seeds. */
    public static List<ContrastFigure> all(ContrastTable contrasts, List<String> references) {
        return Arrays.stream(Measure.values())
                .filter(measure -> !contrasts.of(measure).isEmpty())
                .map(measure -> new ContrastFigure(measure, references, contrasts.of(measure)))
                .toList();
    }

    @Override
    public String name() {
        return "contrasts-" + measure.column().replace('_', '-');
    }

    @Override
    public String title() {
        return "Paired differences in " + measure.title();
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        double panels = references.stream()
                .map(this::against)
                .filter(panel -> !panel.isEmpty())
                .mapToDouble(ContrastFigure::panelHeight)
                .sum();
        return TOP + panels - FOOT + 12 + 2 * Page.MARGIN;
    }

    /** The rows against a reference, the largest difference first. */
    List<Row> against(String reference) {
        return rows.stream()
                .filter(row -> row.contrast().reference().equals(reference))
                .sorted(Comparator.comparingDouble(row -> -row.mean().mean()))
                .toList();
    }

    private static double panelHeight(List<Row> panel) {
        return HEADING + panel.size() * ROW + FOOT;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "percentage points; a faint dot a seed, their mean with its 95 % interval; p: exact sign-flip test, in brackets after Holm",
                0,
                10);
        Axis differences = Axis.over(
                DoubleStream.concat(DoubleStream.of(0), rows.stream().flatMapToDouble(ContrastFigure::extent))
                        .map(difference -> POINTS * difference)
                        .toArray(),
                LEFT,
                Page.WIDTH - RIGHT);
        double top = TOP;
        for (String reference : references) {
            List<Row> panel = against(reference);
            if (!panel.isEmpty()) {
                drawPanel(page, reference, panel, differences, top);
                top += panelHeight(panel);
            }
        }
    }

    private static DoubleStream extent(Row row) {
        return DoubleStream.concat(
                Arrays.stream(row.differences()),
                DoubleStream.of(row.mean().low(), row.mean().high()));
    }

    private static void drawPanel(Page page, String reference, List<Row> panel, Axis differences, double top) {
        double first = top + HEADING;
        double bottom = first + panel.size() * ROW;
        page.text(Typeface.BOLD, "less " + reference, LEFT, top + 8, Page.TEXT, Anchor.START, Palette.INK);
        double text = Page.WIDTH - RIGHT + 12;
        page.text("difference", text, top + 8, Page.SMALL, Anchor.START, Palette.MUTED);
        page.text("p", Page.WIDTH, top + 8, Page.SMALL, Anchor.END, Palette.MUTED);
        for (BigDecimal tick : differences.ticks(6)) {
            double x = differences.at(tick.doubleValue());
            page.line(x, first, x, bottom, tick.signum() == 0 ? Palette.MUTED : Palette.GRID, 0.5);
            page.text(Ticks.signed(tick), x, bottom + 9, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        for (int j = 0; j < panel.size(); j++) {
            drawRow(page, panel.get(j), differences, first + (j + 0.5) * ROW);
        }
    }

    private static void drawRow(Page page, Row row, Axis differences, double y) {
        boolean primary = row.holm().isEmpty();
        Color color = primary ? Palette.ACCENT : Palette.QUESTION;
        Interval mean = row.mean();
        Typeface face = primary ? Typeface.BOLD : Typeface.SANS;
        page.text(face, row.contrast().method(), LEFT - 8, y + 2.4, Page.SMALL, Anchor.END, Palette.INK);
        for (double difference : row.differences()) {
            page.dot(differences.at(POINTS * difference), y, SEED, Palette.translucent(color, FAINT));
        }
        page.line(differences.at(POINTS * mean.low()), y, differences.at(POINTS * mean.high()), y, color, 1.2);
        page.dot(differences.at(POINTS * mean.mean()), y, DOT, color);
        double text = Page.WIDTH - RIGHT + 12;
        page.text(face, described(mean), text, y + 2.4, Page.SMALL, Anchor.START, Palette.INK);
        page.text(face, described(row), Page.WIDTH, y + 2.4, Page.SMALL, Anchor.END, Palette.INK);
    }

    private static String described(Interval points) {
        return String.format(
                        Locale.ROOT,
                        "%+.1f  [%+.1f, %+.1f]",
                        POINTS * points.mean(),
                        POINTS * points.low(),
                        POINTS * points.high())
                .replace('-', '−');
    }

    private static String described(Row row) {
        return probability(row.pValue())
                + row.holm().map(holm -> "  (" + probability(holm) + ")").orElse("  primary");
    }

    private static String probability(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    @Override
    public Table data() {
        StringColumn reference = StringColumn.create("reference");
        StringColumn method = StringColumn.create("method");
        IntColumn seed = IntColumn.create("seed");
        DoubleColumn difference = DoubleColumn.create("difference");
        for (String each : references) {
            for (Row row : against(each)) {
                for (int j = 0; j < row.seeds().length; j++) {
                    reference.append(each);
                    method.append(row.contrast().method());
                    seed.append(row.seeds()[j]);
                    difference.append(TableFile.rounded(row.differences()[j], DECIMALS));
                }
            }
        }
        return Table.create(name(), reference, method, seed, difference);
    }
}
