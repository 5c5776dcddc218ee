package org.flowtracer.workbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Ranking;
import org.flowtracer.graph.GraphScalars;
import org.flowtracer.workbench.analysis.GraphScores;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.Unit;
import tech.tablesaw.api.Table;

/**
 * The numbers of a comparison as one JSON object, safe inside an HTML script element:
 *
 * <pre>
 * scorers, clustered, interesting   names in the order of the request, of the tree, of interest
 * graphs      of each: name, tokens; texts, regions, from and ranks of the response's units (ranks: by scorer twice the rank, null where it could
 *             not score; all four absent beyond a budget); the scalars
 * agreement, stability, runtime   tables: columns, rows
 * leftOut, options   name to text
 * </pre>
 */
record ComparisonData(ComparisonReport report) {
    /** So many ranks are about 15 MB of page. */
    private static final int RANKS_MAX = 4_000_000;

    String json() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        List<String> scorers = report.agreement().scorers();
        HtmlPage.addNames(data, "scorers", scorers);
        HtmlPage.addNames(data, "clustered", report.agreement().clustered());
        HtmlPage.addNames(data, "interesting", ScorerPair.inOrderOfInterest(scorers));
        addGraphs(data.putArray("graphs"), scorers);
        HtmlPage.addTable(data, "agreement", report.agreement().table());
        HtmlPage.addTable(data, "stability", report.stability());
        HtmlPage.addTable(
                data, "runtime", report.times().map(RuntimeTable::table).orElseGet(() -> Table.create("runtime")));
        ObjectNode leftOut = data.putObject("leftOut");
        report.leftOut().forEach(leftOut::put);
        ObjectNode options = data.putObject("options");
        report.options().forEach(options::put);
        return HtmlPage.json(data);
    }

    private void addGraphs(ArrayNode graphs, List<String> scorers) {
        int ranks = 0;
        for (GraphScores graph : report.graphs()) {
            ScoredTrace trace = graph.compared();
            ObjectNode node = graphs.addObject()
                    .put("name", graph.name())
                    .put("tokens", graph.tokens().size())
                    .put("units", trace.response().size());
            addScalars(node, graph.scalars());
            ranks += trace.response().size() * scorers.size();
            if (ranks <= RANKS_MAX) {
                addUnits(node, trace);
                addRanks(node.putArray("ranks"), trace, scorers);
            }
        }
    }

    private static void addUnits(ObjectNode node, ScoredTrace trace) {
        ArrayNode texts = node.putArray("texts");
        ArrayNode regions = node.putArray("regions");
        ArrayNode from = node.putArray("from");
        for (int j : trace.response().toArray()) {
            Unit unit = trace.units().get(j);
            texts.add(trace.hasText() ? unit.text() : unit.from() + " ");
            regions.add(unit.region());
            from.add(unit.from());
        }
    }

    private static void addRanks(ArrayNode ranks, ScoredTrace trace, List<String> scorers) {
        for (String scorer : scorers) {
            Optional<Ranking> ranking = trace.ranking(scorer);
            if (ranking.isPresent()) {
                ArrayNode ofScorer = ranks.addArray();
                for (double rank : ranking.get().ranks()) {
                    ofScorer.add((int) (2 * rank));
                }
            } else {
                ranks.addNull();
            }
        }
    }

    private static void addScalars(ObjectNode node, GraphScalars scalars) {
        put(node, "maxFlowUnit", scalars.maxFlowUnitSource());
        put(node, "maxFlowFree", scalars.maxFlowFreeSource());
        put(node, "shortest", scalars.shortest().orElse(Double.NaN));
        put(node, "widest", scalars.widestBottleneck().orElse(Double.NaN));
        put(node, "longest", scalars.longestHops().orElse(-1));
        node.put("cutIsolatesAnswer", scalars.minCutIsolatesAnswer());
        node.put("dominators", scalars.dominatorsOfSink().size());
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, HtmlPage.rounded(value));
        } else {
            node.putNull(key);
        }
    }
}
