package org.flowtracer.workbench.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.capture.Keep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
    @TempDir
    Path home;

    /**
     * By hand: 0 sends half of its signal to 1 and a quarter to 2, 1 sends half to 2, which is the answer. So h = (1/2, 1/2, 1), the edges
     * carry 1/2 (0 -> 1), 1/2 (0 -> 2) and 1/2 (1 -> 2).
     */
    private static ReasoningTrace threeTokens() {
        AttentionTrace trace = AttentionTrace.of(
                        List.of("a,b", "say \"hi\"", "\n"),
                        Regions.ofRanges(0, 1, 1, 3, 2, 3),
                        new Attention.Averaged(
                                List.of(), 0, CausalMatrix.over(3, new float[] {0, 0.5f, 0, 0.25f, 0.5f, 0})))
                .withLogProb(new float[] {-0.5f, -1.25f})
                .withEntropy(new float[] {2, 1, 0.5f});
        return ReasoningTrace.of(
                trace, DagOptions.DEFAULT.withLayers(LayerBand.STORED), FlowOptions.DEFAULT, Provenance.UNKNOWN);
    }

    @Test
    void tokens() throws IOException {
        TokensCsv.write(home.resolve("tokens.csv"), threeTokens());
        assertEquals("""
                position,token,region,potential,inflow,throughput,rank,logprob,entropy
                0,"a,b",question,0.5,1.0,2.0,,,
                1,"say ""hi""\",response,0.5,0.5,1.0,2,-0.5,2.0
                2,"
                ",answer,1.0,1.0,2.0,1,-1.25,1.0
                """, Files.readString(home.resolve("tokens.csv")));
    }

    /** Three edges carry a half each: the backbone, half of that mass, takes the two with the earlier ends. */
    @Test
    void edges() throws IOException {
        EdgesCsv.write(home.resolve("edges.csv"), threeTokens());
        assertEquals("""
                from,to,weight,conserved,flow,backbone
                0,1,0.5,0.5,0.5,true
                0,2,0.25,0.5,0.5,true
                1,2,0.5,1.0,0.5,false
                2,sink,1.0,1.0,1.0,false
                """, Files.readString(home.resolve("edges.csv")));
    }

    @Test
    void edgesHoldTheTwentyHeaviestOfEachToken() throws IOException {
        StoredTrace stored = TraceFolder.read(TraceFixture.ATTENTIONS.folder(), Keep.LAYERS);
        ReasoningTrace result =
                ReasoningTrace.of(stored.trace(), DagOptions.DEFAULT, FlowOptions.DEFAULT, stored.provenance());
        EdgesCsv.write(home.resolve("edges.csv"), result);
        Map<String, Double> written = Files.readAllLines(home.resolve("edges.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .collect(Collectors.toMap(cells -> cells[0] + "," + cells[1], cells -> Double.valueOf(cells[4])));
        int n = result.flow().size();
        for (int t = 0; t < n; t++) {
            int token = t;
            List<double[]> ofToken = new java.util.ArrayList<>();
            for (int other = 0; other < n; other++) {
                int from = Math.min(token, other);
                int to = Math.max(token, other);
                if (from < to && result.flow().edgeFlow(from, to) > 0) {
                    ofToken.add(new double[] {from, to, result.flow().edgeFlow(from, to)});
                }
            }
            ofToken.stream()
                    .sorted(java.util.Comparator.comparingDouble(edge -> -edge[2]))
                    .limit(20)
                    .forEach(edge ->
                            assertEquals(edge[2], written.get((int) edge[0] + "," + (int) edge[1]), "token " + token));
        }
        assertEquals(
                result.flow().dag().sinks().size(),
                written.keySet().stream().filter(key -> key.endsWith(",sink")).count());
    }

    @Test
    void exportsForOtherPrograms() throws IOException {
        ReasoningTrace result = threeTokens();
        for (String name : GraphExport.FILES) {
            GraphExport.write(home, name, result);
        }
        Function<String, String> text = name -> {
            try {
                return Files.readString(home.resolve(name));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        assertEquals("""
                {"n": 3,
                 "question": [0],
                 "answer": [2],
                 "edges": [
                  [0, 1, 0.5],
                  [0, 2, 0.25],
                  [1, 2, 0.5]]}
                """, text.apply("dag.json"));
        assertEquals(
                result.flow().dag().edges(),
                DagFile.read(home.resolve("dag.json")).edges());
        assertTrue(text.apply("dag.graphml").contains("<edge source=\"0\" target=\"2\">"), text.apply("dag.graphml"));
        assertTrue(text.apply("backbone.dot").contains("0 -> 2"), text.apply("backbone.dot"));
        assertFalse(text.apply("backbone.dot").contains("1 -> 2"), "half of the flow's mass needs two of three edges");
    }
}
