package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.analysis.PieceDifference;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * Which share of the question's flow passes through each piece of the texts of two traces: a row a piece, a dot a trace.
 *
 * @param shown the pieces in the order of the texts; of many, those whose shares differ most
 */
public record StatementsFigure(TraceDifference difference, List<PieceDifference.Pair> shown) implements Figure {
    private static final int ROWS_MAX = 60;
    private static final int LABEL_LONGEST = 44;
    private static final double LEFT = 200;
    private static final double RIGHT = 36;
    private static final double TOP = 46;
    private static final double ROW = 10;
    private static final double DOT = 2.2;
    private static final double STRIP = 3;

    public static StatementsFigure of(TraceDifference difference) {
        List<PieceDifference.Pair> pairs = difference.pieces().pairs();
        Set<PieceDifference.Pair> chosen = pairs.stream()
                .sorted(Comparator.comparingDouble(pair -> -Math.abs(pair.passingSecond() - pair.passingFirst())))
                .limit(ROWS_MAX)
                .collect(Collectors.toSet());
        return new StatementsFigure(
                difference, pairs.stream().filter(chosen::contains).toList());
    }

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public String title() {
        return "What passes through each statement";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + shown.size() * ROW + 22 + 2 * Page.MARGIN;
    }

    private static double x(double share) {
        return LEFT + Math.min(1, share) * (Page.WIDTH - LEFT - RIGHT);
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        int hidden = difference.pieces().pairs().size() - shown.size();
        page.title(
                title(),
                "share of the question's flow" + (hidden > 0 ? "; the " + shown.size() + " that differ most" : ""),
                0,
                10);
        drawKey(page);
        double bottom = TOP + shown.size() * ROW;
        for (int tick = 0; tick <= 4; tick++) {
            double x = x(tick / 4.0);
            page.line(x, TOP, x, bottom, Palette.GRID, 0.5);
            page.text(25 * tick + " %", x, bottom + 10, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        for (int row = 0; row < shown.size(); row++) {
            drawRow(page, shown.get(row), TOP + (row + 0.5) * ROW);
        }
    }

    private void drawKey(Page page) {
        double x = Page.WIDTH;
        for (boolean isFirst : new boolean[] {false, true}) {
            String name = (isFirst ? difference.first() : difference.second()).name();
            Color color = isFirst ? DifferenceBackbonesFigure.FIRST : DifferenceBackbonesFigure.SECOND;
            page.text(name, x, 10, Page.TEXT, Anchor.END, Palette.INK);
            x -= Typeface.SANS.width(name, Page.TEXT) + 6;
            page.dot(x, 7.5, DOT, color);
            x -= 10;
        }
    }

    private static void drawRow(Page page, PieceDifference.Pair pair, double y) {
        page.rectangle(
                LEFT - 6,
                y - ROW / 2 + 0.5,
                STRIP,
                ROW - 1,
                Palette.region(pair.unit().region()));
        page.text(Typeface.MONO, label(pair), LEFT - 10, y + 2.3, Page.SMALL, Anchor.END, Palette.INK);
        if (pair.isCommon()) {
            page.line(x(pair.passingFirst()), y, x(pair.passingSecond()), y, Palette.OTHER, 0.8);
        }
        if (pair.first() != null) {
            drawDot(page, pair.passingFirst(), y, true);
        }
        if (pair.second() != null) {
            drawDot(page, pair.passingSecond(), y, false);
        }
    }

    /** The text of both where they differ. */
    private static String label(PieceDifference.Pair pair) {
        if (pair.first() == null
                || pair.second() == null
                || pair.first().unit().text().equals(pair.second().unit().text())) {
            return ReadableTokens.label(pair.unit().text(), LABEL_LONGEST);
        }
        int half = LABEL_LONGEST / 2 - 1;
        return ReadableTokens.label(pair.first().unit().text(), half) + " / "
                + ReadableTokens.label(pair.second().unit().text(), half);
    }

    private static void drawDot(Page page, double share, double y, boolean isFirst) {
        page.dot(x(share), y, DOT, isFirst ? DifferenceBackbonesFigure.FIRST : DifferenceBackbonesFigure.SECOND);
    }

    @Override
    public Table data() {
        return difference.pieces().table().setName(name());
    }
}
