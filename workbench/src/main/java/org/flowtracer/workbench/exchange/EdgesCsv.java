package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.FlowEdge;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.workbench.files.AtomicFile;

/**
 * The edges that matter: {@code from,to,weight,conserved,flow,backbone}. These are the backbone, for each token the {@value #PER_TOKEN} edges
 * into or out of it that carry most flow, and the edges from the answer to the sink ({@code to} is {@code sink}, the weight 1). Rows are in the order
 * of from, then to, the sink last.
 */
public final class EdgesCsv {
    /** How many edges of each token are written. */
    public static final int PER_TOKEN = 20;

    private static final Comparator<FlowEdge> BY_POSITION =
            Comparator.comparingInt(FlowEdge::from).thenComparingInt(FlowEdge::to);

    private EdgesCsv() {}

    /** Writes the file, whole or not at all. */
    public static void write(Path file, ReasoningTrace result) throws IOException {
        ReasoningFlow flow = result.flow();
        Set<FlowEdge> backbone = new HashSet<>(result.backbone().edges());
        Set<FlowEdge> edges = new HashSet<>(backbone);
        edges.addAll(heaviest(flow));
        CsvText csv = new CsvText("from,to,weight,conserved,flow,backbone");
        Stream.concat(edges.stream(), sinkEdges(flow))
                .sorted(BY_POSITION)
                .forEach(edge -> csv.cell(edge.from())
                        .cell(edge.to() == flow.size() ? "sink" : Integer.toString(edge.to()))
                        .cell(edge.weight())
                        .cell(edge.conserved())
                        .cell(edge.flow())
                        .cell(Boolean.toString(backbone.contains(edge)))
                        .endLine());
        AtomicFile.write(file, csv.toString());
    }

    /** The edges from the answer to the sink, which stands at position n. */
    private static Stream<FlowEdge> sinkEdges(ReasoningFlow flow) {
        return flow.dag().sinks().stream()
                .mapToObj(k -> new FlowEdge(k, flow.size(), 1, flow.toSink(k), flow.sinkFlow(k)));
    }

    /** For each token its edges of most flow, fewer where fewer carry any; among equal flows the first by position. */
    private static Set<FlowEdge> heaviest(ReasoningFlow flow) {
        int size = flow.size();
        AttentionDag dag = flow.dag();
        Comparator<FlowEdge> lightestFirst =
                Comparator.comparingDouble(FlowEdge::flow).thenComparing(BY_POSITION.reversed());
        Set<FlowEdge> all = new HashSet<>();
        double[] into = new double[size];
        var ofToken = Stream.generate(() -> new PriorityQueue<>(lightestFirst))
                .limit(size)
                .toList();
        for (int k = 0; k < size; k++) {
            flow.edgeFlowsInto(k, into);
            for (int i = 0; i < k; i++) {
                if (into[i] > 0) {
                    FlowEdge edge = new FlowEdge(i, k, dag.weight(i, k), flow.conservedWeight(i, k), into[i]);
                    offer(ofToken.get(i), edge);
                    offer(ofToken.get(k), edge);
                }
            }
        }
        ofToken.forEach(all::addAll);
        return all;
    }

    private static void offer(PriorityQueue<FlowEdge> heaviest, FlowEdge edge) {
        heaviest.add(edge);
        if (heaviest.size() > PER_TOKEN) {
            heaviest.remove();
        }
    }
}
