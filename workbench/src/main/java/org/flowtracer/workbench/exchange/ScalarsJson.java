package org.flowtracer.workbench.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flowtracer.graph.GraphScalars;
import org.flowtracer.workbench.files.AtomicFile;

/**
 * A graph in a few numbers: {@code max_flow_unit_source}, {@code max_flow_free_source}, {@code min_cut_free_source_value}, {@code shortest_S_to_T},
 * {@code five_best_lengths}, {@code widest_bottleneck}, {@code dominators_of_T} and {@code longest_S_to_T_hops}. Null where there is no path, and
 * for a flow without bound; see {@link GraphScalars}.
 */
public final class ScalarsJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ScalarsJson() {}

    /** Writes the file, whole or not at all. */
    public static void write(Path file, GraphScalars scalars) throws IOException {
        AtomicFile.write(file, text(scalars));
    }

    /** The file's text. */
    static String text(GraphScalars scalars) {
        boolean connected = scalars.shortest().isPresent();
        ObjectNode json = MAPPER.createObjectNode();
        putFinite(json, "max_flow_unit_source", scalars.maxFlowUnitSource());
        putFinite(json, "max_flow_free_source", scalars.maxFlowFreeSource());
        putFinite(json, "min_cut_free_source_value", scalars.minCutFreeSourceValue());
        putFinite(json, "shortest_S_to_T", scalars.shortest().orElse(Double.NaN));
        putList(json, "five_best_lengths", connected, scalars.fiveBestLengths());
        putFinite(json, "widest_bottleneck", scalars.widestBottleneck().orElse(Double.NaN));
        putList(json, "dominators_of_T", connected, scalars.dominatorsOfSink());
        scalars.longestHops()
                .ifPresentOrElse(
                        hops -> json.put("longest_S_to_T_hops", hops), () -> json.putNull("longest_S_to_T_hops"));
        return json.toPrettyString() + "\n";
    }

    private static void putFinite(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }

    private static void putList(ObjectNode json, String key, boolean connected, List<? extends Number> values) {
        json.set(key, connected ? MAPPER.valueToTree(values) : json.nullNode());
    }
}
