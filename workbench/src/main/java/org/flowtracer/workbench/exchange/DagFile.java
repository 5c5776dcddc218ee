package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * A graph as JSON: {@code {"n": tokens, "question": [positions], "answer": [positions], "edges": [[from, to, weight]...]}}, weights in (0, 1]. The
 * response is every position after the last of the question. Other keys are ignored.
 */
public final class DagFile {
    private DagFile() {}

    /**
     * Reads a graph. All answer tokens come after all question tokens; weights are kept as float32.
     *
     * @throws InputException if an edge runs backwards, to itself or out of the tokens, stands twice or has a weight outside (0, 1], or a region
     *     is empty or out of range
     */
    public static AttentionDag read(Path file) throws IOException {
        JsonObject graph = JsonObject.read(file);
        int n = graph.integer("n");
        if (n < 1) {
            throw graph.unexpected("n", "at least one token");
        }
        try {
            return AttentionDag.ofEdges(
                    n, positions(graph, "question", n), positions(graph, "answer", n), edges(graph));
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, file.toString());
        }
    }

    private static Positions positions(JsonObject graph, String key, int n) {
        int[] positions =
                graph.integers(key).stream().mapToInt(Integer::intValue).toArray();
        for (int j = 0; j < positions.length; j++) {
            if (positions[j] < 0 || positions[j] >= n) {
                throw new InputException(
                        "positions below " + n,
                        Integer.toString(positions[j]),
                        graph.where() + " at '" + key + "[" + j + "]'");
            }
        }
        if (positions.length == 0) {
            throw graph.unexpected(key, "at least one position");
        }
        return Positions.of(positions);
    }

    private static List<AttentionDag.Edge> edges(JsonObject graph) {
        List<AttentionDag.Edge> edges = new ArrayList<>();
        for (List<Double> edge : graph.numberLists("edges")) {
            if (edge.size() != 3
                    || edge.get(0) != edge.get(0).intValue()
                    || edge.get(1) != edge.get(1).intValue()) {
                throw new InputException(
                        "[from, to, weight]", edge.toString(), graph.where() + " at 'edges[" + edges.size() + "]'");
            }
            edges.add(new AttentionDag.Edge(edge.get(0).intValue(), edge.get(1).intValue(), edge.get(2)));
        }
        return edges;
    }

    /** The graph as text that {@link #read} takes; only the given edges of it. */
    static void append(AttentionDag dag, Iterable<AttentionDag.Edge> edges, Appendable text) throws IOException {
        text.append("{\"n\": ").append(Integer.toString(dag.size()));
        text.append(",\n \"question\": ")
                .append(dag.sources().stream().boxed().toList().toString());
        text.append(",\n \"answer\": ")
                .append(dag.sinks().stream().boxed().toList().toString());
        text.append(",\n \"edges\": [");
        String separator = "\n  [";
        for (AttentionDag.Edge edge : edges) {
            text.append(separator)
                    .append(Integer.toString(edge.from()))
                    .append(", ")
                    .append(Integer.toString(edge.to()))
                    .append(", ")
                    .append(Float.toString((float) edge.weight()))
                    .append(']');
            separator = ",\n  [";
        }
        text.append("]}\n");
    }
}
