package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.compare.Ranking;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.Unit;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Where each scorer looks: a row a scorer, a column a unit of the response, the darker the higher the scorer ranks it. Where units outnumber the
 * columns that fit, a cell is the mean rank of several.
 *
 * @param trace whose response it is
 * @param rankings of each scorer, from the upper row to the lowest
 */
public record RankMapFigure(ScoredTrace trace, List<Ranking> rankings) implements Figure {
    private static final double LEFT = 102;
    private static final double TOP = 38;
    private static final double ROW = 23.0 / 3;
    private static final double STRIP = 3;
    private static final double NARROWEST = 1.5;
    private static final double WIDEST = 14;
    private static final double GAP = 2.0 / 3;
    private static final double PIXELS = 3;

    /**
     * The map of a trace.
     *
     * @param scorers in the order of rows; those that could not score are left out
     */
    public static RankMapFigure of(ScoredTrace trace, List<String> scorers) {
        return new RankMapFigure(
                trace,
                scorers.stream()
                        .flatMap(scorer -> trace.ranking(scorer).stream())
                        .toList());
    }

    /** How high a unit is ranked, from 1 for the first to 0; constant scores share the middle. */
    static double height(Ranking ranking, int j) {
        return ranking.size() == 1 ? 0.5 : (ranking.size() - ranking.ranks()[j]) / (ranking.size() - 1);
    }

    /** The colour of a height: only the upper half is dark. */
    static Color color(double height) {
        return Palette.magnitude(height * height);
    }

    /** The key to the colours, its right end at {@code right}. */
    static void drawScale(Page page, double right, double top) {
        int steps = 30;
        double width = 60;
        page.text("first", right, top + 5, Page.SMALL, Anchor.END, Palette.MUTED);
        double end = right - 18;
        for (int j = 0; j < steps; j++) {
            page.rectangle(end - width + j * width / steps, top, width / steps + 0.1, 5, color(j / (steps - 1.0)));
        }
        page.text("ranked last", end - width - 4, top + 5, Page.SMALL, Anchor.END, Palette.MUTED);
    }

    @Override
    public String name() {
        return "rank-map";
    }

    @Override
    public String title() {
        return "Where each scorer looks";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return bottom() + STRIP + (hasTexts() ? 3 + axis().height() : 18) + 2 * Page.MARGIN;
    }

    private double bottom() {
        return TOP + rankings.size() * ROW + 1;
    }

    private int count() {
        return trace.response().size();
    }

    private int unitsPerCell() {
        return (int) Math.max(1, Math.ceil(NARROWEST * count() / (Page.WIDTH - LEFT)));
    }

    /** The width of a unit, so that cells end where pixels do. */
    private double slot() {
        int cells = (count() + unitsPerCell() - 1) / unitsPerCell();
        double cell = Math.min(WIDEST, (Page.WIDTH - LEFT) / Math.max(1, cells));
        return Math.floor(cell * PIXELS) / PIXELS / unitsPerCell();
    }

    private boolean hasTexts() {
        return trace.hasText() && TokenAxis.fits(slot());
    }

    private TokenAxis axis() {
        return TokenAxis.of(
                trace.response().stream()
                        .mapToObj(j -> trace.units().get(j).text())
                        .toList(),
                slot());
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        int together = unitsPerCell();
        page.title(
                title(),
                "the response from left to right, a row a scorer"
                        + (together > 1 ? "; a cell is the mean rank of " + together + " neighbours" : ""),
                0,
                10);
        drawScale(page, Page.WIDTH, 4);
        RegionLegend.draw(
                page,
                trace.response().stream().mapToObj(j -> trace.units().get(j).region()),
                Page.WIDTH,
                21);
        for (int row = 0; row < rankings.size(); row++) {
            drawRow(page, rankings.get(row), TOP + row * ROW, together);
        }
        drawStrip(page);
        if (hasTexts()) {
            axis().draw(page, 0, count(), j -> LEFT + (j + 0.5) * slot(), bottom() + STRIP);
        } else {
            drawPositions(page);
        }
    }

    private Unit unit(int j) {
        return trace.units().get(trace.response().get(j));
    }

    private void drawRow(Page page, Ranking ranking, double top, int together) {
        page.text(ranking.scorer(), LEFT - 4, top + 5.8, Page.SMALL, Anchor.END, Palette.INK);
        for (int from = 0; from < count(); from += together) {
            int to = Math.min(count(), from + together);
            double mean = IntStream.range(from, to)
                    .mapToDouble(j -> height(ranking, j))
                    .average()
                    .orElse(0);
            page.rectangle(LEFT + from * slot(), top, (to - from) * slot(), ROW - GAP, color(mean));
        }
    }

    private void drawStrip(Page page) {
        for (int start = 0; start < count(); ) {
            String region = unit(start).region();
            int end = start + 1;
            while (end < count() && unit(end).region().equals(region)) {
                end++;
            }
            page.rectangle(LEFT + start * slot(), bottom(), (end - start) * slot(), STRIP, Palette.region(region));
            start = end;
        }
    }

    private void drawPositions(Page page) {
        int step = Ticks.step(count() / 10.0).max(BigDecimal.ONE).intValue();
        for (int j = 0; j < count(); j++) {
            int position = unit(j).from();
            if (position % step == 0) {
                double x = LEFT + (j + 0.5) * slot();
                page.line(x, bottom() + STRIP, x, bottom() + STRIP + 2.5, Palette.MUTED, 0.5);
                page.text(
                        Integer.toString(position),
                        x,
                        bottom() + STRIP + 9.5,
                        Page.SMALL,
                        Anchor.MIDDLE,
                        Palette.MUTED);
            }
        }
        page.text(
                "token position",
                LEFT + count() * slot(),
                bottom() + STRIP + 17,
                Page.SMALL,
                Anchor.END,
                Palette.MUTED);
    }

    @Override
    public Table data() {
        List<Unit> units = IntStream.range(0, count()).mapToObj(this::unit).toList();
        Table table = Table.create(
                name(),
                IntColumn.create("token", units.stream().mapToInt(Unit::from).toArray()),
                StringColumn.create("text", units.stream().map(Unit::text)),
                StringColumn.create("region", units.stream().map(Unit::region)));
        rankings.forEach(ranking -> table.addColumns(DoubleColumn.create(ranking.scorer(), ranking.ranks())));
        return table;
    }
}
