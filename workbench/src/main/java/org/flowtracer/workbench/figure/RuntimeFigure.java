package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.flowtracer.compare.PowerLaw;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.figure.Page.Anchor;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.Table;

/**
 * How long each scorer takes on ever longer traces: both axes logarithmic, so that a power law is a straight line; each scorer's name and fitted
 * exponent at the end of its line, in a colour that is the darker the faster its time grows.
 */
public record RuntimeFigure(RuntimeTable times) implements Figure {
    private static final double TOP = 38;
    private static final double CHART = 352;
    private static final double LABELS = 24;
    private static final double LINE = 7.4;
    private static final double EXPONENT_MAX = 3.2;
    private static final double HEIGHT_LEAST = 230;
    private static final double MILLISECONDS_LEAST = 1e-3;
    private static final double MARGIN = 0.12;

    /** The figure of times of at least two sizes; empty for fewer, which show no growth. */
    public static Optional<RuntimeFigure> of(RuntimeTable times) {
        return times.rows().stream().anyMatch(row -> row.tokens().size() > 1)
                ? Optional.of(new RuntimeFigure(times))
                : Optional.empty();
    }

    @Override
    public String name() {
        return "runtime";
    }

    @Override
    public String title() {
        return "How run time grows";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + chartHeight() + 2 * Page.MARGIN;
    }

    private double chartHeight() {
        return Math.max(HEIGHT_LEAST, times.rows().size() * LINE + 34);
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "median time of a call on random attention, one thread; behind each name the exponent of the fitted power law",
                0,
                10);
        ChartPanel panel = new ChartPanel(chart(), 0, TOP);
        panel.draw(page);
        drawNames(page, panel);
    }

    private DoubleStream tokens() {
        return times.rows().stream()
                .flatMapToDouble(row -> row.tokens().stream().mapToDouble(size -> size));
    }

    private DoubleStream milliseconds() {
        return times.rows().stream()
                .flatMapToDouble(row -> row.milliseconds().stream().mapToDouble(RuntimeFigure::shown));
    }

    /** Times below a microsecond are those of the clock. */
    private static double shown(double milliseconds) {
        return Math.max(MILLISECONDS_LEAST, milliseconds);
    }

    private XYChart chart() {
        double xFrom = binary(tokens().min().orElse(1));
        double xTo = binary(tokens().max().orElse(2));
        double yFrom = Math.floor(StrictMath.log10(milliseconds().min().orElse(1)));
        double yTo = Math.max(
                yFrom + 1, Math.ceil(StrictMath.log10(milliseconds().max().orElse(10))));
        XYChart chart = ChartPanel.chart(CHART, chartHeight());
        chart.setXAxisTitle("tokens");
        chart.setYAxisTitle("time a call");
        chart.getStyler()
                .setXAxisMin(xFrom - MARGIN)
                .setXAxisMax(xTo + MARGIN)
                .setYAxisMin(yFrom - MARGIN)
                .setYAxisMax(yTo + MARGIN);
        chart.getStyler().setXAxisTickMarkSpacingHint(ChartPanel.pixels(CHART / (xTo - xFrom) * 0.8));
        chart.getStyler().setYAxisTickMarkSpacingHint(ChartPanel.pixels(chartHeight() / (yTo - yFrom) * 0.8));
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(exponent -> Long.toString(Math.round(Math.pow(2, exponent))));
        chart.getStyler().setYAxisTickLabelsFormattingFunction(RuntimeFigure::duration);
        chart.getStyler().setMarkerSize(ChartPanel.pixels(2.6));
        for (RuntimeTable.Row row : times.rows()) {
            Color color = color(row);
            chart.addSeries(
                            row.scorer(),
                            row.tokens().stream()
                                    .mapToDouble(RuntimeFigure::binary)
                                    .toArray(),
                            row.milliseconds().stream()
                                    .mapToDouble(time -> StrictMath.log10(shown(time)))
                                    .toArray())
                    .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line)
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(color)
                    .setLineColor(color)
                    .setLineStyle(ChartPanel.stroke(0.8));
        }
        return chart;
    }

    private static double binary(double tokens) {
        return StrictMath.log(tokens) / StrictMath.log(2);
    }

    /** A power of ten of a millisecond, as people name it. */
    private static String duration(double exponent) {
        int power = (int) Math.round(exponent);
        String unit = power < 0 ? " µs" : power < 3 ? " ms" : " s";
        int zeros = Math.floorMod(power, 3);
        return "1" + "0".repeat(zeros) + unit;
    }

    private static Color color(RuntimeTable.Row row) {
        double exponent = row.law().map(PowerLaw::exponent).orElse(0.0);
        return Palette.magnitude(0.3 + 0.7 * Math.max(0, exponent) / EXPONENT_MAX);
    }

    /** Names to the right of the lines' ends, pushed apart where they would meet. */
    private void drawNames(Page page, ChartPanel panel) {
        List<RuntimeTable.Row> byEnd = times.rows().stream()
                .sorted(Comparator.comparingDouble((RuntimeTable.Row row) -> -end(row)))
                .toList();
        double[] wanted = byEnd.stream()
                .mapToDouble(row -> panel.y(StrictMath.log10(end(row))))
                .toArray();
        double[] places = apart(wanted, TOP + 4, TOP + chartHeight() - 4);
        for (int j = 0; j < places.length; j++) {
            RuntimeTable.Row row = byEnd.get(j);
            double x = panel.x(binary(row.tokens().get(row.tokens().size() - 1))) + 2;
            double label = CHART + LABELS;
            page.line(x, wanted[j], CHART + 6, wanted[j], Palette.tint(color(row), 0.35), 0.4);
            page.line(CHART + 6, wanted[j], label - 3, places[j], Palette.tint(color(row), 0.35), 0.4);
            page.text(row.scorer(), label, places[j] + 2.3, Page.SMALL, Anchor.START, Palette.INK);
            String exponent = row.law()
                    .map(law -> String.format(Locale.ROOT, "%.1f", law.exponent()))
                    .orElse("");
            page.text(Typeface.BOLD, exponent, Page.WIDTH, places[j] + 2.3, Page.SMALL, Anchor.END, color(row));
        }
    }

    private static double end(RuntimeTable.Row row) {
        return shown(row.milliseconds().get(row.milliseconds().size() - 1));
    }

    /** Ascending places at least a line apart, near to the wanted ones, between the ends. */
    private static double[] apart(double[] wanted, double from, double to) {
        double[] places = wanted.clone();
        double lowest = from;
        for (int j = 0; j < places.length; j++) {
            places[j] = Math.max(places[j], lowest);
            lowest = places[j] + LINE;
        }
        double highest = to;
        for (int j = places.length - 1; j >= 0; j--) {
            places[j] = Math.min(places[j], highest);
            highest = places[j] - LINE;
        }
        return places;
    }

    @Override
    public Table data() {
        return times.table();
    }
}
