package org.flowtracer.workbench.figure;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.workbench.analysis.RegionFlow;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The flow between regions as ribbons from question to answer, each as high as its share; a grey end is what cannot reach the answer. */
public record RegionFlowFigure(RegionFlow flow) implements Figure {
    private static final double SMALLEST = 5e-4;
    private static final double LEFT = 70;
    private static final double RIGHT = 70;
    private static final double TOP = 44;
    private static final double UNIT = 110;
    private static final double NODE = 10;
    private static final double GAP = 26;
    private static final double OPACITY = 110.0 / 255;

    /** Cost O(n^2). */
    public static RegionFlowFigure of(ReasoningFlow flow) {
        return new RegionFlowFigure(RegionFlow.of(flow));
    }

    @Override
    public String name() {
        return "flow-by-region";
    }

    @Override
    public String title() {
        return "Flow by region";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + UNIT + GAP * (stages().size() - 2) + 44 + 2 * Page.MARGIN;
    }

    /** The regions that the flow meets, question and answer always. */
    private List<Integer> stages() {
        return IntStream.range(0, RegionFlow.REGIONS.size())
                .filter(region -> region == 0 || region == RegionFlow.ANSWER || into(region) >= SMALLEST)
                .boxed()
                .toList();
    }

    private double into(int region) {
        return IntStream.range(0, region)
                .mapToDouble(a -> flow.forward(a, region))
                .sum();
    }

    /** What passes over a region, from the regions before it to those after. */
    private double over(int region) {
        return IntStream.range(0, region)
                .mapToDouble(a -> IntStream.range(region + 1, RegionFlow.REGIONS.size())
                        .mapToDouble(b -> flow.forward(a, b))
                        .sum())
                .sum();
    }

    private double x(int region) {
        int stage = stages().indexOf(region);
        return LEFT + stage * (Page.WIDTH - LEFT - RIGHT - NODE) / (stages().size() - 1);
    }

    private double top(int region) {
        double over = over(region);
        return TOP + over * UNIT + (over >= SMALLEST ? GAP : 0);
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), reading(), 0, 10);
        List<Integer> stages = stages();
        double[] leftAt = new double[RegionFlow.REGIONS.size()];
        double[] enteredAt = new double[RegionFlow.REGIONS.size()];
        stages.forEach(region -> leftAt[region] = enteredAt[region] = top(region));
        for (int a : stages) {
            for (int b = RegionFlow.ANSWER; b > a; b--) {
                double share = flow.forward(a, b);
                if (share >= SMALLEST) {
                    drawRibbon(page, a, b, leftAt[a], enteredAt[b], share);
                    leftAt[a] += share * UNIT;
                    enteredAt[b] += share * UNIT;
                }
            }
        }
        if (flow.unreachable() >= SMALLEST) {
            drawUnreachable(page, leftAt[0]);
        }
        stages.forEach(region -> drawNode(page, region));
    }

    private String reading() {
        return flow.arrived() < SMALLEST
                ? "nothing of the question reaches the answer"
                : String.format(
                        Locale.ROOT,
                        "a ribbon is as high as its share of the question's flow; %s arrives, after %.1f steps on average",
                        percent(flow.arrived()),
                        flow.meanSteps());
    }

    private void drawRibbon(Page page, int a, int b, double leaves, double enters, double share) {
        double from = x(a) + NODE;
        double to = x(b);
        double middle = (from + to) / 2;
        double height = share * UNIT;
        Path2D ribbon = new Path2D.Double();
        ribbon.moveTo(from, leaves);
        ribbon.curveTo(middle, leaves, middle, enters, to, enters);
        ribbon.lineTo(to, enters + height);
        ribbon.curveTo(middle, enters + height, middle, leaves + height, from, leaves + height);
        ribbon.closePath();
        page.fill(ribbon, Palette.translucent(Palette.region(RegionFlow.REGIONS.get(a)), OPACITY));
        double center = (leaves + enters + height) / 2;
        double baseLine = height >= 9 ? center + 2.7 : center - height / 2 - 2.5;
        page.text(percent(share), middle, baseLine, Page.TEXT, Anchor.MIDDLE, Palette.INK);
    }

    private void drawUnreachable(Page page, double top) {
        double height = flow.unreachable() * UNIT;
        double from = x(0) + NODE;
        page.rectangle(from, top, 34, height, Palette.GRID);
        page.text(
                percent(flow.unreachable()) + " cannot reach the answer",
                from + 39,
                top + height / 2 + 2.7,
                Page.TEXT,
                Anchor.START,
                Palette.MUTED);
    }

    private void drawNode(Page page, int region) {
        double amount = region == 0 ? 1 : into(region);
        double x = x(region);
        double top = top(region);
        page.rectangle(x, top, NODE, Math.max(0.8, amount * UNIT), Palette.region(RegionFlow.REGIONS.get(region)));
        String label = RegionLegend.label(RegionFlow.REGIONS.get(region));
        String steps =
                flow.within(region) < 0.05 ? "" : String.format(Locale.ROOT, "%.1f steps inside", flow.within(region));
        if (region == 0 || region == RegionFlow.ANSWER) {
            Anchor anchor = region == 0 ? Anchor.END : Anchor.START;
            double edge = region == 0 ? x - 6 : x + NODE + 6;
            double middle = TOP + UNIT / 2;
            page.text(Typeface.BOLD, label, edge, middle - 4, Page.TEXT + 0.5, anchor, Palette.INK);
            page.text(percent(amount), edge, middle + 6, Page.TEXT, anchor, Palette.INK);
            page.text(steps, edge, middle + 16, Page.SMALL, anchor, Palette.MUTED);
        } else {
            double foot = top + amount * UNIT;
            double middle = x + NODE / 2;
            page.text(
                    Typeface.BOLD,
                    label + " " + percent(amount),
                    middle,
                    foot + 11,
                    Page.TEXT + 0.5,
                    Anchor.MIDDLE,
                    Palette.INK);
            page.text(steps, middle, foot + 20, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    @Override
    public Table data() {
        var from = StringColumn.create("from");
        var to = StringColumn.create("to");
        var amount = DoubleColumn.create("flow");
        for (int a = 0; a < RegionFlow.REGIONS.size(); a++) {
            for (int b = 0; b < RegionFlow.REGIONS.size(); b++) {
                from.append(RegionLegend.label(RegionFlow.REGIONS.get(a)));
                to.append(RegionLegend.label(RegionFlow.REGIONS.get(b)));
                amount.append(flow.between()[a][b]);
            }
            from.append(RegionLegend.label(RegionFlow.REGIONS.get(a)));
            to.append("sink");
            amount.append(flow.toSink()[a]);
        }
        return Table.create(name(), from, to, amount);
    }
}
