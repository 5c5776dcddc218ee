package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.ContrastTable;
import org.flowtracer.workbench.analysis.ContrastTable.Row;
import org.flowtracer.workbench.analysis.CostTable;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.analysis.SweepDesign.Contrast;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a method costs against what it gains: a step's time as a multiple of the control's, on a logarithmic axis, and a measure less the control's,
 * both with their 95 % intervals. The control stands where the lines cross.
 *
 * @param measure that of the design
 * @param control where nothing is gained or paid
 * @param methods all others whose cost and gain are known, at least one
 */
public record CostFigure(Measure measure, String control, List<Method> methods) implements Figure {
    private static final int DECIMALS = 4;
    private static final double LEFT = 30;
    private static final double TOP = 47;
    private static final double PLOT = 200;
    private static final double DOT = 2.6;
    private static final double OFF_THE_LINE = 5;
    private static final double POINTS = 100;
    private static final List<Double> MULTIPLES = List.of(
            0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0);
    private static final double TICKS_APART = 26;
    private static final double LEAST_SHOWN = 0.9;
    private static final double MOST_SHOWN = 1.1;

    /**
     * One method.
     *
     * @param ratio of its step's time to the control's, a mean over seeds
     */
    public record Method(String name, Interval ratio, Interval gain) {}

    /** The figure of a sweep; empty where no method has both. */
    public static Optional<CostFigure> of(SweepDesign design, ContrastTable contrasts, CostTable cost) {
        Measure measure = design.measure();
        List<Method> methods = design.methods().stream()
                .flatMap(method -> method(new Contrast(method, design.control(), measure), contrasts, cost))
                .toList();
        return methods.isEmpty() ? Optional.empty() : Optional.of(new CostFigure(measure, design.control(), methods));
    }

    private static Stream<Method> method(Contrast contrast, ContrastTable contrasts, CostTable cost) {
        Optional<Interval> gain = contrasts.of(contrast).map(Row::mean);
        Optional<Interval> ratio = cost.step(contrast.method()).flatMap(CostTable.Row::ratio);
        return gain.stream().flatMap(y -> ratio.stream().map(x -> new Method(contrast.method(), x, y)));
    }

    @Override
    public String name() {
        return "cost-and-gain";
    }

