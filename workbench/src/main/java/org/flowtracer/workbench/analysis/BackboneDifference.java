package org.flowtracer.workbench.analysis;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The edges of the backbones of two aligned traces.
 *
 * @param edges that either backbone has, by their columns
 */
public record BackboneDifference(List<Edge> edges) {
    /**
     * An edge between two columns of the alignment.
     *
     * @param first its flow in the first trace, 0 where it has no such edge
     * @param second its flow in the second trace
     * @param inFirst whether it is of the first backbone
     * @param inSecond whether it is of the second backbone
     */
    public record Edge(int from, int to, double first, double second, boolean inFirst, boolean inSecond) {
        /** Whether both backbones have it. */
        public boolean isCommon() {
            return inFirst && inSecond;
        }
    }

    /** The heavier of the two flows comes first; of equally heavy edges the one that ends earlier, then the one that starts earlier. */
    private static final Comparator<Edge> HEAVIEST_FIRST = Comparator.comparingDouble(
                    (Edge edge) -> -Math.max(edge.first, edge.second))
            .thenComparing(Edge::to)
            .thenComparing(Edge::from);

    private record Ends(int from, int to) {}

    /** The edges of two traces' backbones. */
    public static BackboneDifference of(ReasoningTrace first, ReasoningTrace second, TokenAlignment alignment) {
        int[] columnOf = new int[first.trace().size()];
        int[] otherColumnOf = new int[second.trace().size()];
        List<TokenAlignment.Column> columns = alignment.columns();
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).first() != TokenAlignment.GAP) {
                columnOf[columns.get(column).first()] = column;
            }
            if (columns.get(column).second() != TokenAlignment.GAP) {
                otherColumnOf[columns.get(column).second()] = column;
            }
        }
        Set<Ends> ends = ends(first, columnOf);
        Set<Ends> otherEnds = ends(second, otherColumnOf);
        return new BackboneDifference(Stream.concat(ends.stream(), otherEnds.stream())
                .distinct()
                .map(edge -> {
                    TokenAlignment.Column from = columns.get(edge.from);
                    TokenAlignment.Column to = columns.get(edge.to);
                    return new Edge(
                            edge.from,
                            edge.to,
                            flow(first.flow(), from.first(), to.first()),
                            flow(second.flow(), from.second(), to.second()),
                            ends.contains(edge),
                            otherEnds.contains(edge));
                })
                .sorted(HEAVIEST_FIRST)
                .toList());
    }

    private static Set<Ends> ends(ReasoningTrace trace, int[] columnOf) {
        return trace.backbone().edges().stream()
                .map(edge -> new Ends(columnOf[edge.from()], columnOf[edge.to()]))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static double flow(ReasoningFlow flow, int from, int to) {
        return from == TokenAlignment.GAP || to == TokenAlignment.GAP ? 0 : flow.edgeFlow(from, to);
    }

    /** How much of the flow along all edges of both backbones runs along those that both have, for each trace. */
    public List<Double> commonShares() {
        return Stream.<ToDoubleFunction<Edge>>of(Edge::first, Edge::second)
                .map(flow -> {
                    double all = edges.stream().mapToDouble(flow).sum();
                    double common = edges.stream()
                            .filter(Edge::isCommon)
                            .mapToDouble(flow)
                            .sum();
                    return all > 0 ? common / all : 0;
                })
                .toList();
    }

    /** A row an edge: {@code from} and {@code to} (columns), {@code first}, {@code second} (flows), {@code in_first}, {@code in_second}. */
    public Table table() {
        return Table.create(
                "backbones",
                IntColumn.create("from", edges.stream().mapToInt(Edge::from).toArray()),
                IntColumn.create("to", edges.stream().mapToInt(Edge::to).toArray()),
                DoubleColumn.create("first", edges.stream().mapToDouble(Edge::first)),
                DoubleColumn.create("second", edges.stream().mapToDouble(Edge::second)),
                IntColumn.create(
                        "in_first",
                        edges.stream().mapToInt(edge -> edge.inFirst ? 1 : 0).toArray()),
                IntColumn.create(
                        "in_second",
                        edges.stream().mapToInt(edge -> edge.inSecond ? 1 : 0).toArray()));
    }
}
