package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.flowtracer.workbench.analysis.TableFile;
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
 * How well each scorer finds the needed statements in the graph of each band of layers, with the answer at its tokens or one to the left: a row a
 * scorer, the best in the first graph first, a cell a graph with the mean AUROC over the problems answered right, and beside them those answered wrong;
 * the pair of ends is left out.
 *
 * @param graphs in the order of the findings, at least two
 * @param findings the AUROC of each scorer, graph and kind of answer
 */
public record BandsFigure(List<GraphChoice> graphs, List<Finding> findings) implements Figure {
    private static final int DECIMALS = 4;
    private static final double LEFT = 116;
    private static final double TOP = 104;
    private static final double ROW = 10;
    private static final double GAP = 10;

    /** A band of layers, and where the answer arrives. */
    public record GraphChoice(String layers, String answerAt) {}

    /** The figure of a study; empty where it looked at one graph alone. */
    public static Optional<BandsFigure> of(List<Finding> findings) {
        List<Finding> shown = findings.stream()
                .filter(finding -> {
                    Target target = finding.target();
                    return target.truth() == Truth.NEEDED
                            && target.items() == Items.STATEMENTS_WITHOUT_QUERIED
                            && target.reduction() == Reduction.MEAN
                            && target.measure() == Measure.AUROC;
                })
                .toList();
        List<GraphChoice> graphs =
                shown.stream().map(BandsFigure::graph).distinct().toList();
        return graphs.size() < 2 ? Optional.empty() : Optional.of(new BandsFigure(graphs, shown));
    }

    private static GraphChoice graph(Finding finding) {
        return new GraphChoice(finding.target().layers(), finding.target().answerAt());
    }

    private Optional<Finding> find(String scorer, GraphChoice graph, Answered answered) {
        return findings.stream()
                .filter(finding -> finding.scorer().equals(scorer)
                        && finding.answered() == answered
                        && graph(finding).equals(graph))
                .findFirst();
    }

    /** The scorers from the best to the worst in the first graph, on right answers. */
    List<String> scorers() {
        return findings.stream()
                .map(Finding::scorer)
                .distinct()
                .sorted(Comparator.comparingDouble(scorer -> -find(scorer, graphs.get(0), Answered.RIGHT)
                        .map(finding -> finding.mean().mean())
                        .orElse(0.0)))
                .toList();
    }

    @Override
    public String name() {
        return "bands";
    }

    @Override
    public String title() {
        return "Who finds the needed statements in which layers";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + scorers().size() * ROW + 2 * Page.MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), "AUROC in hundredths, mean over problems, the pair of ends left out; 50 is chance", 0, 10);
        List<String> scorers = scorers();
        for (int row = 0; row < scorers.size(); row++) {
            double y = TOP + row * ROW;
            page.text(scorers.get(row), LEFT - 6, y + 7.4, Page.SMALL, Anchor.END, Palette.INK);
        }
        double block = (Page.WIDTH - LEFT - GAP) / 2;
        drawBlock(page, Answered.RIGHT, LEFT, block, scorers);
        drawBlock(page, Answered.WRONG, LEFT + block + GAP, block, scorers);
    }

    private void drawBlock(Page page, Answered answered, double left, double width, List<String> scorers) {
        int problems = findings.stream()
                .filter(finding -> finding.answered() == answered)
                .mapToInt(finding -> finding.mean().count())
                .max()
                .orElse(0);
        String heading = "answered " + answered.label() + ", " + problems + " problems";
        page.text(Typeface.BOLD, heading, left, 34, Page.TEXT, Anchor.START, Palette.INK);
        double cell = width / graphs.size();
        for (int column = 0; column < graphs.size(); column++) {
            GraphChoice graph = graphs.get(column);
            double x = left + column * cell;
            page.textUpwards(
                    Typeface.SANS,
                    graph.layers + " " + graph.answerAt,
                    x + cell / 2 + 2.4,
                    TOP - 4,
                    Page.SMALL,
                    Anchor.START,
                    Palette.MUTED);
            for (int row = 0; row < scorers.size(); row++) {
                Optional<Finding> found = find(scorers.get(row), graph, answered);
                drawCell(page, found.map(finding -> finding.mean().mean()), x, TOP + row * ROW, cell);
            }
        }
    }

    private static void drawCell(Page page, Optional<Double> auroc, double x, double y, double cell) {
        Color color = auroc.map(value -> Palette.signed(2 * value - 1)).orElse(Palette.GRID);
        page.rectangle(x, y, cell - 0.6, ROW - 0.6, color);
        String number = auroc.map(value -> String.format(Locale.ROOT, "%.0f", 100 * value))
                .orElse("–");
        page.text(number, x + cell / 2, y + 7, Page.SMALL, Anchor.MIDDLE, Palette.inkOn(color));
    }

    /** A row a cell: {@code scorer}, {@code layers}, {@code answer_at}, {@code answered}, {@code auroc} and {@code problems}. */
    @Override
    public Table data() {
        List<String> scorers = scorers();
        List<Finding> cells = Stream.of(Answered.values())
                .flatMap(answered -> graphs.stream()
                        .flatMap(graph -> scorers.stream().flatMap(scorer -> find(scorer, graph, answered).stream())))
                .toList();
        return Table.create(
                name(),
                StringColumn.create("scorer", cells.stream().map(Finding::scorer)),
                StringColumn.create(
                        "layers", cells.stream().map(finding -> finding.target().layers())),
                StringColumn.create(
                        "answer_at",
                        cells.stream().map(finding -> finding.target().answerAt())),
                StringColumn.create(
                        "answered",
                        cells.stream().map(finding -> finding.answered().label())),
                DoubleColumn.create(
                        "auroc",
                        cells.stream()
                                .mapToDouble(finding ->
                                        TableFile.rounded(finding.mean().mean(), DECIMALS))),
                IntColumn.create(
                        "problems",
                        cells.stream()
                                .mapToInt(finding -> finding.mean().count())
                                .toArray()));
    }
}
