package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.StudentInterval;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Accuracy over training, a panel a method: the mean over seeds with the band of its 95 % interval (Student's t, ddof 1), the control's behind it in
 * grey.
 *
 * @param name of the figure's files
 * @param title what it shows
 * @param subtitle of which problems
 * @param control the method behind all others
 * @param curves of all methods, the control among them, in the order of the panels
 */
public record LearningCurvesFigure(String name, String title, String subtitle, String control, List<Curve> curves)
        implements Figure {
    private static final int DECIMALS = 4;
    private static final int WINDOW = 5;
    private static final double LEFT = 26;
    private static final double TOP = 44;
    private static final double GAP = 10;
    private static final double PANEL = 92;
    private static final double ROW = PANEL + 26;
    private static final double BAND = 0.25;

    /** The mean accuracy of one method over training. */
    public record Curve(String method, List<Point> points) {}

    /** At one step. */
    public record Point(int step, Interval accuracy) {}

    /** Greedy accuracy on validation problems, of the finished runs; the control must have some. */
    public static LearningCurvesFigure ofValidation(SweepResults results) {
        return of(
                results,
                results.curves(),
                1,
                "learning-curves",
                "Accuracy over training",
                "greedy, share of validation problems solved");
    }

    /** Accuracy of all responses that were drawn, those of skipped groups among them; means over windows of five steps. */
    public static LearningCurvesFigure ofTraining(SweepResults results) {
        return of(
                results,
                results.training(),
                WINDOW,
                "training-curves",
                "Accuracy of sampled responses over training",
                "share of right ones among all that were drawn, means over " + WINDOW + " steps");
    }

    private static LearningCurvesFigure of(
            SweepResults results, Table table, int window, String name, String title, String subtitle) {
        return new LearningCurvesFigure(
                name,
                title,
                subtitle,
                results.design().control(),
                results.methods().stream()
                        .map(method -> curve(method, table, window))
                        .toList());
    }

    /** At the end of each window the mean over seeds of the seed's mean in the window. */
    private static Curve curve(String method, Table table, int window) {
        TreeMap<Integer, TreeMap<Integer, List<Double>>> byStepAndSeed = new TreeMap<>();
        for (Row row : table) {
            if (row.getString("method").equals(method)) {
                int end = (row.getInt("step") + window - 1) / window * window;
                byStepAndSeed
                        .computeIfAbsent(end, step -> new TreeMap<>())
                        .computeIfAbsent(row.getInt("seed"), seed -> new ArrayList<>())
                        .add(row.getDouble("accuracy"));
            }
        }
        List<Point> points = new ArrayList<>();
        byStepAndSeed.forEach((step, bySeed) -> points.add(new Point(
                step,
                StudentInterval.DEFAULT.ofMean(bySeed.values().stream()
                        .mapToDouble(values -> values.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow())
                        .toArray()))));
        return new Curve(method, points);
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + rows() * ROW + 2 * Page.MARGIN;
    }

    private int columns() {
        int panels = panels().size();
        return panels <= 3 ? Math.max(1, panels) : panels <= 6 ? 3 : 4;
    }

    private int rows() {
        return Math.max(1, (panels().size() + columns() - 1) / columns());
    }

    /** The methods that have a panel: all but the control, which is in each. */
    private List<Curve> panels() {
        return curves.size() == 1
                ? curves
                : curves.stream().filter(curve -> !curve.method.equals(control)).toList();
    }

    private Curve controlCurve() {
        return curves.stream()
                .filter(curve -> curve.method.equals(control))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title,
                subtitle + "; mean over seeds with its 95 % interval"
                        + (curves.size() == 1 ? "" : "; grey: " + control),
                0,
                10);
        Axis steps = Axis.over(
                curves.stream()
                        .flatMapToDouble(curve -> curve.points.stream().mapToDouble(Point::step))
                        .toArray(),
                0,
                panelWidth());
        Axis accuracy = Axis.over(
                curves.stream().flatMapToDouble(LearningCurvesFigure::extremes).toArray(), PANEL, 0);
        List<Curve> panels = panels();
        for (int j = 0; j < panels.size(); j++) {
            int row = j / columns();
            int column = j % columns();
            double left = LEFT + column * (panelWidth() + GAP);
            double top = TOP + row * ROW;
            drawPanel(
                    page,
                    panels.get(j),
                    steps.along(left, left + panelWidth()),
                    accuracy.along(top + PANEL, top),
                    column == 0);
        }
        page.text(
                "training step",
                LEFT + (Page.WIDTH - LEFT) / 2,
                TOP + rows() * ROW - 4,
                Page.SMALL,
                Anchor.MIDDLE,
                Palette.MUTED);
    }

    private double panelWidth() {
        return (Page.WIDTH - LEFT - (columns() - 1) * GAP) / columns();
    }

    private static DoubleStream extremes(Curve curve) {
        return curve.points.stream()
                .flatMapToDouble(
                        point -> DoubleStream.of(point.accuracy.mean(), point.accuracy.low(), point.accuracy.high()));
    }

    private void drawPanel(Page page, Curve curve, Axis steps, Axis accuracy, boolean labelled) {
        page.text(Typeface.BOLD, curve.method, steps.start(), accuracy.end() - 5, Page.TEXT, Anchor.START, Palette.INK);
        for (BigDecimal tick : accuracy.ticks(5)) {
            double y = accuracy.at(tick.doubleValue());
            page.line(steps.start(), y, steps.end(), y, Palette.GRID, 0.5);
            if (labelled) {
                page.text(Ticks.label(tick), steps.start() - 4, y + 2.4, Page.SMALL, Anchor.END, Palette.MUTED);
            }
        }
        page.line(steps.start(), accuracy.start(), steps.end(), accuracy.start(), Palette.MUTED, 0.5);
        for (BigDecimal tick : steps.ticks(4)) {
            double x = steps.at(tick.doubleValue());
            page.line(x, accuracy.start(), x, accuracy.start() + 2.5, Palette.MUTED, 0.5);
            page.text(Ticks.label(tick), x, accuracy.start() + 9.5, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        if (!curve.method.equals(control)) {
            drawCurve(page, controlCurve(), steps, accuracy, Palette.OTHER);
        }
        drawCurve(page, curve, steps, accuracy, Palette.QUESTION);
    }

    private static void drawCurve(Page page, Curve curve, Axis steps, Axis accuracy, Color color) {
        Path2D mean = new Path2D.Double();
        Path2D band = new Path2D.Double();
        List<Point> points = curve.points;
        List<Point> wide =
                points.stream().filter(point -> point.accuracy.count() > 1).toList();
        for (int j = 0; j < wide.size(); j++) {
            moveOrLine(
                    band,
                    j == 0,
                    steps.at(wide.get(j).step),
                    accuracy.at(wide.get(j).accuracy.high()));
        }
        for (int j = wide.size() - 1; j >= 0; j--) {
            moveOrLine(
                    band,
                    false,
                    steps.at(wide.get(j).step),
                    accuracy.at(wide.get(j).accuracy.low()));
        }
        for (int j = 0; j < points.size(); j++) {
            moveOrLine(
                    mean,
                    j == 0,
                    steps.at(points.get(j).step),
                    accuracy.at(points.get(j).accuracy.mean()));
        }
        page.fill(band, Palette.translucent(color, BAND));
        page.stroke(mean, color, 1.2);
    }

    private static void moveOrLine(Path2D path, boolean first, double x, double y) {
        if (first) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    @Override
    public Table data() {
        StringColumn method = StringColumn.create("method");
        IntColumn step = IntColumn.create("step");
        IntColumn seeds = IntColumn.create("seeds");
        List<Interval> means = new ArrayList<>();
        for (Curve curve : curves) {
            for (Point point : curve.points) {
                method.append(curve.method);
                step.append(point.step);
                seeds.append(point.accuracy.count());
                means.add(point.accuracy);
            }
        }
        Table table = Table.create(name, method, step);
        IntervalColumns.add(table, "accuracy", "", means, DECIMALS);
        return table.addColumns(seeds);
    }
}
