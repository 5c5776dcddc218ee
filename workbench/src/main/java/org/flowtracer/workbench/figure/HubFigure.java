package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.experiment.HubFinding;
import org.flowtracer.workbench.experiment.HubFinding.Kind;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which kinds of token are the hubs: a panel a kind, a row a scorer; a dot is the kind's mean share of the scorer's heaviest tokens with its bootstrap
 * interval, the vertical line its share of all reasoning tokens. Controls are named in grey.
 *
 * @param layers the band that made the graph
 * @param findings those of this band
 */
public record HubFigure(String layers, List<HubFinding> findings) implements Figure {
    private static final List<String> CONTROLS = List.of("throughput-null", "random");
    private static final int DECIMALS = 4;
    private static final double LEFT = 104;
    private static final double GAP = 12;
    private static final double TOP = 50;
    private static final double ROW = 14;
    private static final double DOT = 2;
    private static final double PANEL = (Page.WIDTH - LEFT - 3 * GAP) / 4;

    /** The figures of each band that has findings. */
    public static List<HubFigure> all(List<HubFinding> findings) {
        return findings.stream()
                .map(HubFinding::layers)
                .distinct()
                .map(layers -> new HubFigure(
                        layers,
                        findings.stream()
                                .filter(finding -> finding.layers().equals(layers))
                                .toList()))
                .toList();
    }

    @Override
    public String name() {
        return "hubs-" + layers.replace("..", "-");
    }

    @Override
    public String title() {
        return "Which kinds of token are the heaviest";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + scorers().size() * ROW + 16 + 2 * Page.MARGIN;
    }

    private List<String> scorers() {
        return findings.stream().map(HubFinding::scorer).distinct().toList();
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "share of the heaviest tokens; mean over "
                        + findings.get(0).ofAll().count() + " responses, 95 % interval; line: share of all; " + layers
                        + " layers; controls in grey",
                0,
                10);
        List<String> scorers = scorers();
        for (int row = 0; row < scorers.size(); row++) {
            Color color = CONTROLS.contains(scorers.get(row)) ? Palette.OTHER : Palette.INK;
            page.text(scorers.get(row), LEFT - 8, middle(row) + 2.4, Page.SMALL, Anchor.END, color);
        }
        double left = LEFT;
        for (Kind kind : Kind.values()) {
            drawPanel(page, kind, scorers, left);
            left += PANEL + GAP;
        }
    }

    private void drawPanel(Page page, Kind kind, List<String> scorers, double left) {
        double bottom = TOP + scorers.size() * ROW;
        page.text(Typeface.BOLD, kind.label(), left, TOP - 8, Page.TEXT, Anchor.START, Palette.INK);
        for (int tick = 0; tick <= 2; tick++) {
            double x = left + tick * PANEL / 2;
            page.line(x, TOP, x, bottom, Palette.GRID, 0.5);
            page.text(
                    List.of("0", "0.5", "1").get(tick),
                    x,
                    bottom + 9,
                    Page.SMALL,
                    tick == 0 ? Anchor.START : tick == 2 ? Anchor.END : Anchor.MIDDLE,
                    Palette.MUTED);
        }
        for (int row = 0; row < scorers.size(); row++) {
            double y = middle(row);
            find(scorers.get(row), kind).ifPresent(finding -> {
                double all = left + finding.ofAll().mean() * PANEL;
                page.line(all, y - ROW / 2, all, y + ROW / 2, Palette.MUTED, 1);
                Interval top = finding.ofTop();
                page.line(left + top.low() * PANEL, y, left + top.high() * PANEL, y, Palette.ANSWER, 1);
                page.dot(left + top.mean() * PANEL, y, DOT, Palette.ANSWER);
            });
        }
    }

    private Optional<HubFinding> find(String scorer, Kind kind) {
        return findings.stream()
                .filter(finding -> finding.scorer().equals(scorer) && finding.kind() == kind)
                .findFirst();
    }

    private static double middle(int row) {
        return TOP + (row + 0.5) * ROW;
    }

    @Override
    public Table data() {
        Table table = Table.create(name());
        addText(table, "kind", finding -> finding.kind().label());
        addText(table, "scorer", HubFinding::scorer);
        add(table, "of_all", HubFinding::ofAll);
        add(table, "of_top", HubFinding::ofTop);
        return table;
    }

    private void addText(Table table, String name, Function<HubFinding, String> value) {
        table.addColumns(StringColumn.create(name, findings.stream().map(value)));
    }

    private void add(Table table, String name, Function<HubFinding, Interval> value) {
        IntervalColumns.add(
                table, name, name + "_", findings.stream().map(value).toList(), DECIMALS);
    }
}
