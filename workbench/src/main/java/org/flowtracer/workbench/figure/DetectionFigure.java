package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.experiment.Finding;
import org.flowtracer.workbench.experiment.Finding.Answered;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Reduction;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How well each scorer finds a planted truth: a row a scorer, the best on right answers first, a panel for each truth; a dot is the mean AUROC
 * over its problems answered right or wrong, the line through it its bootstrap interval. Controls are named in grey.
 *
 * @param items what is told apart
 * @param layers the band that made the graph
 * @param answerAt where the answer arrives in it
 * @param findings the AUROC of each scorer, truth and kind of answer
 */
public record DetectionFigure(Items items, String layers, String answerAt, List<Finding> findings) implements Figure {
    private static final List<String> CONTROLS = List.of(
            "throughput-null",
            "uniform",
            "random",
            "position",
            "recency",
            "mentions",
            "statement-length",
            "step-before");
    private static final double LEFT = 116;
    private static final double GAP = 14;
    private static final double TOP = 50;
    private static final double ROW = 11;
    private static final double DOT = 2;
    private static final double APART = 2;

    /** The figures of one choice of the graph, on statements, the queried pair left out, and on edges, those that have findings. */
    public static List<DetectionFigure> of(List<Finding> findings, String layers, String answerAt) {
        List<DetectionFigure> figures = new ArrayList<>();
        for (Items items : List.of(Items.STATEMENTS_WITHOUT_QUERIED, Items.EDGES)) {
            Reduction reduction = items == Items.EDGES ? Reduction.SUM : Reduction.MEAN;
            List<Finding> shown = findings.stream()
                    .filter(finding -> {
                        Target target = finding.target();
                        return target.layers().equals(layers)
                                && target.answerAt().equals(answerAt)
                                && target.items() == items
                                && target.reduction() == reduction
                                && target.measure() == Measure.AUROC;
                    })
                    .toList();
            if (!shown.isEmpty()) {
                figures.add(new DetectionFigure(items, layers, answerAt, shown));
            }
        }
        return figures;
    }

    @Override
    public String name() {
        return (items == Items.EDGES ? "edges-" : "statements-") + layers.replace("..", "-") + "-" + answerAt;
    }

    @Override
    public String title() {
        return items == Items.EDGES
                ? "Who finds the true edges between steps"
                : "Who finds the statements that the answer came from";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + scorers().size() * ROW + 16 + 2 * Page.MARGIN;
    }

    /** The scorers from the best to the worst on right answers, where the truths are one. */
    List<String> scorers() {
        return findings.stream()
                .map(Finding::scorer)
                .distinct()
                .sorted(Comparator.comparingDouble(scorer -> -find(scorer, Truth.NEEDED, Answered.RIGHT)
                        .map(finding -> finding.mean().mean())
                        .orElse(0.0)))
                .toList();
    }

