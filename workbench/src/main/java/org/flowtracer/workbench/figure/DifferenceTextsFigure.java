package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.analysis.TokenAlignment;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * Two texts one above the other, aligned, each token the darker the higher a scorer ranks it in its text, and below them how far its rank differs.
 *
 * @param scorer whose ranks are shown
 * @param lines of cells; of a long text those of its end
 * @param isCut whether the start is left out
 */
public record DifferenceTextsFigure(TraceDifference difference, String scorer, List<List<Cell>> lines, boolean isCut)
        implements Figure {
    /**
     * A column of the alignment.
     *
     * @param column which
     * @param first what the first text has there, visible; empty for a gap
     * @param at where in the line it starts, in characters
     * @param width in characters
     */
    public record Cell(int column, String first, String second, int at, int width) {}

    private static final double LEFT = 76;
    private static final double TOP = 38;
    private static final double ROW = 9;
    private static final double CHANGE = 4;
    private static final double LINE = 2 * ROW + CHANGE + 8;
    private static final double PAGE = 600;
    private static final double COLUMN = 4;
    private static final double SIZE = Page.SMALL * COLUMN / Typeface.MONO.width("x", Page.SMALL);
    private static final int COLUMNS = (int) Math.floor((Page.WIDTH - LEFT) / COLUMN);
    private static final int LONGEST = 24;
    private static final int NAME_LONGEST = 15;

    /** The texts with the ranks by a scorer that could score both. */
    public static DifferenceTextsFigure of(TraceDifference difference, String scorer) {
        List<List<Cell>> lines = new ArrayList<>(List.of(new ArrayList<>()));
        List<TokenAlignment.Column> columns = difference.alignment().columns();
        int at = 0;
        for (int j = 0; j < columns.size(); j++) {
            if (!difference.unit(columns.get(j)).region().isEmpty()) {
                String first = visible(difference.first(), columns.get(j).first());
                String second = visible(difference.second(), columns.get(j).second());
                int width = Math.max(1, Math.max(length(first), length(second)));
                if (at + width > COLUMNS) {
                    lines.add(new ArrayList<>());
                    at = 0;
                }
                lines.get(lines.size() - 1).add(new Cell(j, first, second, at, width));
                at += width;
            }
        }
        int from = Math.max(0, lines.size() - (int) (PAGE / LINE));
        return new DifferenceTextsFigure(difference, scorer, lines.subList(from, lines.size()), from > 0);
    }

    private static String visible(TraceDifference.Side side, int token) {
        if (token == TokenAlignment.GAP) {
            return "";
        }
        String text = ReadableTokens.visible(side.scores().units().get(token).text());
        int[] characters = text.codePoints().limit(LONGEST).toArray();
        return new String(characters, 0, characters.length).replace('␣', ' ');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    @Override
    public String name() {
        return "texts";
    }

    @Override
    public String title() {
        return "Where " + scorer + " looks in each";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + lines.size() * LINE + 2 * Page.MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "darker: ranked higher; below: blue where the second ranks it higher, red where lower"
                        + (isCut ? "; the end of the texts" : ""),
                0,
                10);
        RankMapFigure.drawScale(page, Page.WIDTH, 4);
        double[] percentiles = difference.first().percentiles(scorer);
        double[] others = difference.second().percentiles(scorer);
        double[] change = difference.change(scorer);
        for (int line = 0; line < lines.size(); line++) {
            double top = TOP + line * LINE;
            drawName(page, difference.first().name(), top);
            drawName(page, difference.second().name(), top + ROW);
            for (Cell cell : lines.get(line)) {
                TokenAlignment.Column column = difference.alignment().columns().get(cell.column());
                drawToken(page, cell, cell.first(), column.first(), percentiles, top);
                drawToken(page, cell, cell.second(), column.second(), others, top + ROW);
                if (!Double.isNaN(change[cell.column()])) {
                    page.rectangle(
                            LEFT + cell.at() * COLUMN,
                            top + 2 * ROW,
                            cell.width() * COLUMN,
                            CHANGE,
                            Palette.signed(change[cell.column()] / 100));
                }
            }
        }
    }

    private static void drawName(Page page, String name, double top) {
        page.text(ReadableTokens.label(name, NAME_LONGEST), LEFT - 6, top + 6.6, Page.SMALL, Anchor.END, Palette.INK);
    }

    private static void drawToken(Page page, Cell cell, String text, int token, double[] percentiles, double top) {
        double x = LEFT + cell.at() * COLUMN;
        if (token == TokenAlignment.GAP) {
            page.line(x, top + ROW / 2, x + cell.width() * COLUMN, top + ROW / 2, Palette.GRID, 0.5);
            return;
        }
        double percentile = percentiles[token];
        Color color = Double.isNaN(percentile) ? Color.WHITE : RankMapFigure.color(percentile / 100);
        page.rectangle(x, top, cell.width() * COLUMN, ROW - 2.0 / 3, color);
        page.text(Typeface.MONO, text, x, top + 6.4, SIZE, Anchor.START, Palette.inkOn(color));
    }

    @Override
    public Table data() {
        return difference.tokenTable(List.of(scorer)).setName(name());
    }
}
