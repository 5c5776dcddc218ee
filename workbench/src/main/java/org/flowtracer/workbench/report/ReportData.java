package org.flowtracer.workbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.flowtracer.flow.FlowDecomposition;
import org.flowtracer.flow.FlowPath;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.TokenClass;
import org.flowtracer.workbench.analysis.HubTable;

/**
 * The numbers of a report as one JSON object, safe inside an HTML script element:
 *
 * <pre>
 * tokens, regions, classes    texts, region names and class names [n]
 * throughput, logprob, entropy   four significant digits [n]; the last two null where not captured
 * source, sink    per mille of the token's inflow that enters at it, of its outflow that leaves to the answer [n]
 * into, outOf     for each token a flat list other, per mille, other, per mille, ...: its heaviest edges, as a share of its inflow
 * unreachable     question tokens that cannot reach the answer, with their share of the question
 * arrived, paths, hubs, options
 * </pre>
 */
record ReportData(AttentionTrace trace, ReasoningFlow flow, Map<String, String> options) {
    private static final int EDGES_PER_TOKEN = 20;
    private static final int PATHS = 12;

    String json() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        addTokens(data);
        addEdges(data);
        addPaths(data);
        addHubs(data);
        ObjectNode asked = data.putObject("options");
        options.forEach(asked::put);
        return HtmlPage.json(data);
    }

    private void addTokens(ObjectNode data) {
        List<String> texts = ReadableTokens.of(trace.tokens());
        ArrayNode tokens = data.putArray("tokens");
        ArrayNode regions = data.putArray("regions");
        ArrayNode classes = data.putArray("classes");
        for (int k = 0; k < trace.size(); k++) {
            tokens.add(texts.get(k));
            regions.add(trace.regions().nameAt(k));
            classes.add(TokenClass.of(texts.get(k)).toString());
        }
        addNumbers(data, "throughput", flow::throughput);
        addNumbers(data, "logprob", trace::logProbOf);
        addNumbers(data, "entropy", trace::entropyOf);
        data.put("arrived", HtmlPage.rounded(flow.arrived()));
        ArrayNode unreachable = data.putArray("unreachable");
        flow.dag().sources().stream()
                .filter(q -> !flow.reaches(q))
                .forEach(q -> unreachable.addArray().add(q).add(HtmlPage.rounded(flow.sourceShare(q))));
    }

    private void addNumbers(ObjectNode data, String name, IntToDoubleFunction value) {
        ArrayNode numbers = data.putArray(name);
        for (int k = 0; k < trace.size(); k++) {
            double number = value.applyAsDouble(k);
            if (Double.isFinite(number)) {
                numbers.add(HtmlPage.rounded(number));
            } else {
                numbers.addNull();
            }
        }
    }

    private void addEdges(ObjectNode data) {
        var edges = HeaviestEdges.of(flow, EDGES_PER_TOKEN);
        ArrayNode source = data.putArray("source");
        ArrayNode sink = data.putArray("sink");
        ArrayNode into = data.putArray("into");
        ArrayNode outOf = data.putArray("outOf");
        for (int k = 0; k < flow.size(); k++) {
            double inflow = flow.inflow(k);
            DoubleUnaryOperator share = amount -> inflow > 0 ? amount / inflow : 0;
            source.add(perMille(share.applyAsDouble(flow.sourceShare(k))));
            sink.add(perMille(share.applyAsDouble(flow.sinkFlow(k))));
            addFlat(into.addArray(), edges.into().get(k), share);
            addFlat(outOf.addArray(), edges.outOf().get(k), share);
        }
    }

    private static void addFlat(ArrayNode flat, List<HeaviestEdges.Edge> edges, DoubleUnaryOperator share) {
        for (HeaviestEdges.Edge edge : edges) {
            int amount = perMille(share.applyAsDouble(edge.flow()));
            if (amount > 0) {
                flat.add(edge.other()).add(amount);
            }
        }
    }

    private void addPaths(ObjectNode data) {
        var decomposition = FlowDecomposition.of(flow, PATHS);
        ArrayNode paths = data.putArray("paths");
        for (FlowPath path : decomposition.paths()) {
            ObjectNode entry = paths.addObject().put("share", HtmlPage.rounded(path.flow()));
            ArrayNode tokens = entry.putArray("tokens");
            path.tokens().forEach(tokens::add);
        }
        data.put("otherPaths", HtmlPage.rounded(decomposition.rest()));
    }

    private void addHubs(ObjectNode data) {
        var table = HubTable.of(trace, flow);
        ObjectNode hubs = data.putObject("hubs")
                .put("statement", table.statement())
                .put("tokens", table.tokens())
                .put("top", table.top());
        ArrayNode rows = hubs.putArray("rows");
        for (HubTable.Row row : table.rows()) {
            rows.addObject()
                    .put("class", row.kind().toString())
                    .put("role", row.kind().role().toString())
                    .put("count", row.count())
                    .put("mean", HtmlPage.rounded(row.meanThroughput()))
                    .put("inTop", row.inTop());
        }
    }

    private static int perMille(double share) {
        return (int) Math.round(1000 * share);
    }
}
