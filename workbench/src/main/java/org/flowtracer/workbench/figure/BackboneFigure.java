package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.flowtracer.flow.Backbone;
import org.flowtracer.flow.FlowEdge;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The backbone as arcs over the line of tokens: each arc an edge, as wide as its flow, in the colour of the region that it leaves. Beyond
 * 108 tokens an arc is all the flow from one block of tokens to a later one.
 *
 * @param tokens readable texts [n]
 * @param block how many tokens share an end of an arc; 1 for edges as they are
 * @param arcs the heaviest, heaviest first
 * @param hubs the tokens that most of the backbone's flow enters or leaves, heaviest first
 * @param edges how many edges the backbone has
 * @param share the part of the backbone's flow that the arcs hold
 */
public record BackboneFigure(
        List<String> tokens, Regions regions, int block, List<Arc> arcs, List<Integer> hubs, int edges, double share)
        implements Figure {
    /**
     * Flow from one block of tokens to a later one.
     *
     * @param from the first token of the earlier block
     * @param to the first token of the later block
     * @param flow in units of the question's flow
     */
    public record Arc(int from, int to, double flow) {}

    private static final int TOKENS_MAX = 108;
    private static final int ARCS_MAX = 400;

    private static final double WIDTH_MAX = 760;
    private static final double TOP = 34;
    private static final double ARC_FULL = 165;
    private static final double ARC_MIN = 5;
    private static final double WIDEST = 6;
    private static final double LABELLED_SLOT = 7;
    private static final int HUBS_WITH_TEXT = 40;

    /** Of equally heavy arcs, that with the earlier later end comes first, then that with the earlier earlier one. */
    public static BackboneFigure of(AttentionTrace trace, Backbone backbone) {
        int size = trace.size();
        int block = size <= TOKENS_MAX ? 1 : (size + TOKENS_MAX - 1) / TOKENS_MAX;
        double[][] flows = new double[(size + block - 1) / block][];
        Arrays.setAll(flows, row -> new double[row]);
        double[] met = new double[size];
        double all = 0;
        for (FlowEdge edge : backbone.edges()) {
            all += edge.flow();
            met[edge.from()] += edge.flow();
            met[edge.to()] += edge.flow();
            if (edge.from() / block < edge.to() / block) {
                flows[edge.to() / block][edge.from() / block] += edge.flow();
            }
        }
        List<Arc> arcs = heaviest(flows, block);
        double drawn = arcs.stream().mapToDouble(Arc::flow).sum();
        List<Integer> hubs = IntStream.range(0, size)
                .filter(k -> met[k] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> met[k]).reversed())
                .toList();
        return new BackboneFigure(
                ReadableTokens.of(trace.tokens()),
                trace.regions(),
                block,
                arcs,
                hubs,
                backbone.edges().size(),
                all > 0 ? drawn / all : 0);
    }

    private static List<Arc> heaviest(double[][] flows, int block) {
        List<Arc> arcs = new ArrayList<>();
        for (int to = 0; to < flows.length; to++) {
            for (int from = 0; from < to; from++) {
                if (flows[to][from] > 0) {
                    arcs.add(new Arc(from * block, to * block, flows[to][from]));
                }
            }
        }
        arcs.sort(Comparator.comparingDouble(Arc::flow).reversed());
        return List.copyOf(arcs.subList(0, Math.min(ARCS_MAX, arcs.size())));
    }

    @Override
    public String name() {
        return "backbone";
    }

    @Override
    public String title() {
        return "Backbone of the flow";
    }

    @Override
    public double width() {
        return lineWidth() + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + arcsHeight() + (hasText() ? 9 + axis().height() : 70) + 2 * Page.MARGIN;
    }

    private double lineWidth() {
        double wanted = tokens.size() * LABELLED_SLOT;
        return wanted <= WIDTH_MAX ? Math.max(Page.WIDTH, wanted) : Page.WIDTH;
    }

    private double slot() {
        return lineWidth() / tokens.size();
    }

    private double arcsHeight() {
        return WIDEST + arcs.stream().mapToDouble(this::height).max().orElse(0);
    }

    private double height(Arc arc) {
        double reach = (arc.to() - arc.from()) / (double) tokens.size();
        return ARC_MIN + (ARC_FULL - ARC_MIN) * Math.sqrt(reach);
    }

    private boolean hasText() {
        return TokenAxis.fits(slot());
    }

    private TokenAxis axis() {
        return TokenAxis.of(tokens, slot());
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(title(), reading(), 0, 10);
        RegionLegend.draw(page, regions, tokens.size(), lineWidth(), 10);
        var line = new BarPanel(0, TOP, lineWidth(), arcsHeight(), 0, tokens.size(), tokens.size(), 1);
        drawArcs(page, line);
        line.drawBars(page, regions, new double[tokens.size()]);
        if (hasText()) {
            axis().draw(page, 0, tokens.size(), line::middle, line.bottom());
        } else {
            drawHubs(page, line);
        }
    }

    private String reading() {
        String ends = block == 1 ? "" : " between blocks of " + block + " tokens";
        return String.format(
                Locale.ROOT,
                "an arc is as wide as the flow along it%s, coloured by where it starts; %.0f %% of the flow of %d edges",
                ends,
                100 * share,
                edges);
    }

    private void drawArcs(Page page, BarPanel line) {
        if (arcs.isEmpty()) {
            return;
        }
        double heaviest = arcs.get(0).flow();
        double widest = Math.min(WIDEST, 0.8 * slot() * block);
        for (int j = arcs.size() - 1; j >= 0; j--) {
            Arc arc = arcs.get(j);
            double weight = arc.flow() / heaviest;
            double from = line.middle(arc.from()) + (block - 1) * slot() / 2;
            double to = line.middle(arc.to()) + (block - 1) * slot() / 2;
            double control = line.base() - height(arc) * 4 / 3;
            Path2D curve = new Path2D.Double();
            curve.moveTo(from, line.base());
            curve.curveTo(from, control, to, control, to, line.base());
            Color color = Palette.region(regions.nameAt(arc.from()));
            int opacity = (int) Math.round(90 + 130 * Math.sqrt(weight));
            page.stroke(
                    curve,
                    new Color(color.getRed(), color.getGreen(), color.getBlue(), opacity),
                    Math.max(0.2, widest * weight));
        }
    }

    /** Texts and positions of the hubs that stand far enough apart. */
    private void drawHubs(Page page, BarPanel line) {
        List<Double> taken = new ArrayList<>();
        for (int position : hubs) {
            double x = line.middle(position);
            if (taken.size() < HUBS_WITH_TEXT && taken.stream().allMatch(other -> Math.abs(other - x) >= 8)) {
                page.line(x, line.bottom(), x, line.bottom() + 3, Palette.MUTED, 0.5);
                page.textUpwards(
                        Typeface.MONO,
                        ReadableTokens.label(tokens.get(position), 8) + " " + position,
                        x + Page.SMALL * 0.36,
                        line.bottom() + 5,
                        Page.SMALL,
                        Anchor.END,
                        Palette.INK);
                taken.add(x);
            }
        }
    }

    @Override
    public Table data() {
        return Table.create(
                name(),
                IntColumn.create("from", arcs.stream().mapToInt(Arc::from)),
                IntColumn.create("to", arcs.stream().mapToInt(Arc::to)),
                StringColumn.create("from_token", arcs.stream().map(arc -> tokens.get(arc.from()))),
                StringColumn.create("to_token", arcs.stream().map(arc -> tokens.get(arc.to()))),
                DoubleColumn.create("flow", arcs.stream().mapToDouble(Arc::flow)));
    }
}
