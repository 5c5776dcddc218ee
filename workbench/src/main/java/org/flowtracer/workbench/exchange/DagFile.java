package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * A graph as JSON: {@code {"n": tokens, "question": [positions], "answer": [positions], "edges": [[from, to, weight]...]}}, weights in (0, 1]. The
 * response is every position after the last of the question. Other keys are ignored.
 */
public final class DagFile {
    private static final double GIB = 1L << 30;

    /** What of the heap a matrix may take. */
    private static final double HEAP_SHARE = 0.9;

    private DagFile() {}

    /**
     * Reads a graph. All answer tokens come after all question tokens; weights are kept as float32.
     *
     * @throws InputException if an edge runs backwards, to itself or out of the tokens, stands twice or has a weight outside (0, 1], a position
     *     of a region stands twice, is out of range or not in its order, a region is empty, or the graph is larger than memory
     */
    public static AttentionDag read(Path file) throws IOException {
        JsonObject graph = JsonObject.read(file);
        int n = graph.integer("n");
        if (n < 1) {
            throw graph.unexpected("n", "at least one token");
        }
        if (n > CausalMatrix.SIZE_MAX) {
            throw graph.unexpected("n", "at most " + CausalMatrix.SIZE_MAX + " tokens");
        }
        requireRoom(graph, n, Runtime.getRuntime().maxMemory());
        Positions question = positions(graph, "question", n, 0, "positions from 0");
        Positions answer = positions(
                graph,
                "answer",
                n,
                question.last() + 1,
                "answer positions after the last question position " + question.last());
        try {
            return AttentionDag.ofEdges(n, question, answer, edges(graph));
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, file.toString());
        }
    }

    /**
     * Refuses a graph whose matrix leaves no room beside it.
     *
     * @param heap how many bytes Java takes at most
     */
    static void requireRoom(JsonObject graph, int n, long heap) {
        long needed = Float.BYTES * ((long) n * (n - 1) / 2);
        if (needed > HEAP_SHARE * heap) {
            throw new InputException(
                    String.format(
                            Locale.ROOT, "a graph whose matrix fits in Java's %.1f GiB with room to spare", heap / GIB),
                    String.format(Locale.ROOT, "%d tokens, whose matrix takes %.1f GiB", n, needed / GIB),
                    graph.where() + " at 'n'");
        }
    }

    /**
     * A region's positions.
     *
     * @param least the smallest that may stand there
     * @param expected what is said of one below it
     */
    private static Positions positions(JsonObject graph, String key, int n, int least, String expected) {
        List<Integer> positions = graph.integers(key);
        if (positions.isEmpty()) {
            throw graph.unexpected(key, "at least one position");
        }
        Set<Integer> taken = new HashSet<>();
        for (int j = 0; j < positions.size(); j++) {
            int position = positions.get(j);
            String where = graph.where() + " at '" + key + "[" + j + "]'";
            if (position >= n) {
                throw new InputException("positions below " + n, Integer.toString(position), where);
            }
            if (position < least) {
                throw new InputException(expected, Integer.toString(position), where);
            }
            if (!taken.add(position)) {
                throw new InputException("each position once", position + " twice", where);
            }
        }
        return Positions.of(positions.stream().mapToInt(Integer::intValue).toArray());
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
