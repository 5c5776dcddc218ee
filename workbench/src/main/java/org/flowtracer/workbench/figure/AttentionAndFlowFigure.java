package org.flowtracer.workbench.figure;

import java.awt.Graphics2D;
import java.math.BigDecimal;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Attention beside the flow that it carries, as two matrices: what each later token (row) reads of each earlier one (column), and how much of
 * the question's flow runs along that edge. Long sequences are shrunk to blocks that keep their largest entry.
 */
public record AttentionAndFlowFigure(Regions regions, BlockMatrix attention, BlockMatrix flow) implements Figure {
    private static final int CELLS_MAX = 105;
    private static final double LEFT = 34;
    private static final double TOP = 50;
    private static final double SIDE = 206;
    private static final double STRIP = 3;
    private static final double COLUMN = 250;

    /** The figure of a flow and of the weights that it ran over. Cost O(n^2). */
    public static AttentionAndFlowFigure of(ReasoningFlow flow) {
        AttentionDag dag = flow.dag();
        return new AttentionAndFlowFigure(
                dag.regions(),
                BlockMatrix.of(dag.size(), CELLS_MAX, (query, key) -> dag.weight(key, query)),
                BlockMatrix.of(dag.size(), CELLS_MAX, (query, key) -> flow.edgeFlow(key, query)));
    }

    @Override
    public String name() {
        return "attention-and-flow";
    }

    @Override
    public String title() {
        return "Attention, and the flow that it carries";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + side() + 30 + 2 * Page.MARGIN;
    }

    /** A multiple of half a point, so that cells end where pixels do. */
    private double cell() {
        return Math.max(0.5, Math.floor(2 * SIDE / attention.cells().length) / 2);
    }

    private double side() {
        return cell() * attention.cells().length;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        int block = attention.block();
        String reading = "a row is a token that reads, a column a token that is read"
                + (block > 1 ? "; a cell is the largest of " + block + " × " + block + " entries" : "");
        page.title(title(), reading, 0, 10);
        RegionLegend.draw(page, regions, attention.size(), Page.WIDTH, 10);
        drawPanel(page, attention, "Attention", "attention weight", LEFT);
        drawPanel(page, flow, "Flow to the answer", "share of the question's flow", LEFT + COLUMN);
    }

    private void drawPanel(Page page, BlockMatrix matrix, String heading, String unit, double left) {
        page.text(Typeface.BOLD, heading, left, TOP - 8, Page.TEXT, Anchor.START, Palette.INK);
        matrix.draw(page, left, TOP, cell());
        matrix.drawScale(page, unit, left + side(), TOP + 8, side() * 0.55);
        drawRegions(page, left);
        drawPositions(page, left);
    }

    private double along(double position) {
        return position / attention.block() * cell();
    }

    private void drawRegions(Page page, double left) {
        int size = attention.size();
        for (int start = 0; start < size; ) {
            String region = regions.nameAt(start);
            int end = start + 1;
            while (end < size && regions.nameAt(end).equals(region)) {
                end++;
            }
            double from = along(start);
            double length = along(end) - from;
            page.rectangle(left - STRIP - 1, TOP + from, STRIP, length, Palette.region(region));
            page.rectangle(left + from, TOP + side() + 1, length, STRIP, Palette.region(region));
            if (start > 0) {
                page.line(left, TOP + from, left + from, TOP + from, Palette.MUTED, 0.4);
                page.line(left + from, TOP + from, left + from, TOP + side(), Palette.MUTED, 0.4);
            }
            start = end;
        }
    }

    private void drawPositions(Page page, double left) {
        int step = Ticks.step(attention.size() / 6.0).max(BigDecimal.ONE).intValue();
        double foot = TOP + side() + STRIP + 1;
        for (int position = 0; position < attention.size(); position += step) {
            double place = along(position + 0.5);
            String label = Integer.toString(position);
            page.line(left + place, foot, left + place, foot + 2, Palette.MUTED, 0.5);
            page.text(label, left + place, foot + 9, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
            page.line(left - STRIP - 3, TOP + place, left - STRIP - 1, TOP + place, Palette.MUTED, 0.5);
            page.text(label, left - STRIP - 5, TOP + place + 2.4, Page.SMALL, Anchor.END, Palette.MUTED);
        }
        page.text("key: the token read", left + side() / 2, foot + 19, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        page.textUpwards(
                Typeface.SANS,
                "query: the token that reads",
                left - 25,
                TOP + side() / 2,
                Page.SMALL,
                Anchor.MIDDLE,
                Palette.MUTED);
    }

    @Override
    public Table data() {
        var queryFrom = IntColumn.create("query_from");
        var keyFrom = IntColumn.create("key_from");
        var attentionMax = DoubleColumn.create("attention_max");
        var flowMax = DoubleColumn.create("flow_max");
        for (int row = 0; row < attention.cells().length; row++) {
            for (int column = 0; column <= row; column++) {
                queryFrom.append(row * attention.block());
                keyFrom.append(column * attention.block());
                attentionMax.append(attention.cells()[row][column]);
                flowMax.append(flow.cells()[row][column]);
            }
        }
        return Table.create(name(), queryFrom, keyFrom, attentionMax, flowMax);
    }
}
