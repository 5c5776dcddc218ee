package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.analysis.PieceDifference;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.analysis.Unit;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * The flow from piece to piece of the texts of two traces as matrices, and their difference: a row the piece that is left, a column the piece that
 * is reached; shades go with the square root.
 *
 * @param shown the pieces, by their place among all; of many, those with the largest differences
 */
public record StatementFlowsFigure(TraceDifference difference, List<Integer> shown) implements Figure {
    private static final int PIECES_MAX = 40;
    private static final int LABEL_LONGEST = 26;
    private static final int NAME_LONGEST = 13;
    private static final double LEFT = 116;
    private static final double TOP = 50;
    private static final double GAP = 10;
    private static final double SIDE_MAX = 118;
    private static final double CELL_MAX = 14;

    public static StatementFlowsFigure of(TraceDifference difference) {
        PieceDifference pieces = difference.pieces();
        int count = pieces.pairs().size();
        double[] changes = new double[count];
        for (int to = 0; to < count; to++) {
            for (int from = 0; from < to; from++) {
                double change = Math.abs(pieces.second(from, to) - pieces.first(from, to));
                changes[from] += change;
                changes[to] += change;
            }
        }
        List<Integer> shown = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(piece -> -changes[piece]))
                .limit(PIECES_MAX)
                .sorted()
                .toList();
        return new StatementFlowsFigure(difference, shown);
    }

    /** One of the three matrices. */
    @FunctionalInterface
    private interface Entry {
        double at(int from, int to);
    }

    @Override
    public String name() {
        return "statement-flows";
    }

    @Override
    public String title() {
        return "Flow from statement to statement";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + side() + 18 + 2 * Page.MARGIN;
    }

    private double cell() {
        return Math.min(CELL_MAX, SIDE_MAX / Math.max(1, shown.size()));
    }

    private double side() {
        return cell() * shown.size();
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        int hidden = difference.pieces().pairs().size() - shown.size();
        page.title(
                title(),
                "a row is left, a column reached"
                        + (hidden > 0 ? "; the " + shown.size() + " statements that differ most" : ""),
                0,
                10);
        PieceDifference pieces = difference.pieces();
        Entry change = (from, to) -> pieces.second(from, to) - pieces.first(from, to);
        double heaviest = Math.max(largest(pieces::first), largest(pieces::second));
        double furthest = largest(change);
        double x = LEFT;
        String first = ReadableTokens.label(difference.first().name(), NAME_LONGEST);
        String second = ReadableTokens.label(difference.second().name(), NAME_LONGEST);
        drawMatrix(page, x, first, pieces::first, heaviest, false);
        x += side() + GAP;
        drawMatrix(page, x, second, pieces::second, heaviest, false);
        x += side() + GAP;
        drawMatrix(page, x, second + " less " + first, change, furthest, true);
        double size = Math.min(Page.SMALL, cell() * 0.9);
        for (int row = 0; row < shown.size(); row++) {
            Unit unit = pieces.pairs().get(shown.get(row)).unit();
            double y = TOP + (row + 0.5) * cell();
            page.rectangle(LEFT - 4, y - cell() / 2, 3, cell(), Palette.region(unit.region()));
            page.text(
                    Typeface.MONO,
                    ReadableTokens.label(unit.text(), LABEL_LONGEST),
                    LEFT - 7,
                    y + size * 0.36,
                    size,
                    Anchor.END,
                    Palette.INK);
        }
    }

    private double largest(Entry entry) {
        return shown.stream()
                .flatMapToDouble(to ->
                        shown.stream().filter(from -> from < to).mapToDouble(from -> Math.abs(entry.at(from, to))))
                .max()
                .orElse(0);
    }

    private void drawMatrix(Page page, double left, String heading, Entry entry, double largest, boolean isSigned) {
        page.text(Typeface.BOLD, heading, left, TOP - 6, Page.SMALL, Anchor.START, Palette.INK);
        for (int row = 0; row < shown.size(); row++) {
            for (int column = row + 1; column < shown.size(); column++) {
                double value = entry.at(shown.get(row), shown.get(column));
                double shade = largest > 0 ? Math.signum(value) * Math.sqrt(Math.abs(value) / largest) : 0;
                Color color = isSigned ? Palette.signed(shade) : Palette.magnitude(shade);
                page.rectangle(left + column * cell(), TOP + row * cell(), cell() - 0.3, cell() - 0.3, color);
            }
        }
        page.text(
                String.format(Locale.ROOT, "darkest: %s%.3f", isSigned ? "±" : "", largest),
                left,
                TOP + side() + 10,
                Page.SMALL,
                Anchor.START,
                Palette.MUTED);
    }

    @Override
    public Table data() {
        return difference.pieces().flows().setName(name());
    }
}
