package org.flowtracer.workbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GraphBenchTest {
    @Test
    void timesBothGraphs() {
        Map<String, Object> result = new GraphBench(64, 2, 1).run();
        assertEquals(64 * 63 / 2 + 8 + 4, result.get("edges"));
        for (String measure : List.of("build_ms", "iterate_ms", "pagerank_ms", "dinic_ms")) {
            Map<?, ?> times = (Map<?, ?>) Objects.requireNonNull(result.get(measure));
            assertEquals(List.of("attention_graph", "default_graph", "ratio"), List.copyOf(times.keySet()));
            times.values().forEach(time -> assertTrue((Double) time > 0));
        }
    }

    @Test
    void refusesASizeThatCannotBeMeasured() {
        assertThrows(IllegalArgumentException.class, () -> new GraphBench(4, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new GraphBench(64, 0, 1));
    }
}
