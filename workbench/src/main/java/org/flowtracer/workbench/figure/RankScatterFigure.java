package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.Ranking;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.Unit;
import org.flowtracer.workbench.figure.Page.Anchor;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How two scorers rank the same units: a dot a unit of a response, at its percentile by each; a panel for each two scorers. In a single panel of one
 * trace, the units on which they differ most bear their texts.
 *
 * @param panels at least one
 * @param traces how many traces there are
 */
public record RankScatterFigure(List<Panel> panels, int traces) implements Figure {
    /**
     * Two scorers.
     *
     * @param points of all traces that both have scored; thinned out evenly where they are many
     * @param units how many there were
     * @param spearman over the units of a trace, the mean over traces; without an interval for a single one
     */
    public record Panel(ScorerPair scorers, List<Point> points, int units, Interval spearman) {}

    /**
     * One unit.
     *
     * @param x percentile by the first scorer, so that high is important
     * @param y percentile by the second
     */
    public record Point(String trace, Unit unit, double x, double y) {}

    private static final int POINTS_MAX = 2400;
    private static final int LABELS_MAX = 14;
    private static final int LABEL_LONGEST = 10;
    private static final double LABELLED_LEAST = 25;
    private static final int PANELS_A_ROW = 3;
    private static final double TOP = 36;
    private static final double HEADING = 12;
    private static final double ONE = 316;
    private static final double OF_MANY = 156;
    private static final double GAP = 12;
    private static final double AXIS_MARGIN = 950;

    /** The figure of some pairs; empty where no trace was scored by both of any. */
    public static Optional<RankScatterFigure> of(
            List<ScoredTrace> traces, List<ScorerPair> pairs, AgreementTable agreement) {
        List<Panel> panels = new ArrayList<>();
        for (ScorerPair pair : pairs) {
            List<Point> points = points(traces, pair);
            int every = Math.max(1, (points.size() * pairs.size() + POINTS_MAX - 1) / POINTS_MAX);
            List<Point> drawn = new ArrayList<>();
            for (int j = 0; j < points.size(); j += every) {
                drawn.add(points.get(j));
            }
            if (!points.isEmpty()) {
                panels.add(new Panel(pair, drawn, points.size(), agreement.spearman(pair.first(), pair.second())));
            }
        }
        return panels.isEmpty() ? Optional.empty() : Optional.of(new RankScatterFigure(panels, traces.size()));
    }

    private static List<Point> points(List<ScoredTrace> traces, ScorerPair pair) {
        List<Point> points = new ArrayList<>();
        for (ScoredTrace trace : traces) {
            Optional<Ranking> second = trace.ranking(pair.second());
            trace.ranking(pair.first())
                    .ifPresent(x -> second.ifPresent(y -> {
                        for (int j = 0; j < x.size(); j++) {
                            Unit unit = trace.units().get(trace.response().get(j));
                            points.add(new Point(trace.name(), unit, x.percentile(j), y.percentile(j)));
                        }
                    }));
        }
        return points;
    }

    @Override
    public String name() {
        return "rank-scatter";
    }

    @Override
    public String title() {
        return "How two scorers rank the response";
    }

    private boolean isSingle() {
        return panels.size() == 1;
    }

    private double side() {
        return isSingle() ? ONE : OF_MANY;
    }

    private int columns() {
        return Math.min(PANELS_A_ROW, panels.size());
    }

