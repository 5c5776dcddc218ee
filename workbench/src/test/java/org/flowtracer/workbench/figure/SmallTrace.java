package org.flowtracer.workbench.figure;

import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowMassBackbone;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;

/** Eight tokens, four layers, every weight a sixteenth or more: what is computed from it is the same on every machine. */
final class SmallTrace {
    static final DagOptions OPTIONS = DagOptions.DEFAULT.withLayers(LayerBand.MIDDLE);
    static final AttentionTrace TRACE = new AttentionTrace(
            List.of("b", "=", "7", "\n", " so", " 7", "+", " end"),
            new int[8],
            Regions.ofRanges(0, 3, 4, 8, 7, 8),
            new Attention.PerLayer(
                    List.of(0, 1, 2, 3),
                    4,
                    IntStream.range(0, 4).mapToObj(SmallTrace::layer).toList()),
            new float[7],
            new float[8]);
    static final ReasoningFlow FLOW = FlowTracer.trace(AttentionDag.of(TRACE, OPTIONS), FlowOptions.DEFAULT);

    private SmallTrace() {}

    private static CausalMatrix layer(int layer) {
        float[] packed = new float[CausalMatrix.packedLength(8)];
        for (int query = 0; query < 8; query++) {
            for (int key = 0; key <= query; key++) {
                packed[CausalMatrix.rowStart(query) + key] = ((query * 3 + key * 5 + layer * 7) % 4 + 1) / 16f;
            }
        }
        return CausalMatrix.over(8, packed);
    }

    static List<Figure> figures() {
        return TraceFigures.of(TRACE, OPTIONS, FLOW, new FlowMassBackbone(0.8).extract(FLOW));
    }
}
