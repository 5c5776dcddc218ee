package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.flowtracer.score.Evidence;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.figure.Page.Anchor;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.rl.Method;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What each credit makes of one response: its tokens in a row a credit, shaded by the weight on their advantage, white at the least weight of
 * all, dark at the greatest. Of a response whose advantage is known the shades are blues where that raises a token's probability and reds where it lowers
 * it, and the scale is of advantage times weight.
 *
 * @param name of the files
 * @param advantage of the response; empty where only weights are shown
 * @param tokens readable texts of prompt and response [n]
 * @param response the tokens shown
 * @param answer which of them are the answer, underlined
 * @param strips at least one
 */
public record CreditStripsFigure(
        String name,
        OptionalDouble advantage,
        List<String> tokens,
        Positions response,
        Positions answer,
        List<Strip> strips)
        implements Figure {
    private static final String NAME = "credit-strips";
    private static final String ADVANTAGE = "advantage";
    private static final List<String> LEADING = List.of("token", "region");
    private static final int LABEL_MAX = 12;
    private static final int DECIMALS = 4;
    private static final double LEFT = 112;
    private static final double TOP = 38;
    private static final double CELL = 11;
    private static final double GAP = 4;
    private static final double SCALE = 60;
    private static final double PAD = 1.6;
    /** How far from white the least weight of a known advantage is, so that its sign shows. */
    private static final double PALEST = 0.15;

    /**
     * One credit.
     *
     * @param weights of each token [n]
     */
    public record Strip(String credit, double[] weights) {}

    /**
     * The weights of a trace whose response has a positive advantage.
     *
     * @param methods whose weights are shown; the trace holds what their scorers need
     * @param seed of what is random in them
     */
    public static CreditStripsFigure of(AttentionTrace trace, List<Method> methods, long seed) {
        return of(NAME, OptionalDouble.empty(), trace, methods, seed);
    }

    /**
     * As {@link #of}, of a response in its group.
     *
     * @param name of the figure
     * @param advantage of the response, not 0
     */
    public static CreditStripsFigure ofAdvantage(
            String name, double advantage, AttentionTrace trace, List<Method> methods, long seed) {
        return of(name, OptionalDouble.of(advantage), trace, methods, seed);
    }

    private static CreditStripsFigure of(
            String name, OptionalDouble advantage, AttentionTrace trace, List<Method> methods, long seed) {
        List<Strip> strips = methods.stream()
                .map(method -> new Strip(
                        method.name(),
                        method.weights(Evidence.of(trace, method.dag()), advantage.orElse(1), seed, 0)
                                .values()))
                .toList();
        Regions regions = trace.regions();
        return new CreditStripsFigure(
                name, advantage, ReadableTokens.of(trace.tokens()), regions.response(), regions.answer(), strips);
    }

    /**
     * The figure of a file that {@link #data} was written to.
     *
     * @param name of the figure
     * @throws InputException if it holds another table
     * @throws IOException if the disk refuses
     */
    public static CreditStripsFigure read(String name, Path file) throws IOException {
        List<String> columns = Arrays.asList(TableFile.header(file).split(","));
        if (columns.size() <= LEADING.size()
                || !columns.subList(0, LEADING.size()).equals(LEADING)) {
            throw new InputException("the columns " + LEADING + " and credits", "" + columns, file.toString());
        }
        Table data = TableFile.read(
                file, columns, column -> LEADING.contains(column) ? ColumnType.STRING : ColumnType.DOUBLE);
        List<String> regions = data.stringColumn("region").asList();
        Positions answer = Positions.of(IntStream.range(0, regions.size())
                .filter(k -> regions.get(k).equals(Regions.ANSWER))
                .toArray());
        OptionalDouble advantage = data.containsColumn(ADVANTAGE)
                ? OptionalDouble.of(data.doubleColumn(ADVANTAGE).get(0))
                : OptionalDouble.empty();
        List<Strip> strips = data.columnNames().stream()
                .skip(LEADING.size())
                .filter(column -> !column.equals(ADVANTAGE))
                .map(credit -> new Strip(credit, data.doubleColumn(credit).asDoubleArray()))
                .toList();
        return new CreditStripsFigure(
                name,
                advantage,
                data.stringColumn("token").asList(),
                Positions.range(0, regions.size()),
                answer,
                strips);
    }

    /** Where a token stands in each strip: its line, from the left margin on. */
    private record Cell(int position, int line, double x, double width, String label) {}

    @Override
    public String title() {
        return advantage.isEmpty()
                ? "What each credit looks at"
                : advantage.getAsDouble() > 0
                        ? "What each credit makes of a right response"
                        : "What each credit makes of a wrong response";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + strips.size() * stripHeight(cells()) + 2 * Page.MARGIN;
    }

    private static double stripHeight(List<Cell> cells) {
        return (cells.get(cells.size() - 1).line + 1) * CELL + GAP;
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        double x = 0;
        int line = 0;
        for (int k : response.toArray()) {
            String label = ReadableTokens.label(tokens.get(k), LABEL_MAX);
            double width = Typeface.MONO.width(label, Page.SMALL) + 2 * PAD;
            if (x + width > Page.WIDTH - LEFT) {
                x = 0;
                line++;
            }
            cells.add(new Cell(k, line, x, width, label));
            x += width;
        }
        return cells;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                (advantage.isEmpty() ? "weight on the advantage" : "weight times advantage")
                        + " of each token of one response; the answer is underlined",
                0,
                10);
        double least = weights(0);
        double greatest = weights(1);
        drawScale(page, least, greatest);
        List<Cell> cells = cells();
        for (int j = 0; j < strips.size(); j++) {
            double top = TOP + j * stripHeight(cells);
            Strip strip = strips.get(j);
            page.text(strip.credit, LEFT - 8, top + 7.8, Page.SMALL, Anchor.END, Palette.INK);
            for (Cell cell : cells) {
                double weight = strip.weights[cell.position];
                drawCell(page, cell, top, greatest > least ? (weight - least) / (greatest - least) : 0);
            }
        }
    }

    /** The least weight at 0, the greatest at 1. */
    private double weights(int end) {
        double[] sorted = strips.stream()
                .flatMapToDouble(strip -> response.stream().mapToDouble(k -> strip.weights[k]))
                .sorted()
                .toArray();
        return sorted[end * (sorted.length - 1)];
    }

    private void drawCell(Page page, Cell cell, double top, double shade) {
        double x = LEFT + cell.x;
        double y = top + cell.line * CELL;
        Color ground = color(shade);
        page.rectangle(x, y, cell.width - 0.5, CELL - 1, ground);
        page.text(Typeface.MONO, cell.label, x + PAD, y + 7.6, Page.SMALL, Anchor.START, Palette.inkOn(ground));
        if (answer.contains(cell.position)) {
            page.rectangle(x, y + CELL - 1, cell.width - 0.5, 1.2, Palette.ANSWER);
        }
    }

    /** The colour of a weight between the least, 0, and the greatest, 1. */
    private Color color(double shade) {
        return advantage.isEmpty()
                ? Palette.magnitude(shade)
                : Palette.signed(Math.signum(advantage.getAsDouble()) * (PALEST + (1 - PALEST) * shade));
    }

    private void drawScale(Page page, double least, double greatest) {
        double left = Page.WIDTH - SCALE - 24;
        for (int step = 0; step < 20; step++) {
            page.rectangle(left + step * SCALE / 20, 4, SCALE / 20 + 0.2, 6, color(step / 19.0));
        }
        page.text(number(least), left - 4, 10, Page.SMALL, Anchor.END, Palette.MUTED);
        page.text(number(greatest), left + SCALE + 4, 10, Page.SMALL, Anchor.START, Palette.MUTED);
    }

    private String number(double weight) {
        return advantage.isEmpty()
                ? String.format(Locale.ROOT, "%.2f", weight)
                : String.format(Locale.ROOT, "%+.2f", advantage.getAsDouble() * weight)
                        .replace('-', '\u2212');
    }

    /** A row a token of the response: a short visible text, its region, the response's advantage where that is known, and a column of weights a credit. */
    @Override
    public Table data() {
        int[] shown = response.toArray();
        Table table = Table.create(
                name(),
                StringColumn.create(
                        "token", IntStream.of(shown).mapToObj(k -> ReadableTokens.label(tokens.get(k), LABEL_MAX))),
                StringColumn.create(
                        "region",
                        IntStream.of(shown).mapToObj(k -> answer.contains(k) ? Regions.ANSWER : Regions.RESPONSE)));
        advantage.ifPresent(value -> table.addColumns(DoubleColumn.create(
                ADVANTAGE, IntStream.of(shown).mapToDouble(k -> TableFile.rounded(value, DECIMALS)))));
        strips.forEach(strip -> table.addColumns(DoubleColumn.create(
                strip.credit, IntStream.of(shown).mapToDouble(k -> TableFile.rounded(strip.weights[k], DECIMALS)))));
        return table;
    }
}
