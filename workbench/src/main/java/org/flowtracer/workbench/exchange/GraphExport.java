package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.flow.FlowEdge;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.InputException;
import org.jgrapht.Graph;
import org.jgrapht.graph.AsSubgraph;
import org.jgrapht.nio.Attribute;
import org.jgrapht.nio.AttributeType;
import org.jgrapht.nio.BaseExporter;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;
import org.jgrapht.nio.graphml.GraphMLExporter.AttributeCategory;

/**
 * The graph of a trace, or its backbone, for other programs: {@code dag} or {@code backbone} with the ending {@code .graphml}, {@code .dot} or
 * {@code .json} ({@link DagFile}). GraphML and DOT carry token, region, potential, inflow and throughput of each vertex and weight, conserved weight and
 * flow of each edge. The whole graph has an edge for almost every pair of tokens: files grow with n^2.
 */
public final class GraphExport {
    /** The files that can be written. */
    public static final List<String> FILES =
            List.of("backbone.graphml", "backbone.dot", "backbone.json", "dag.graphml", "dag.dot", "dag.json");

    private final ReasoningTrace result;
    private final AttentionGraph whole;

    private GraphExport(ReasoningTrace result) {
        this.result = result;
        whole = result.flow().dag().asGraph();
    }

    /**
     * Writes one of {@link #FILES} into a folder, whole or not at all.
     *
     * @throws InputException if the name is none of them
     */
    public static void write(Path folder, String name, ReasoningTrace result) throws IOException {
        requireKnown(name);
        GraphExport export = new GraphExport(result);
        AtomicFile.write(folder.resolve(name), file -> {
            Writer text = Channels.newWriter(file, StandardCharsets.UTF_8);
            export.write(name, text);
            text.flush();
        });
    }

    /** Refuses a name that is none of {@link #FILES}. */
    public static void requireKnown(String name) {
        if (!FILES.contains(name)) {
            throw new InputException("one of " + String.join(", ", FILES), "'" + name + "'", "the graphs to export");
        }
    }

    private void write(String name, Writer text) throws IOException {
        boolean backbone = name.startsWith("backbone");
        if (name.endsWith(".json")) {
            DagFile.append(
                    result.flow().dag(),
                    backbone ? backboneEdges() : result.flow().dag().edges(),
                    text);
            return;
        }
        Graph<Integer, Integer> graph = backbone ? backboneGraph() : whole;
        if (name.endsWith(".dot")) {
            DOTExporter<Integer, Integer> exporter = new DOTExporter<>(String::valueOf);
            describe(exporter);
            exporter.exportGraph(graph, text);
        } else {
            GraphMLExporter<Integer, Integer> exporter = new GraphMLExporter<>(String::valueOf);
            // Frees the name for our own attribute: the exporter's leaves out weights of 1.
            exporter.setEdgeWeightAttributeName("edge weight");
            register(exporter, AttributeCategory.NODE, vertex(0));
            register(exporter, AttributeCategory.EDGE, edge(0, 1));
            describe(exporter);
            exporter.exportGraph(graph, text);
        }
    }

    private List<AttentionDag.Edge> backboneEdges() {
        return result.backbone().edges().stream()
                .map(edge -> new AttentionDag.Edge(edge.from(), edge.to(), edge.weight()))
                .toList();
    }

    private Graph<Integer, Integer> backboneGraph() {
        Set<Integer> vertices = new TreeSet<>();
        Set<Integer> edges = new TreeSet<>();
        for (FlowEdge edge : result.backbone().edges()) {
            vertices.add(edge.from());
            vertices.add(edge.to());
            edges.add(whole.edge(edge.from(), edge.to()));
        }
        return new AsSubgraph<>(whole, vertices, edges);
    }

    private void describe(BaseExporter<Integer, Integer> exporter) {
        exporter.setVertexAttributeProvider(this::vertex);
        exporter.setEdgeAttributeProvider(edge -> edge(whole.getEdgeSource(edge), whole.getEdgeTarget(edge)));
    }

    private static void register(
            GraphMLExporter<Integer, Integer> exporter, AttributeCategory category, Map<String, Attribute> example) {
        example.forEach((name, attribute) -> exporter.registerAttribute(name, category, attribute.getType()));
    }

    private Map<String, Attribute> vertex(int position) {
        ReasoningFlow flow = result.flow();
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("label", text(result.trace().tokens().get(position)));
        attributes.put("region", text(result.trace().regions().nameAt(position)));
        attributes.put("potential", DefaultAttribute.createAttribute(flow.potential(position)));
        attributes.put("inflow", DefaultAttribute.createAttribute(flow.inflow(position)));
        attributes.put("throughput", DefaultAttribute.createAttribute(flow.throughput(position)));
        return attributes;
    }

    private Map<String, Attribute> edge(int from, int to) {
        ReasoningFlow flow = result.flow();
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("weight", DefaultAttribute.createAttribute(flow.dag().weight(from, to)));
        attributes.put("conserved", DefaultAttribute.createAttribute(flow.conservedWeight(from, to)));
        attributes.put("flow", DefaultAttribute.createAttribute(flow.edgeFlow(from, to)));
        return attributes;
    }

    private static Attribute text(String value) {
        String allowed = value.codePoints()
                .map(c -> isXml(c) ? c : 0xFFFD)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return new DefaultAttribute<>(allowed, AttributeType.STRING);
    }

    /** Whether XML 1.0 allows the character. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && (c & 0xFFFE) != 0xFFFE);
    }
}
