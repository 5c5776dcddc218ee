package org.flowtracer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;

/**
 * A graph of {@code fixtures/graphs} with what networkx and NumPy say of it; {@code make_graphs.py} beside them made them.
 *
 * @param reference the file's {@code reference} object
 */
public record DagFixture(String name, AttentionDag dag, JsonNode reference) {
    /** Reference numbers hold to this times max(1, |number|). */
    public static final double TOLERANCE = 1e-6;

    private static final List<String> NAMES = List.of(
            "attention-tiny-llama3",
            "attention-tiny-qwen2",
            "attention-tiny-qwen3",
            "diamond-with-dead-end",
            "nothing-reaches",
            "one-question-token-cannot-reach",
            "sparse-0",
            "sparse-1",
            "sparse-2",
            "sparse-3",
            "sparse-4",
            "sparse-5");

    /** Every graph. */
    public static Stream<DagFixture> all() {
        return NAMES.stream().map(DagFixture::read);
    }

    /** The graph {@code fixtures/graphs/NAME.json}. */
    public static DagFixture read(String name) {
        String resource = "/fixtures/graphs/" + name + ".json";
        try (InputStream file = Objects.requireNonNull(DagFixture.class.getResourceAsStream(resource), resource)) {
            JsonNode graph = new ObjectMapper().readTree(file);
            List<AttentionDag.Edge> edges = new ArrayList<>();
            for (JsonNode edge : graph.get("edges")) {
                edges.add(new AttentionDag.Edge(
                        edge.get(0).asInt(), edge.get(1).asInt(), edge.get(2).asDouble()));
            }
            AttentionDag dag = AttentionDag.ofEdges(
                    graph.get("n").asInt(), positions(graph.get("question")), positions(graph.get("answer")), edges);
            return new DagFixture(name, dag, graph.get("reference"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Positions positions(JsonNode array) {
        return Positions.of(
                IntStream.range(0, array.size()).map(j -> array.get(j).asInt()).toArray());
    }

    /** The numbers of a reference, by a path such as {@code "/pagerank_0.85"}. */
    public double[] numbers(String pointer) {
        JsonNode array = reference.at(pointer);
        return IntStream.range(0, array.size())
                .mapToDouble(j -> array.get(j).asDouble())
                .toArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
