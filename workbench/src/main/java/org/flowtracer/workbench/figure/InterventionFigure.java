package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.experiment.InterventionFindings;
import org.flowtracer.workbench.experiment.InterventionFindings.Result;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * What hiding a scorer's highest or lowest tokens does: a row a scorer, those whose highest tokens change most answers first, a panel for changed
 * answers and one for flipped correctness; a dot is the share of problems, the line through it its interval, the vertical line tokens at random.
 *
 * @param results of {@link InterventionFindings#hiddenTokens}
 */
public record InterventionFigure(List<Result> results) implements Figure {
    private static final String CHANGED = "answer-changed";
    private static final String FLIPPED = "correctness-flipped";
    private static final String HIGHEST = "highest";
    private static final String LOWEST = "lowest";
    private static final double LEFT = 116;
    private static final double GAP = 14;
    private static final double TOP = 50;
    private static final double ROW = 13;
    private static final double DOT = 2;
    private static final double APART = 2.5;
    private static final double PANEL = (Page.WIDTH - LEFT - GAP) / 2;

    @Override
    public String name() {
        return "hidden-tokens";
    }

    @Override
    public String title() {
        return "What hiding a scorer's tokens does to the answer";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + scorers().size() * ROW + 16 + 2 * Page.MARGIN;
    }

    /** The scorers, from the one whose highest tokens change most answers. */
    List<String> scorers() {
        return results.stream()
                .map(Result::scorer)
                .distinct()
                .sorted(Comparator.comparingDouble(scorer -> -find(scorer, HIGHEST, CHANGED)
                        .map(result -> result.mean().mean())
                        .orElse(0.0)))
                .toList();
    }

    private Optional<Result> find(String scorer, String subject, String measure) {
        return results.stream()
                .filter(result -> result.scorer().equals(scorer)
                        && result.subject().equals(subject)
                        && result.measure().equals(measure))
                .findFirst();
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), "share of problems with its 95 % interval; the line is tokens at random", 0, 10);
        drawLegend(page);
        List<String> scorers = scorers();
        for (int row = 0; row < scorers.size(); row++) {
            page.text(scorers.get(row), LEFT - 8, middle(row) + 2.4, Page.SMALL, Anchor.END, Palette.INK);
        }
        drawPanel(page, LEFT, "answer changed", CHANGED, scorers);
        drawPanel(page, LEFT + PANEL + GAP, "correctness flipped", FLIPPED, scorers);
    }

    private static void drawLegend(Page page) {
        double x = Page.WIDTH;
        for (String part : List.of(LOWEST, HIGHEST)) {
            page.text(part, x, 10, Page.TEXT, Anchor.END, Palette.MUTED);
            x -= Typeface.SANS.width(part, Page.TEXT) + 6;
            page.dot(x, 7.5, DOT, color(part));
            x -= 10;
        }
        page.text("hidden:", x, 10, Page.TEXT, Anchor.END, Palette.MUTED);
    }

    private void drawPanel(Page page, double left, String heading, String measure, List<String> scorers) {
        double bottom = TOP + scorers.size() * ROW;
        page.text(Typeface.BOLD, heading, left, TOP - 8, Page.TEXT, Anchor.START, Palette.INK);
        for (int tick = 0; tick <= 4; tick++) {
            double x = left + tick * PANEL / 4;
            Anchor anchor = tick == 0 ? Anchor.START : tick == 4 ? Anchor.END : Anchor.MIDDLE;
            page.line(x, TOP, x, bottom, Palette.GRID, 0.5);
            page.text(25 * tick + " %", x, bottom + 9, Page.SMALL, anchor, Palette.MUTED);
        }
        find("random", HIGHEST, measure).ifPresent(random -> {
            double x = left + random.mean().mean() * PANEL;
            page.line(x, TOP, x, bottom, Palette.MUTED, 0.75);
        });
        for (int row = 0; row < scorers.size(); row++) {
            for (String part : List.of(HIGHEST, LOWEST)) {
                double y = middle(row) + (part.equals(HIGHEST) ? -APART : APART);
                find(scorers.get(row), part, measure).ifPresent(result -> {
                    Interval share = result.mean();
                    page.line(left + share.low() * PANEL, y, left + share.high() * PANEL, y, color(part), 1);
                    page.dot(left + share.mean() * PANEL, y, DOT, color(part));
                });
            }
        }
    }

    private static double middle(int row) {
        return TOP + (row + 0.5) * ROW;
    }

    private static Color color(String part) {
        return part.equals(HIGHEST) ? Palette.ACCENT : Palette.QUESTION;
    }

    @Override
    public Table data() {
        return InterventionFindings.table(name(), "hidden", results);
    }
}
