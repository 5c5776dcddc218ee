package org.flowtracer.workbench.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionDag.Edge;
import org.flowtracer.graph.GraphScalars;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;

class ScalarsJsonTest {
    private static final Set<String> KEYS = Set.of(
            "max_flow_unit_source",
            "max_flow_free_source",
            "min_cut_free_source_value",
            "shortest_S_to_T",
            "five_best_lengths",
            "widest_bottleneck",
            "dominators_of_T",
            "longest_S_to_T_hops");

    private static JsonObject json(AttentionDag dag) {
        return JsonObject.parse(ScalarsJson.text(GraphScalars.of(dag)), "scalars");
    }

    @Test
    void diamondByHand() {
        JsonObject json = json(AttentionDag.ofEdges(
                5,
                Positions.of(0),
                Positions.of(3),
                List.of(
                        new Edge(0, 1, 0.5),
                        new Edge(0, 2, 0.25),
                        new Edge(1, 3, 0.5),
                        new Edge(2, 3, 0.5),
                        new Edge(0, 4, 0.75))));
        assertEquals(KEYS, json.keys());
        assertEquals(0.75, json.number("max_flow_unit_source"), 1e-12);
        assertEquals(0.75, json.number("max_flow_free_source"), 1e-12);
        assertEquals(0.75, json.number("min_cut_free_source_value"), 1e-12);
        assertEquals(Math.log(4), json.number("shortest_S_to_T"), 1e-12);
        assertEquals(2, json.numbers("five_best_lengths").size());
        assertEquals(Math.log(8), json.numbers("five_best_lengths").get(1), 1e-12);
        assertEquals(0.5, json.number("widest_bottleneck"), 1e-12);
        assertEquals(List.of(0, 3), json.integers("dominators_of_T"));
        assertEquals(4, json.integer("longest_S_to_T_hops"));
    }

    @Test
    void whatNoPathGivesIsNull() {
        JsonObject json = json(AttentionDag.ofEdges(3, Positions.of(0), Positions.of(2), List.of(new Edge(0, 1, 0.5))));
        assertEquals(KEYS, json.keys());
        assertEquals(0, json.number("max_flow_free_source"));
        for (String key : Set.of(
                "shortest_S_to_T",
                "five_best_lengths",
                "widest_bottleneck",
                "dominators_of_T",
                "longest_S_to_T_hops")) {
            assertFalse(json.has(key), key);
        }
    }
}
