package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowEdge;
import org.flowtracer.flow.FlowMassBackbone;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.analysis.RegionFlow;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Figures by the numbers that they plot. */
class TraceFiguresTest {
    private static final ReasoningFlow FLOW = SmallTrace.FLOW;

    private static Table data(String name) {
        return SmallTrace.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .data();
    }

    @Test
    void areFiveWhereLayersAreKept() {
        assertEquals(
                List.of("throughput", "backbone", "flow-by-region", "attention-and-flow", "layer-bands"),
                SmallTrace.figures().stream().map(Figure::name).toList());
    }

    @Test
    void throughputPlotsTheFlow() {
        Table data = data("throughput");
        assertArrayEquals(FLOW.throughput(), data.doubleColumn("throughput").asDoubleArray());
        assertEquals(
                List.of("question", "question", "question", "", "response", "response", "response", "answer"),
                data.stringColumn("region").asList());
    }

    @Test
    void backbonePlotsEachEdgeOfAShortTrace() {
        Table data = data("backbone");
        List<FlowEdge> edges = new FlowMassBackbone(0.8).extract(FLOW).edges();
        assertEquals(edges.size(), data.rowCount());
        for (Row row : data) {
            assertEquals(FLOW.edgeFlow(row.getInt("from"), row.getInt("to")), row.getDouble("flow"), 1e-15);
            assertEquals(SmallTrace.TRACE.tokens().get(row.getInt("to")), row.getString("to_token"));
        }
    }

    @Test
    void backboneOfALongTraceSumsBlocks() {
        AttentionTrace trace = SyntheticTrace.of(300, 1, 5);
        var flow = FlowTracer.trace(
                AttentionDag.of(trace, SmallTrace.OPTIONS.withLayers(LayerBand.ALL)), FlowOptions.DEFAULT);
        var backbone = new FlowMassBackbone(0.6).extract(flow);
        var figure = BackboneFigure.of(trace, backbone);
        assertEquals(3, figure.block());
        for (BackboneFigure.Arc arc : figure.arcs().subList(0, 20)) {
            double expected = backbone.edges().stream()
                    .filter(edge -> edge.from() / 3 == arc.from() / 3 && edge.to() / 3 == arc.to() / 3)
                    .mapToDouble(FlowEdge::flow)
                    .sum();
            assertEquals(expected, arc.flow(), 1e-12);
        }
    }

    @Test
    void regionsBalance() {
        RegionFlow regions = RegionFlow.of(FLOW);
        assertEquals(1, regions.arrived(), 1e-12);
        double leaving = regions.forward(0, 1) + regions.forward(0, 2) + regions.forward(0, 3);
        double arriving = regions.forward(0, 3) + regions.forward(1, 3) + regions.forward(2, 3);
        assertEquals(1, leaving, 1e-12);
        assertEquals(1, arriving, 1e-12);
        double steps = 0;
        for (int k = 0; k < FLOW.size(); k++) {
            for (int i = 0; i < k; i++) {
                steps += FLOW.edgeFlow(i, k);
            }
        }
        assertEquals(steps, regions.meanSteps(), 1e-12);
        assertEquals(20, data("flow-by-region").rowCount());
    }

    @Test
    void matricesPlotWeightAndFlow() {
        for (Row row : data("attention-and-flow")) {
            int query = row.getInt("query_from");
            int key = row.getInt("key_from");
            assertEquals(FLOW.dag().weight(key, query), row.getDouble("attention_max"));
            assertEquals(key < query ? FLOW.edgeFlow(key, query) : 0, row.getDouble("flow_max"));
        }
    }

    @Test
    void longMatricesKeepTheLargestOfABlock() {
        var matrix = BlockMatrix.of(10, 4, (query, key) -> query + key / 100.0);
        assertEquals(3, matrix.block());
        assertEquals(4, matrix.cells().length);
        assertEquals(8.05, matrix.cells()[2][1]);
        assertEquals(9.08, matrix.cells()[3][2]);
        assertEquals(0, matrix.cells()[3][3]);
        assertEquals(9.08, matrix.maximum());
    }

    @Test
    void bandsAreTracedApart() {
        var figure = LayerBandFigure.of(SmallTrace.TRACE, SmallTrace.OPTIONS, FlowOptions.DEFAULT)
                .orElseThrow();
        assertEquals(
                List.of("early 0..1", "middle 1..3", "late 3..4", "all 0..4"),
                figure.bands().stream()
                        .map(band -> band.name() + " " + band.layers())
                        .toList());
        for (LayerBandFigure.Band band : figure.bands()) {
            var dag = AttentionDag.of(SmallTrace.TRACE, SmallTrace.OPTIONS.withLayers(new LayerBand(band.name())));
            assertArrayEquals(
                    FlowTracer.trace(dag, FlowOptions.DEFAULT).throughput(),
                    figure.data().doubleColumn(band.name()).asDoubleArray());
        }
        assertEquals(1, figure.correlationWithMiddle(figure.bands().get(1)), 1e-12);
    }

    @Test
    void rankCorrelationSharesTies() {
        double[] middle = {0, 0, 0, 0, 1, 2, 2, 3};
        double[] other = {9, 9, 9, 9, 1, 3, 2, 4};
        var figure = new LayerBandFigure(
                SmallTrace.TRACE.tokens(),
                SmallTrace.TRACE.regions(),
                List.of(
                        new LayerBandFigure.Band("middle", "1..3", middle),
                        new LayerBandFigure.Band("all", "0..4", other)));
        // Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: covariance 4.5, variances 4.5 and 5.
        assertEquals(
                4.5 / Math.sqrt(22.5),
                figure.correlationWithMiddle(figure.bands().get(1)),
                1e-12);
        assertTrue(LayerBandFigure.of(averaged(), SmallTrace.OPTIONS, FlowOptions.DEFAULT)
                .isEmpty());
    }

    private static AttentionTrace averaged() {
        AttentionTrace trace = SyntheticTrace.of(8, 1, 1);
        var layer = (Attention.PerLayer) trace.attention();
        return new AttentionTrace(
                trace.tokens(),
                new int[8],
                trace.regions(),
                new Attention.Averaged(List.of(), 1, layer.means().get(0)),
                new float[7],
                new float[8]);
    }
}
