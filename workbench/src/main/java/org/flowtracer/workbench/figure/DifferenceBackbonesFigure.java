package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.analysis.BackboneDifference;
import org.flowtracer.workbench.analysis.TokenAlignment;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.analysis.Unit;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * The backbones of two traces as arcs over and under the line of their aligned tokens, coloured where the other carries less than half as much.
 * Beyond 108 columns an arc is all the backbone's flow from one block of columns to a later one.
 *
 * @param block how many columns share an end of an arc
 * @param arcs of both, the heaviest first
 */
public record DifferenceBackbonesFigure(
        TraceDifference difference, BackboneDifference backbones, int block, List<Arc> arcs) implements Figure {
    /**
     * What runs between two blocks.
     *
     * @param first along edges of the first backbone
     * @param second along edges of the second backbone
     */
    public record Arc(int from, int to, double first, double second) {}

    static final Color FIRST = Palette.QUESTION;
    static final Color SECOND = Palette.ACCENT;

    private static final int COLUMNS_MAX = 108;
    private static final int ARCS_MAX = 400;
    private static final double TOP = 38;
    private static final double ARC_FULL = 120;
    private static final double ARC_MIN = 5;
    private static final double WIDEST = 6;
    private static final double STRIP = 3;
    private static final double LABELLED_SLOT = 5.4;
    private static final int NAME_LONGEST = 24;

    public static DifferenceBackbonesFigure of(TraceDifference difference) {
        BackboneDifference backbones = difference.backbones();
        int columns = difference.alignment().columns().size();
        int block = (columns + COLUMNS_MAX - 1) / COLUMNS_MAX;
        int blocks = (columns + block - 1) / block;
        double[][] first = new double[blocks][blocks];
        double[][] second = new double[blocks][blocks];
        for (BackboneDifference.Edge edge : backbones.edges()) {
            first[edge.from() / block][edge.to() / block] += edge.inFirst() ? edge.first() : 0;
            second[edge.from() / block][edge.to() / block] += edge.inSecond() ? edge.second() : 0;
        }
        List<Arc> arcs = new ArrayList<>();
        for (int to = 0; to < blocks; to++) {
            for (int from = 0; from < to; from++) {
                if (first[from][to] > 0 || second[from][to] > 0) {
                    arcs.add(new Arc(from * block, to * block, first[from][to], second[from][to]));
                }
            }
        }
        arcs.sort(Comparator.comparingDouble((Arc arc) -> -Math.max(arc.first, arc.second)));
        return new DifferenceBackbonesFigure(
                difference, backbones, block, arcs.subList(0, Math.min(ARCS_MAX, arcs.size())));
    }

    @Override
    public String name() {
        return "backbones";
    }

    @Override
    public String title() {
        return "The backbones of the flow";
    }

    @Override
    public double width() {
        return lineWidth() + 2 * Page.MARGIN;
    }

    private double lineWidth() {
        return columns() <= COLUMNS_MAX ? Math.max(Page.WIDTH, columns() * LABELLED_SLOT) : Page.WIDTH;
    }

    @Override
    public double height() {
        return line() + STRIP + labels() + half(Arc::second) + 2 * Page.MARGIN;
    }

    private int columns() {
        return difference.alignment().columns().size();
    }

    private double slot() {
        return lineWidth() / columns();
    }

    private double line() {
        return TOP + half(Arc::first);
    }

    private double half(ToDoubleFunction<Arc> flow) {
        return WIDEST
                + arcs.stream()
                        .filter(arc -> flow.applyAsDouble(arc) > 0)
                        .mapToDouble(this::height)
                        .max()
                        .orElse(0);
    }

    private double height(Arc arc) {
        return ARC_MIN + (ARC_FULL - ARC_MIN) * Math.sqrt((arc.to - arc.from) / (double) columns());
    }

    private boolean hasTexts() {
        return TokenAxis.fits(slot());
    }

    private double labels() {
        return hasTexts() ? axis().height() + 3 : 3;
    }

    private TokenAxis axis() {
        return TokenAxis.of(
                difference.alignment().columns().stream()
                        .map(column -> difference.unit(column).text())
                        .toList(),
                slot());
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        List<Double> shares = backbones.commonShares();
        page.title(
                title(),
                String.format(
                        Locale.ROOT,
                        "grey where both carry much; %.0f %% and %.0f %% of their flow runs along edges that both have",
                        100 * shares.get(0),
                        100 * shares.get(1)),
                0,
                10);
        double under = line() + STRIP + labels();
        drawArcs(page, Arc::first, Arc::second, FIRST, line() - 1, -1);
        drawArcs(page, Arc::second, Arc::first, SECOND, under, 1);
        drawStrip(page);
        if (hasTexts()) {
            axis().draw(page, 0, columns(), this::middle, line() + STRIP);
        }
    }

    private double middle(int column) {
        return (column + 0.5) * slot();
    }

    private void drawArcs(
            Page page, ToDoubleFunction<Arc> own, ToDoubleFunction<Arc> other, Color color, double base, int down) {
        double heaviest = arcs.stream()
                .mapToDouble(arc -> Math.max(arc.first, arc.second))
                .max()
                .orElse(1);
        double widest = Math.min(WIDEST, 0.8 * slot() * block);
        for (int j = arcs.size() - 1; j >= 0; j--) {
            Arc arc = arcs.get(j);
            double flow = own.applyAsDouble(arc);
            if (flow > 0) {
                double from = middle(arc.from) + (block - 1) * slot() / 2;
                double to = middle(arc.to) + (block - 1) * slot() / 2;
                double control = base + down * height(arc) * 4 / 3;
                Path2D curve = new Path2D.Double();
                curve.moveTo(from, base);
                curve.curveTo(from, control, to, control, to, base);
                Color drawn = other.applyAsDouble(arc) >= flow / 2 ? Palette.OTHER : color;
                int opacity = (int) Math.round(90 + 130 * Math.sqrt(flow / heaviest));
                page.stroke(
                        curve,
                        new Color(drawn.getRed(), drawn.getGreen(), drawn.getBlue(), opacity),
                        Math.max(0.2, widest * flow / heaviest));
            }
        }
    }

    /** Regions along the line; a mark over or under a token that only one text has. */
    private void drawStrip(Page page) {
        List<TokenAlignment.Column> columns = difference.alignment().columns();
        for (int j = 0; j < columns.size(); j++) {
            Unit unit = difference.unit(columns.get(j));
            double x = j * slot();
            if (columns.get(j).isCommon()) {
                page.rectangle(x, line(), slot(), STRIP, Palette.region(unit.region()));
            } else {
                boolean isFirst = columns.get(j).first() != TokenAlignment.GAP;
                page.rectangle(x, line() + (isFirst ? 0 : STRIP / 2), slot(), STRIP / 2, isFirst ? FIRST : SECOND);
            }
        }
        drawName(page, difference.first().name(), TOP + 6, FIRST);
        drawName(page, difference.second().name(), height() - 2 * Page.MARGIN - 2, SECOND);
    }

    private static void drawName(Page page, String name, double y, Color color) {
        page.text(Typeface.BOLD, ReadableTokens.label(name, NAME_LONGEST), 0, y, Page.TEXT, Anchor.START, color);
    }

    @Override
    public Table data() {
        return backbones.table().setName(name());
    }
}
