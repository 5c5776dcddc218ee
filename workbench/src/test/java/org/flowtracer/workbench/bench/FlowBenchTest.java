package org.flowtracer.workbench.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.trace.Positions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlowBenchTest {
    @Test
    @DisplayName("reports sweeps, reading, strsv and JGraphT, each with times and ratios")
    void reports() {
        Map<String, Object> result = new FlowBench(64, 16, 2, 1).run();
        assertEquals("flow", result.get("bench"));
        List<String> dense = List.of("sweeps_ms", "read_ms", "strsv_ms", "sweeps_to_read", "sweeps_to_strsv");
        assertEquals(dense, keys(result.get("one_thread")));
        assertEquals(dense, keys(result.get("all_processors")));
        assertEquals(List.of("tokens", "sweeps_ms", "jgrapht_ms", "sweeps_to_jgrapht"), keys(result.get("graph")));
    }

    private static List<String> keys(@Nullable Object map) {
        return ((Map<?, ?>) Objects.requireNonNull(map))
                .keySet().stream().map(String::valueOf).toList();
    }

    @Test
    @DisplayName("the sweeps on a JGraphT graph give the same flow")
    void graphSweepsAgree() {
        AttentionDag dag = AttentionDag.ofEdges(
                5,
                Positions.of(0, 1),
                Positions.of(3, 4),
                List.of(new Edge(0, 2, 0.5), new Edge(1, 2, 0.25), new Edge(2, 3, 0.5), new Edge(1, 4, 0.125)));
        double[] inflow = new GraphSweeps(dag).both();
        assertArrayEquals(FlowTracer.trace(dag, FlowOptions.DEFAULT).inflow(), inflow, 1e-15);
        assertTrue(inflow[4] > 0);
    }

    @Test
    @DisplayName("refuses sizes that hold no graph")
    void refuses() {
        assertThrows(IllegalArgumentException.class, () -> new FlowBench(4, 16, 2, 1));
    }
}