    private Optional<Finding> find(String scorer, Truth truth, Answered answered) {
        return findings.stream()
                .filter(finding -> finding.scorer().equals(scorer)
                        && finding.target().truth() == truth
                        && finding.answered() == answered)
                .findFirst();
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "AUROC, mean over problems with its 95 % interval; " + layers + " layers, answer at " + answerAt
                        + "; controls in grey",
                0,
                10);
        drawLegend(page);
        List<String> scorers = scorers();
        for (int row = 0; row < scorers.size(); row++) {
            String scorer = scorers.get(row);
            Color color = CONTROLS.contains(scorer) ? Palette.OTHER : Palette.INK;
            page.text(scorer, LEFT - 8, middle(row) + 2.4, Page.SMALL, Anchor.END, color);
        }
        List<Truth> truths = findings.stream()
                .map(finding -> finding.target().truth())
                .distinct()
                .sorted()
                .toList();
        double width = (Page.WIDTH - LEFT - GAP * (truths.size() - 1)) / truths.size();
        for (int panel = 0; panel < truths.size(); panel++) {
            drawPanel(page, truths.get(panel), LEFT + panel * (width + GAP), width, scorers);
        }
    }

    /** How the problems that there are findings of were answered, right before wrong. */
    private Stream<Answered> answered() {
        return findings.stream().map(Finding::answered).distinct().sorted();
    }

    /** Over how many problems a truth is measured, such as {@code 239 answered right, 16 wrong}. */
    String problems(Truth truth) {
        return answered()
                .map(answered -> findings.stream()
                                .filter(finding -> finding.target().truth() == truth && finding.answered() == answered)
                                .mapToInt(finding -> finding.mean().count())
                                .max()
                                .orElse(0)
                        + " "
                        + answered.label())
                .collect(Collectors.joining(", "))
                .replaceFirst(" ", " answered ");
    }

    private void drawLegend(Page page) {
        double x = Page.WIDTH;
        for (Answered answered : answered().sorted(Comparator.reverseOrder()).toList()) {
            String label = answered.label();
            page.text(label, x, 10, Page.TEXT, Anchor.END, Palette.MUTED);
            x -= Typeface.SANS.width(label, Page.TEXT) + 6;
            page.dot(x, 7.5, DOT, color(answered));
            x -= 10;
        }
        page.text("answered", x, 10, Page.TEXT, Anchor.END, Palette.MUTED);
    }

    private void drawPanel(Page page, Truth truth, double left, double width, List<String> scorers) {
        double bottom = TOP + scorers.size() * ROW;
        page.text(Typeface.BOLD, heading(truth), left, TOP - 15, Page.TEXT, Anchor.START, Palette.INK);
        page.text(problems(truth), left, TOP - 5.5, Page.SMALL, Anchor.START, Palette.MUTED);
        for (int tick = 0; tick <= 4; tick++) {
            double x = left + tick * width / 4;
            page.line(x, TOP, x, bottom, tick == 2 ? Palette.MUTED : Palette.GRID, 0.5);
            page.text(
                    List.of("0", "0.25", "0.5", "0.75", "1").get(tick),
                    x,
                    bottom + 9,
                    Page.SMALL,
                    tick == 0 ? Anchor.START : tick == 4 ? Anchor.END : Anchor.MIDDLE,
                    Palette.MUTED);
        }
        List<Answered> kinds = answered().toList();
        for (int row = 0; row < scorers.size(); row++) {
            for (Answered answered : kinds) {
                double y = middle(row) + (kinds.size() == 1 ? 0 : answered == Answered.RIGHT ? -APART : APART);
                find(scorers.get(row), truth, answered).ifPresent(finding -> {
                    Interval auroc = finding.mean();
                    Color color = color(answered);
                    page.line(left + auroc.low() * width, y, left + auroc.high() * width, y, color, 1);
                    page.dot(left + auroc.mean() * width, y, DOT, color);
                });
            }
        }
    }

    private static String heading(Truth truth) {
        return switch (truth) {
            case NEEDED -> "needed: asked for";
            case USED -> "used: resolved";
            case CAUSAL -> "causal: missed when hidden";
        };
    }

    private static double middle(int row) {
        return TOP + (row + 0.5) * ROW;
    }

    private static Color color(Answered answered) {
        return answered == Answered.RIGHT ? Palette.ANSWER : Palette.REASONING;
    }

    @Override
    public Table data() {
        Table table = Table.create(name());
        addText(table, "scorer", Finding::scorer);
        addText(table, "truth", finding -> finding.target().truth().label());
        addText(table, "answered", finding -> finding.answered().label());
        table.addColumns(
                DoubleColumn.create(
                        "auroc",
                        findings.stream().mapToDouble(finding -> finding.mean().mean())),
                DoubleColumn.create(
                        "low",
                        findings.stream().mapToDouble(finding -> finding.mean().low())),
                DoubleColumn.create(
                        "high",
                        findings.stream().mapToDouble(finding -> finding.mean().high())),
                IntColumn.create(
                        "problems",
                        findings.stream()
                                .mapToInt(finding -> finding.mean().count())
                                .toArray()));
        return table;
    }

    private void addText(Table table, String name, Function<Finding, String> value) {
        table.addColumns(StringColumn.create(name, findings.stream().map(value)));
    }
}
