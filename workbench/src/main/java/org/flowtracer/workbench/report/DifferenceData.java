package org.flowtracer.workbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.TokenAlignment;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.analysis.Unit;

/**
 * The numbers of two traces side by side as one JSON object, safe inside an HTML script element:
 *
 * <pre>
 * sides       of both: name, answer, arrived, texts and regions [n], percentiles: by scorer [n], null outside question and response
 * columns     pairs of tokens, -1 for a gap
 * scorers     names in the order of interest
 * statements, regions, agreement   tables: columns, rows
 * backbones   the share of both backbones' flow along common edges, of either trace
 * options     name to text
 * </pre>
 */
record DifferenceData(DifferenceReport report) {
    String json() {
        TraceDifference difference = report.difference();
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        List<String> scorers = ScorerPair.inOrderOfInterest(difference.scorers());
        HtmlPage.addNames(data, "scorers", scorers);
        ArrayNode sides = data.putArray("sides");
        addSide(sides.addObject(), difference.first(), scorers);
        addSide(sides.addObject(), difference.second(), scorers);
        ArrayNode columns = data.putArray("columns");
        for (TokenAlignment.Column column : difference.alignment().columns()) {
            columns.addArray().add(column.first()).add(column.second());
        }
        HtmlPage.addTable(data, "statements", difference.pieces().table());
        HtmlPage.addTable(data, "regions", difference.regionTable());
        HtmlPage.addTable(data, "agreement", difference.scorerTable());
        ArrayNode shares = data.putArray("backbones");
        difference.backbones().commonShares().forEach(share -> shares.add(HtmlPage.rounded(share)));
        ObjectNode options = data.putObject("options");
        report.options().forEach(options::put);
        return HtmlPage.json(data);
    }

    private static void addSide(ObjectNode node, TraceDifference.Side side, List<String> scorers) {
        node.put("name", side.name())
                .put("answer", side.answer())
                .put("arrived", HtmlPage.rounded(side.trace().flow().arrived()));
        HtmlPage.addNames(node, "texts", side.texts());
        HtmlPage.addNames(
                node,
                "regions",
                side.scores().units().stream().map(Unit::region).toList());
        ArrayNode percentiles = node.putArray("percentiles");
        for (String scorer : scorers) {
            ArrayNode ofScorer = percentiles.addArray();
            for (double percentile : side.percentiles(scorer)) {
                if (Double.isNaN(percentile)) {
                    ofScorer.addNull();
                } else {
                    ofScorer.add(Math.round(10 * percentile) / 10.0);
                }
            }
        }
    }
}