    @Override
    public String title() {
        return "Cost and gain";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + PLOT + 26 + 2 * Page.MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                measure.title() + " less that of " + control
                        + ", percentage points, against the time of a training step; both with their 95 % intervals",
                0,
                10);
        page.text(
                "Times are of the machine as it was, with other work beside: 'bench credit' measures the cost alone.",
                0,
                32,
                Page.TEXT,
                Anchor.START,
                Palette.MUTED);
        Axis cost = cost();
        Axis gain = Axis.over(
                DoubleStream.concat(DoubleStream.of(0), methods.stream().flatMapToDouble(each -> ends(each.gain)))
                        .map(value -> POINTS * value)
                        .toArray(),
                TOP + PLOT,
                TOP);
        drawAxes(page, cost, gain);
        for (Method method : methods) {
            double x = x(cost, method.ratio.mean());
            double y = gain.at(POINTS * method.gain.mean());
            Color faint = Palette.translucent(Palette.QUESTION, 0.35);
            page.line(x, gain.at(POINTS * method.gain.low()), x, gain.at(POINTS * method.gain.high()), faint, 1);
            if (method.ratio.count() > 1) {
                page.line(x(cost, method.ratio.low()), y, x(cost, method.ratio.high()), y, faint, 1);
            }
        }
        drawLabels(page, cost, gain);
    }

    /** Logarithms of ratios; a tenth to either side of the control is always on it. */
    Axis cost() {
        return Axis.over(
                DoubleStream.concat(
                                DoubleStream.of(LEAST_SHOWN, MOST_SHOWN),
                                methods.stream().flatMapToDouble(each -> ends(each.ratio)))
                        .map(Math::log)
                        .toArray(),
                LEFT,
                Page.WIDTH);
    }

    /** The multiples that are labelled: 1, and those from there that leave room for each other. */
    static List<Double> labelled(Axis cost) {
        List<Double> chosen = new ArrayList<>(List.of(1.0));
        MULTIPLES.stream()
                .sorted(Comparator.comparingDouble(multiple -> Math.abs(Math.log(multiple))))
                .filter(multiple -> x(cost, multiple) >= cost.start() && x(cost, multiple) <= cost.end())
                .filter(multiple ->
                        chosen.stream().allMatch(other -> Math.abs(x(cost, other) - x(cost, multiple)) >= TICKS_APART))
                .forEach(chosen::add);
        return chosen;
    }

    private static DoubleStream ends(Interval interval) {
        return DoubleStream.of(interval.low(), interval.mean(), interval.high());
    }

    /** Where a ratio stands; one of 0 or less, as the lower end of an interval can be, at the beginning of the axis. */
    private static double x(Axis cost, double ratio) {
        return ratio > 0 ? cost.at(Math.log(ratio)) : cost.start();
    }

    private void drawAxes(Page page, Axis cost, Axis gain) {
        for (BigDecimal tick : gain.ticks(6)) {
            double y = gain.at(tick.doubleValue());
            page.line(LEFT, y, Page.WIDTH, y, tick.signum() == 0 ? Palette.MUTED : Palette.GRID, 0.5);
            page.text(Ticks.signed(tick), LEFT - 4, y + 2.4, Page.SMALL, Anchor.END, Palette.MUTED);
        }
        double one = cost.at(0);
        page.line(one, TOP, one, TOP + PLOT, Palette.MUTED, 0.5);
        for (double multiple : labelled(cost)) {
            double x = x(cost, multiple);
            page.line(x, TOP + PLOT, x, TOP + PLOT + 2.5, Palette.MUTED, 0.5);
            page.text(
                    Ticks.label(BigDecimal.valueOf(multiple)) + "×",
                    x,
                    TOP + PLOT + 9.5,
                    Page.SMALL,
                    Anchor.MIDDLE,
                    Palette.MUTED);
        }
        page.text(
                "time of a step, as a multiple of " + control,
                Page.WIDTH,
                TOP + PLOT + 20,
                Page.SMALL,
                Anchor.END,
                Palette.MUTED);
    }

    /** Dots, each with its name where that neither covers another name nor stands beside another dot. */
    private void drawLabels(Page page, Axis cost, Axis gain) {
        List<Rectangle2D> taken = new ArrayList<>();
        for (Method method : methods) {
            double x = x(cost, method.ratio.mean());
            double y = gain.at(POINTS * method.gain.mean());
            taken.add(new Rectangle2D.Double(x - DOT - 2, y - DOT, 2 * (DOT + 2), 2 * DOT));
            page.dot(x, y, DOT, Palette.QUESTION);
        }
        for (Method method : methods) {
            double x = x(cost, method.ratio.mean());
            double y = gain.at(POINTS * method.gain.mean());
            Rectangle2D place = place(x, y, Typeface.SANS.width(method.name, Page.SMALL), taken);
            taken.add(place);
            drawLabel(page, method.name, place, x, y);
        }
    }

    private static void drawLabel(Page page, String name, Rectangle2D place, double x, double y) {
        double nearest = Math.max(place.getMinX(), Math.min(place.getMaxX(), x));
        double middle = place.getCenterY();
        if (Math.hypot(nearest - x, middle - y) > 3 * DOT) {
            page.line(x, y, nearest, middle, Palette.translucent(Palette.MUTED, 0.6), 0.4);
        }
        Color color = Palette.INK;
        page.text(name, place.getMinX(), place.getMaxY() - 2, Page.SMALL, Anchor.START, color);
    }

    /** A free place near a dot, off the line of its cost: the nearest of rings around it, right before left, above before below. */
    private static Rectangle2D place(double x, double y, double width, List<Rectangle2D> taken) {
        Rectangle2D first = at(x, y, 1, -OFF_THE_LINE, width);
        for (int ring = 0; ring < 24; ring++) {
            for (int side : new int[] {1, -1}) {
                for (int direction : new int[] {-1, 1}) {
                    Rectangle2D candidate = at(x, y, side, direction * (OFF_THE_LINE + 4 * ring), width);
                    if (candidate.getMinX() >= LEFT
                            && candidate.getMaxX() <= Page.WIDTH
                            && candidate.getMinY() >= TOP
                            && candidate.getMaxY() <= TOP + PLOT
                            && taken.stream().noneMatch(candidate::intersects)) {
                        return candidate;
                    }
                }
            }
        }
        return first;
    }

    private static Rectangle2D at(double x, double y, int side, double shift, double width) {
        double gap = DOT + 1 + Math.abs(shift) / 4;
        double left = side > 0 ? x + gap : x - gap - width;
        return new Rectangle2D.Double(left, y + shift - 4, width, 8);
    }

    @Override
    public Table data() {
        Table table = Table.create(
                name(), StringColumn.create("method", methods.stream().map(Method::name)));
        IntervalColumns.add(
                table,
                "step_time_ratio",
                "step_time_ratio_",
                methods.stream().map(Method::ratio).toList(),
                DECIMALS);
        IntervalColumns.add(
                table, "gain", "", methods.stream().map(Method::gain).toList(), DECIMALS);
        return table;
    }
}
