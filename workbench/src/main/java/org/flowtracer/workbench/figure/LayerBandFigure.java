package org.flowtracer.workbench.figure;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Throughput by the layers whose attention is traced, one panel a band, each with its Spearman correlation with the middle band over the
 * response tokens (ties share their mean rank).
 *
 * @param tokens readable texts [n]
 * @param bands at least two, the middle one among them
 */
public record LayerBandFigure(List<String> tokens, Regions regions, List<Band> bands) implements Figure {
    private static final List<LayerBand> COMPARED =
            List.of(LayerBand.EARLY, LayerBand.MIDDLE, LayerBand.LATE, LayerBand.ALL);
    private static final double LEFT = 32;
    private static final double RIGHT = 84;
    private static final double TOP = 34;
    private static final double BARS = 54;
    private static final double ROW = 66;

    /**
     * One band's flow.
     *
     * @param layers which layers, as a reader would name them
     * @param throughput tau(k) [n]
     */
    public record Band(String name, String layers, double[] throughput) {}

    /** The bands that the trace's layers allow; empty unless the middle band and another are among them. */
    public static Optional<LayerBandFigure> of(AttentionTrace trace, DagOptions dagOptions, FlowOptions flowOptions) {
        if (trace.attention() instanceof Attention.Averaged) {
            return Optional.empty();
        }
        int modelLayers = trace.attention().modelLayers();
        List<Band> bands = new ArrayList<>();
        boolean hasMiddle = false;
        for (LayerBand band : COMPARED) {
            if (band.isHeldBy(trace.attention())) {
                var dag = AttentionDag.of(trace, dagOptions.withLayers(band));
                List<Integer> layers = band.layersOf(modelLayers);
                String range = layers.get(0) + ".." + (layers.get(layers.size() - 1) + 1);
                bands.add(new Band(
                        band.name(), range, FlowTracer.trace(dag, flowOptions).throughput()));
                hasMiddle |= band.equals(LayerBand.MIDDLE);
            }
        }
        return hasMiddle && bands.size() > 1
                ? Optional.of(new LayerBandFigure(ReadableTokens.of(trace.tokens()), trace.regions(), bands))
                : Optional.empty();
    }

    @Override
    public String name() {
        return "layer-bands";
    }

    @Override
    public String title() {
        return "Throughput by layer band";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + bands.size() * ROW + 12 + 2 * Page.MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "flow through each token when only these layers' attention is traced; ρ: rank correlation with the middle band",
                0,
                10);
        RegionLegend.draw(page, regions, tokens.size(), Page.WIDTH, 10);
        double maximum =
                BarPanel.maximum(regions, bands.stream().map(Band::throughput).toList());
        for (int row = 0; row < bands.size(); row++) {
            Band band = bands.get(row);
            var panel = new BarPanel(
                    LEFT, TOP + row * ROW, Page.WIDTH - LEFT - RIGHT, BARS, 0, tokens.size(), tokens.size(), maximum);
            panel.drawValueAxis(page, 3);
            panel.drawBars(page, regions, band.throughput());
            double x = Page.WIDTH - RIGHT + 8;
            page.text(Typeface.BOLD, band.name(), x, panel.top() + 14, Page.TEXT, Anchor.START, Palette.INK);
            page.text("layers " + band.layers(), x, panel.top() + 25, Page.TEXT, Anchor.START, Palette.MUTED);
            page.text(
                    String.format(Locale.ROOT, "ρ = %.2f", correlationWithMiddle(band)),
                    x,
                    panel.top() + 36,
                    Page.TEXT,
                    Anchor.START,
                    Palette.MUTED);
            if (row == bands.size() - 1) {
                panel.drawPositions(page);
            }
        }
    }

    /** Spearman's rank correlation of a band's throughput with the middle band's, over the response tokens; NaN for a single one. */
    double correlationWithMiddle(Band band) {
        if (regions.response().size() < 2) {
            return Double.NaN;
        }
        Band middle = bands.stream()
                .filter(other -> other.name().equals(LayerBand.MIDDLE.name()))
                .findFirst()
                .orElseThrow();
        return response(band).spearmans(response(middle));
    }

    private DoubleColumn response(Band band) {
        return DoubleColumn.create(band.name(), regions.response().stream().mapToDouble(k -> band.throughput()[k]));
    }

    @Override
    public Table data() {
        Table table = Table.create(
                name(),
                IntColumn.create("position", IntStream.range(0, tokens.size()).toArray()),
                StringColumn.create("token", tokens),
                StringColumn.create("region", IntStream.range(0, tokens.size()).mapToObj(regions::nameAt)));
        bands.forEach(band -> table.addColumns(DoubleColumn.create(band.name(), band.throughput())));
        return table;
    }
}