    @Override
    public double width() {
        return Math.max(ONE, columns() * (side() + GAP) - GAP) + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        int rows = (panels.size() + PANELS_A_ROW - 1) / PANELS_A_ROW;
        return TOP + rows * (HEADING + side() + GAP) - GAP + 2 * Page.MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), reading(), 0, 10);
        for (int j = 0; j < panels.size(); j++) {
            double left = j % PANELS_A_ROW * (side() + GAP);
            int row = j / PANELS_A_ROW;
            double top = TOP + row * (HEADING + side() + GAP);
            drawPanel(page, panels.get(j), left, top);
        }
        drawLegend(page);
    }

    private String reading() {
        Panel first = panels.get(0);
        boolean isThinned = first.points().size() < first.units();
        return "a dot is "
                + (traces == 1 ? "a place in the text" : "one of " + first.units() + " places in " + traces + " texts")
                + (isThinned ? ", " + first.points().size() + " of them drawn" : "");
    }

    private void drawPanel(Page page, Panel panel, double left, double top) {
        page.text(correlation(panel.spearman()), left + side(), top + 7, Page.SMALL, Anchor.END, Palette.MUTED);
        ChartPanel chart = new ChartPanel(chart(panel), left, top + HEADING);
        chart.draw(page);
        if (isSingle() && traces == 1) {
            drawTexts(page, panel, chart);
        }
    }

    private static String correlation(Interval spearman) {
        if (Double.isNaN(spearman.mean())) {
            return "no correlation: one of them is constant";
        }
        String text = Double.isNaN(spearman.low())
                ? String.format(Locale.ROOT, "Spearman %.2f", spearman.mean())
                : String.format(
                        Locale.ROOT, "Spearman %.2f (%.2f to %.2f)", spearman.mean(), spearman.low(), spearman.high());
        return text.replace('-', '−');
    }

    private XYChart chart(Panel panel) {
        XYChart chart = ChartPanel.chart(side(), side());
        chart.setXAxisTitle(panel.scorers().first() + ", percentile");
        chart.setYAxisTitle(panel.scorers().second() + ", percentile");
        double margin = AXIS_MARGIN / side();
        chart.getStyler()
                .setXAxisMin(-margin)
                .setXAxisMax(100 + margin)
                .setYAxisMin(-margin)
                .setYAxisMax(100 + margin);
        int spacing = ChartPanel.pixels(side() / (isSingle() ? 6 : 3));
        chart.getStyler().setXAxisTickMarkSpacingHint(spacing).setYAxisTickMarkSpacingHint(spacing);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(RankScatterFigure::whole);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(RankScatterFigure::whole);
        boolean isCrowded = panel.points().size() > 200;
        chart.getStyler().setMarkerSize(ChartPanel.pixels((isCrowded ? 2.2 : 3.6) * (isSingle() ? 1 : 0.8)));
        XYSeries diagonal = chart.addSeries("equal", new double[] {0, 100}, new double[] {0, 100});
        diagonal.setMarker(SeriesMarkers.NONE).setLineColor(Palette.MUTED).setLineStyle(ChartPanel.stroke(0.5));
        for (String region : List.of(Regions.RESPONSE, Regions.ANSWER)) {
            List<Point> ofRegion = panel.points().stream()
                    .filter(point -> point.unit().region().equals(region))
                    .toList();
            if (!ofRegion.isEmpty()) {
                Color color = Palette.region(region);
                chart.addSeries(region, values(ofRegion, Point::x), values(ofRegion, Point::y))
                        .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                        .setMarker(SeriesMarkers.CIRCLE)
                        .setMarkerColor(
                                new Color(color.getRed(), color.getGreen(), color.getBlue(), isCrowded ? 110 : 220));
            }
        }
        return chart;
    }

    private static double[] values(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    /** Texts beside the dots furthest from the diagonal, towards the outside, where there is room. */
    private void drawTexts(Page page, Panel panel, ChartPanel chart) {
        List<double[]> taken = new ArrayList<>();
        List<Point> furthest = panel.points().stream()
                .filter(point -> Math.abs(point.x() - point.y()) >= LABELLED_LEAST
                        && !point.unit().text().isEmpty())
                .sorted(Comparator.comparingDouble((Point point) -> -Math.abs(point.x() - point.y())))
                .toList();
        for (Point point : furthest) {
            String label = ReadableTokens.label(point.unit().text(), LABEL_LONGEST) + " "
                    + point.unit().from();
            double x = chart.x(point.x());
            double y = chart.y(point.y());
            double width = Typeface.SANS.width(label, Page.SMALL) + 6;
            boolean isFree = taken.stream()
                    .allMatch(other -> Math.abs(other[1] - y) > Page.SMALL || Math.abs(other[0] - x) > width);
            if (taken.size() < LABELS_MAX && isFree) {
                boolean leftwards = (point.y() > point.x() && point.x() > 15) || point.x() > 90;
                Anchor anchor = leftwards ? Anchor.END : Anchor.START;
                page.text(label, leftwards ? x - 3.5 : x + 3.5, y + 2.3, Page.SMALL, anchor, Palette.INK);
                taken.add(new double[] {x, y});
            }
        }
    }

    private void drawLegend(Page page) {
        double x = width() - 2 * Page.MARGIN;
        for (String region : List.of(Regions.ANSWER, Regions.RESPONSE)) {
            if (panels.get(0).points().stream()
                    .anyMatch(point -> point.unit().region().equals(region))) {
                String label = RegionLegend.label(region);
                page.text(label, x, 10, Page.TEXT, Anchor.END, Palette.INK);
                x -= Typeface.SANS.width(label, Page.TEXT) + 9;
                page.rectangle(x, 4, 6, 6, Palette.region(region));
                x -= 8;
            }
        }
    }

    @Override
    public Table data() {
        Table table = Table.create(name());
        table.addColumns(
                texts("first", (panel, point) -> panel.scorers().first()),
                texts("second", (panel, point) -> panel.scorers().second()),
                texts("trace", (panel, point) -> point.trace()),
                IntColumn.create(
                        "token", points().mapToInt(point -> point.unit().from())),
                texts("text", (panel, point) -> point.unit().text()),
                texts("region", (panel, point) -> point.unit().region()),
                DoubleColumn.create("first_percentile", points().mapToDouble(Point::x)),
                DoubleColumn.create("second_percentile", points().mapToDouble(Point::y)));
        return table;
    }

    private Stream<Point> points() {
        return panels.stream().flatMap(panel -> panel.points().stream());
    }

    private StringColumn texts(String column, BiFunction<Panel, Point, String> text) {
        return StringColumn.create(
                column,
                panels.stream().flatMap(panel -> panel.points().stream().map(point -> text.apply(panel, point))));
    }
}
