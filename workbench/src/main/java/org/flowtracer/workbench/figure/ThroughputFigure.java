package org.flowtracer.workbench.figure;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Throughput along the sequence: a bar a token. Up to {@value #TOKENS_WITH_TEXT} tokens stand in rows with their texts beneath; longer
 * sequences in one row, where the texts of the heaviest response tokens stand above their bars.
 *
 * @param tokens readable texts [n]
 * @param throughput tau(k) in units of the question's flow [n]
 */
public record ThroughputFigure(List<String> tokens, Regions regions, double[] throughput) implements Figure {
    private static final int TOKENS_A_ROW = 72;
    private static final int TOKENS_WITH_TEXT = 3 * TOKENS_A_ROW;
    private static final int PEAKS_WITH_TEXT = 24;
    private static final double LEFT = 32;
    private static final double TOP = 32;
    private static final double BARS = 92;
    private static final double LINE = 8;
    private static final double HEADROOM = 36;

    public static ThroughputFigure of(AttentionTrace trace, ReasoningFlow flow) {
        return new ThroughputFigure(ReadableTokens.of(trace.tokens()), trace.regions(), flow.throughput());
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String title() {
        return "Throughput along the sequence";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + rows() * rowHeight() + 2 * Page.MARGIN;
    }

    private boolean hasText() {
        return tokens.size() <= TOKENS_WITH_TEXT;
    }

    private int rows() {
        return hasText() ? (tokens.size() + TOKENS_A_ROW - 1) / TOKENS_A_ROW : 1;
    }

    private int tokensInRow() {
        return (tokens.size() + rows() - 1) / rows();
    }

    private double rowHeight() {
        return BARS + (hasText() ? 12 + axis().height() : HEADROOM + 26);
    }

    private TokenAxis axis() {
        return TokenAxis.of(tokens, (Page.WIDTH - LEFT) / tokensInRow());
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        double maximum = BarPanel.maximum(regions, List.of(throughput));
        page.title(title(), reading(), 0, 10);
        RegionLegend.draw(page, regions, tokens.size(), Page.WIDTH, 10);
        for (int row = 0; row < rows(); row++) {
            int from = row * tokensInRow();
            int to = Math.min(tokens.size(), from + tokensInRow());
            double top = TOP + row * rowHeight() + (hasText() ? 0 : HEADROOM);
            var panel = new BarPanel(LEFT, top, Page.WIDTH - LEFT, BARS, from, to, tokensInRow(), maximum);
            panel.drawValueAxis(page, 5);
            panel.drawBars(page, regions, throughput);
            if (hasText()) {
                axis().draw(page, from, to, panel::middle, panel.bottom());
            } else {
                panel.drawPositions(page);
                drawPeaks(page, panel);
                page.text("token position", Page.WIDTH, panel.bottom() + 19, Page.SMALL, Anchor.END, Palette.MUTED);
            }
        }
    }

    private String reading() {
        int together = hasText()
                ? 1
                : new BarPanel(LEFT, TOP, Page.WIDTH - LEFT, BARS, 0, tokens.size(), tokens.size(), 1).tokensPerBar();
        return "flow into plus out of each token, the question's flow being 1; broken bars go higher"
                + (together > 1 ? "; a bar is the largest of " + together + " tokens" : "");
    }

    /** Texts above the heaviest response tokens that stand far enough apart. */
    private void drawPeaks(Page page, BarPanel panel) {
        List<Integer> heaviest = regions.response().stream()
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> throughput[k]).reversed())
                .toList();
        List<Double> taken = new ArrayList<>();
        for (int position : heaviest) {
            double x = panel.middle(position);
            if (taken.size() < PEAKS_WITH_TEXT && taken.stream().allMatch(other -> Math.abs(other - x) >= LINE)) {
                double y = panel.base() - Math.min(1, throughput[position] / panel.maximum()) * panel.height();
                drawPeak(page, ReadableTokens.label(tokens.get(position), 8), x, y - 2);
                taken.add(x);
            }
        }
    }

    private static void drawPeak(Page page, String label, double x, double y) {
        if (label.length() == 1) {
            page.text(Typeface.MONO, label, x, y, Page.SMALL, Anchor.MIDDLE, Palette.INK);
        } else {
            page.textUpwards(Typeface.MONO, label, x + Page.SMALL * 0.36, y, Page.SMALL, Anchor.START, Palette.INK);
        }
    }

    @Override
    public Table data() {
        return Table.create(
                name(),
                IntColumn.create("position", IntStream.range(0, tokens.size()).toArray()),
                StringColumn.create("token", tokens),
                StringColumn.create("region", IntStream.range(0, tokens.size()).mapToObj(regions::nameAt)),
                DoubleColumn.create("throughput", throughput));
    }
}
