package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Locale;
import org.flowtracer.compare.AverageLinkage;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far each two scorers agree, as a heat map of their mean Spearman correlation whose rows and columns are ordered by average linkage, the
 * tree beside it.
 *
 * @param agreement of the scorers
 * @param tree that orders them
 * @param traces how many traces were compared
 */
public record AgreementFigure(AgreementTable agreement, AverageLinkage.Tree tree, int traces) implements Figure {
    private static final double LEFT = 102;
    private static final double TREE = 44;
    private static final double TOP = 36;
    private static final double CELL_MAX = 22;
    private static final double WITH_NUMBERS = 15;
    private static final double GAP = 0.3;
    private static final double SCALE = 90;
    private static final int SCALE_STEPS = 45;

    /** The figure of a table. Cost O(s^3) for s scorers. */
    public static AgreementFigure of(AgreementTable agreement, int traces) {
        return new AgreementFigure(agreement, agreement.tree(), traces);
    }

    @Override
    public String name() {
        return "agreement";
    }

    @Override
    public String title() {
        return "How far scorers agree";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + side() + 8 + longestName() + 2 * Page.MARGIN;
    }

    private double longestName() {
        return agreement.scorers().stream()
                .mapToDouble(scorer -> Typeface.SANS.width(scorer, textSize()))
                .max()
                .orElse(0);
    }

    private int count() {
        return agreement.scorers().size();
    }

    private double cell() {
        return Math.min(CELL_MAX, (Page.WIDTH - LEFT - TREE) / Math.max(1, count()));
    }

    private double side() {
        return cell() * count();
    }

    private double textSize() {
        return Math.min(Page.SMALL, cell() * 0.85);
    }

    private String scorer(int place) {
        return agreement.scorers().get(tree.leaves().get(place));
    }

    private double correlation(int row, int column) {
        return agreement.spearman()[tree.leaves().get(row)][tree.leaves().get(column)].mean();
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        String over = traces == 1 ? "one trace" : "the mean over " + traces + " traces";
        page.title(title(), "Spearman correlation over the response, " + over + "; alike ones side by side", 0, 10);
        drawScale(page);
        for (int row = 0; row < count(); row++) {
            drawNames(page, row);
            for (int column = 0; column < count(); column++) {
                drawCell(page, row, column);
            }
        }
        drawTree(page);
    }

    private void drawNames(Page page, int place) {
        double middle = (place + 0.5) * cell() + textSize() * 0.36;
        page.text(scorer(place), LEFT - 4, TOP + middle, textSize(), Anchor.END, Palette.INK);
        page.textUpwards(
                Typeface.SANS, scorer(place), LEFT + middle, TOP + side() + 4, textSize(), Anchor.END, Palette.INK);
    }

    private void drawCell(Page page, int row, int column) {
        double value = correlation(row, column);
        double x = LEFT + column * cell();
        double y = TOP + row * cell();
        Color color = Double.isNaN(value) ? Palette.GRID : Palette.signed(value);
        page.rectangle(x + GAP / 2, y + GAP / 2, cell() - GAP, cell() - GAP, color);
        if (cell() >= WITH_NUMBERS) {
            String number = Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
            double size = Math.min(Page.SMALL, cell() * 0.36);
            page.text(number, x + cell() / 2, y + cell() / 2 + size * 0.36, size, Anchor.MIDDLE, Palette.inkOn(color));
        }
    }

    /** Joins stand as far to the right as their clusters are apart: 1 - Spearman, from 0 to 2 at most. */
    private void drawTree(Page page) {
        double left = LEFT + side() + 3;
        double furthest = tree.joins().stream()
                .mapToDouble(AverageLinkage.Join::distance)
                .max()
                .orElse(1);
        double scale = furthest > 0 ? (TREE - 6) / furthest : 0;
        double[] reach = new double[count()];
        double[] height = new double[count()];
        for (int place = 0; place < count(); place++) {
            height[place] = TOP + (place + 0.5) * cell();
        }
        for (AverageLinkage.Join join : tree.joins()) {
            double x = left + Math.max(0, join.distance()) * scale;
            double upper = height[join.from()];
            double lower = height[join.middle()];
            page.line(left + reach[join.from()], upper, x, upper, Palette.MUTED, 0.5);
            page.line(left + reach[join.middle()], lower, x, lower, Palette.MUTED, 0.5);
            page.line(x, upper, x, lower, Palette.MUTED, 0.5);
            reach[join.from()] = x - left;
            height[join.from()] = (upper + lower) / 2;
        }
    }

    private void drawScale(Page page) {
        double left = Page.WIDTH - SCALE - 8;
        double step = SCALE / SCALE_STEPS;
        for (int j = 0; j < SCALE_STEPS; j++) {
            page.rectangle(left + j * step, 4, step + 0.1, 5, Palette.signed(2.0 * j / (SCALE_STEPS - 1) - 1));
        }
        for (int value = -1; value <= 1; value++) {
            String label = value < 0 ? "−1" : Integer.toString(value);
            page.text(label, left + (value + 1) * SCALE / 2, 17, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        boolean hasUndefined = agreement.table().doubleColumn("spearman").countMissing() > 0;
        if (hasUndefined) {
            page.rectangle(left - 62, 4, 5, 5, Palette.GRID);
            page.text("constant", left - 54, 9.2, Page.SMALL, Anchor.START, Palette.MUTED);
        }
    }

    @Override
    public Table data() {
        StringColumn first = StringColumn.create("row");
        StringColumn second = StringColumn.create("column");
        DoubleColumn spearman = DoubleColumn.create("spearman");
        for (int row = 0; row < count(); row++) {
            for (int column = 0; column < count(); column++) {
                first.append(scorer(row));
                second.append(scorer(column));
                spearman.append(correlation(row, column));
            }
        }
        return Table.create(name(), first, second, spearman);
    }
}
