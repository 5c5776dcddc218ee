package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * How far each scorer ranks the common tokens of two traces alike: a row a scorer, a dot for the question and one for the response.
 *
 * @param scorers those that agree most on the response first
 */
public record ScorerChangesFigure(TraceDifference difference, List<String> scorers) implements Figure {
    private static final double LEFT = 116;
    private static final double TOP = 40;
    private static final double ROW = 9;
    private static final double DOT = 2.2;

    public static ScorerChangesFigure of(TraceDifference difference) {
        return new ScorerChangesFigure(
                difference,
                difference.scorers().stream()
                        .sorted(Comparator.comparingDouble(scorer -> -spearman(difference, scorer, true, -2)))
                        .toList());
    }

    private static double spearman(TraceDifference difference, String scorer, boolean ofResponse, double otherwise) {
        return difference
                .agreement(scorer, ofResponse)
                .map(Agreement::spearman)
                .filter(value -> !Double.isNaN(value))
                .orElse(otherwise);
    }

    @Override
    public String name() {
        return "scorers";
    }

    @Override
    public String title() {
        return "Which scorers see the same in both";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + scorers.size() * ROW + 22 + 2 * Page.MARGIN;
    }

    private static double x(double correlation) {
        return LEFT + (correlation + 1) / 2 * (Page.WIDTH - LEFT - 8);
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), "Spearman correlation of a scorer with itself over the tokens that both texts have", 0, 10);
        double bottom = TOP + scorers.size() * ROW;
        for (int tick = -2; tick <= 2; tick++) {
            double x = x(tick / 2.0);
            page.line(x, TOP, x, bottom, tick == 0 ? Palette.MUTED : Palette.GRID, 0.5);
            String label = List.of("−1", "−0.5", "0", "0.5", "1").get(tick + 2);
            page.text(label, x, bottom + 10, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        for (int row = 0; row < scorers.size(); row++) {
            double y = TOP + (row + 0.5) * ROW;
            page.text(scorers.get(row), LEFT - 8, y + 2.3, Page.SMALL, Anchor.END, Palette.INK);
            drawDot(page, row, false, y, Palette.QUESTION);
            drawDot(page, row, true, y, Palette.REASONING);
            if (isConstant(scorers.get(row))) {
                page.text("constant", x(-1) + 5, y + 2.3, Page.SMALL, Anchor.START, Palette.MUTED);
            }
        }
        drawKey(page);
    }

    private void drawDot(Page page, int row, boolean ofResponse, double y, Color color) {
        double correlation = spearman(difference, scorers.get(row), ofResponse, Double.NaN);
        if (!Double.isNaN(correlation)) {
            page.dot(x(correlation), y, DOT, color);
        }
    }

    /** Whether a scorer has neither dot although the texts have tokens in common: it does not vary over them in one text or the other. */
    boolean isConstant(String scorer) {
        List<Agreement> found = Stream.of(true, false)
                .flatMap(ofResponse -> difference.agreement(scorer, ofResponse).stream())
                .toList();
        return !found.isEmpty() && found.stream().allMatch(agreement -> Double.isNaN(agreement.spearman()));
    }

    private static void drawKey(Page page) {
        double x = Page.WIDTH;
        for (String region : List.of("response", "question")) {
            page.text(region, x, 10, Page.TEXT, Anchor.END, Palette.INK);
            x -= Typeface.SANS.width(region, Page.TEXT) + 6;
            Color color = region.equals("question") ? Palette.QUESTION : Palette.REASONING;
            page.dot(x, 7.5, DOT, color);
            x -= 10;
        }
    }

    @Override
    public Table data() {
        return difference.scorerTable().setName(name());
    }
}
