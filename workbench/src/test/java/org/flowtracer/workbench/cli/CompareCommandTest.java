package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowtracer.score.Scorers;
import org.flowtracer.workbench.exchange.TraceFixture;
import org.flowtracer.workbench.files.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    static final Path GRAPHS = Path.of("..", "algorithms", "src", "test", "resources", "fixtures", "graphs");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path home;

    /** The references are networkx's, see make_graphs.py beside them. */
    @Test
    void scalarsOfEveryGraphEqualTheReferences() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(GRAPHS)) {
            files = entries.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<String> arguments = new ArrayList<>(List.of("--dag"));
        files.forEach(file -> arguments.add(file.toString()));
        arguments.addAll(List.of("--scorers", "throughput,pagerank,rollout", "--runtime", "0"));

        CommandResult result = compare(arguments.toArray(String[]::new));

        assertEquals(0, result.code(), result.err());
        assertEquals(12, files.size());
        assertTrue(result.out().contains("rollout: needs"), result.out());
        assertTrue(result.out().contains("12 of 12 graphs lack"), result.out());
        for (Path file : files) {
            JsonNode reference = MAPPER.readTree(file.toFile()).get("reference");
            String name = file.getFileName().toString().replace(".json", "");
            Path folder = home.resolve("out").resolve(name);
            JsonNode scalars = MAPPER.readTree(folder.resolve("scalars.json").toFile());
            assertEquals(8, scalars.size());
            scalars.fieldNames()
                    .forEachRemaining(key -> assertNear(reference.path(key), scalars.get(key), name + " at " + key));
            assertEquals(
                    "position,throughput,pagerank",
                    Files.readAllLines(folder.resolve("scores.csv")).get(0));
        }
        assertTrue(Files.readString(home.resolve("out/agreement.csv")).contains("\nthroughput,pagerank,"));
        assertTrue(Files.exists(home.resolve("out/stability.csv")));
    }

    private static void assertNear(JsonNode expected, JsonNode found, String where) {
        if (expected.isNull() || expected.isMissingNode()) {
            assertTrue(found.isNull(), where + " is " + found);
        } else if (expected.isArray()) {
            assertEquals(expected.size(), found.size(), where);
            for (int j = 0; j < expected.size(); j++) {
                assertNear(expected.get(j), found.get(j), where + "[" + j + "]");
            }
        } else {
            double number = expected.asDouble();
            assertEquals(number, found.asDouble(), 1e-6 * Math.max(1, Math.abs(number)), where);
        }
    }

    @Test
    void alikeNamesAreNumberedAndTracesKeepTheirs() throws IOException {
        Path graph = GRAPHS.resolve("sparse-0.json");
        Path other =
                Files.copy(graph, Files.createDirectory(home.resolve("other")).resolve("sparse-0.json"));
        Path trace = TraceFixture.ATTENTIONS.folder();

        CommandResult result = compare(
                "--dag",
                graph.toString(),
                other.toString(),
                "--trace",
                trace.toString(),
                "--scorers",
                "throughput,rollout,fai",
                "--runtime",
                "0");

        assertEquals(0, result.code(), result.err());
        try (Stream<Path> entries = Files.list(home.resolve("out"))) {
            assertEquals(
                    List.of(
                                    "figures",
                                    "sparse-0",
                                    "sparse-0-2",
                                    trace.getFileName().toString())
                            .stream()
                            .sorted()
                            .toList(),
                    entries.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .sorted()
                            .toList());
        }
        assertEquals(
                "position,throughput,rollout,fai",
                Files.readAllLines(
                                home.resolve("out").resolve(trace.getFileName()).resolve("scores.csv"))
                        .get(0));
        assertTrue(Files.readString(home.resolve("out/stability.csv")).contains("throughput,early,middle,"));
    }

    @Test
    void noGraphIsNamedAsAFileOfTheFolder() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--scorers", "throughput,katz", "--runtime", "0", "--dag"));
        List<String> names = List.of(
                "agreement.csv",
                "figures",
                "manifest.json.json",
                "report.html",
                "runtime.csv",
                "stability.csv",
                ".json");
        for (String name : names) {
            Path file = Files.copy(GRAPHS.resolve("sparse-0.json"), home.resolve(name));
            arguments.add(file.toString());
        }

        CommandResult result = compare(arguments.toArray(String[]::new));

        assertEquals(0, result.code(), result.err());
        for (String folder :
                List.of("agreement.csv-2", "figures-2", "manifest.json-2", "report.html-2", "runtime.csv-2", ".json")) {
            assertTrue(Files.exists(home.resolve("out").resolve(folder).resolve("scores.csv")), folder);
        }
        assertTrue(Files.readString(home.resolve("out/agreement.csv")).startsWith("first,second,"));
    }

    @Test
    void aScatterThatNothingCanBeDrawnOfIsSaidToBeLeftOut() throws IOException {
        Path graph = GRAPHS.resolve("sparse-0.json");
        CommandResult result = compare(
                "--dag",
                graph.toString(),
                "--scorers",
                "throughput,katz,rollout",
                "--scatter",
                "rollout,katz",
                "--scatter",
                "throughput,katz",
                "--runtime",
                "0");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("Not drawn   rollout against katz: rollout needs "), result.out());
        assertFalse(result.out().contains("throughput against katz"), result.out());
        assertTrue(Files.readString(home.resolve("out/report.html"))
                .contains("\"not drawn: rollout against katz\":\"rollout"));
        assertTrue(Files.readAllLines(home.resolve("out/figures/rank-scatter.csv"))
                .get(1)
                .startsWith("throughput,katz,"));
    }

    @Test
    void theIndexStandsForTheScorerOfItsName() throws IOException {
        CommandResult result =
                compare("--dag", GRAPHS.resolve("sparse-0.json").toString(), "--scorers", "position", "--runtime", "0");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("scored by 1 scorer\n"), result.out());
        assertEquals(
                List.of("position", "0"),
                Files.readAllLines(home.resolve("out/sparse-0/scores.csv")).subList(0, 2));
        assertTrue(Files.readString(home.resolve("out/report.html"))
                .contains("Its column <code>position</code> is the token's index"));
    }

    @Test
    void anyNumberOfThreadsWritesTheSameFiles() throws IOException {
        List<Map<String, String>> folders = new ArrayList<>();
        for (String threads : List.of("1", "3")) {
            CommandResult result = compare(
                    "--dag",
                    GRAPHS.resolve("sparse-1.json").toString(),
                    GRAPHS.resolve("sparse-2.json").toString(),
                    "--trace",
                    TraceFixture.ATTENTIONS.folder().toString(),
                    TraceFixture.LAYER_ATTENTIONS.folder().toString(),
                    "--scorers",
                    "throughput,path-mass,katz,k-best-paths,rollout,entropy,random",
                    "--draw",
                    "1",
                    "--runtime",
                    "0",
                    "--threads",
                    threads);
            assertEquals(0, result.code(), result.err());
            folders.add(checksums(home.resolve("out")));
        }
        assertEquals(folders.get(0), folders.get(1));
        assertTrue(folders.get(0).size() > 20, folders.get(0).toString());
    }

    private static Map<String, String> checksums(Path folder) throws IOException {
        Map<String, String> checksums = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                checksums.put(folder.relativize(file).toString(), Manifest.checksum(file));
            }
        }
        return checksums;
    }

    @Test
    void aFolderOfTracesStandsForAllOfThem() throws IOException {
        Path many = Files.createDirectory(home.resolve("many"));
        for (String name : List.of("b", "a")) {
            TraceFixture.LAYER_ATTENTIONS.copyTo(many.resolve(name));
        }
        Files.writeString(many.resolve("traces.csv"), "name\n");

        CommandResult result =
                compare("--trace", many.toString(), "--scorers", "throughput,entropy", "--runtime", "0", "--draw", "1");

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("Graphs      2, scored by 2 scorers"), result.out());
        assertTrue(Files.exists(home.resolve("out/a/rank-map.svg")));
        assertFalse(Files.exists(home.resolve("out/b/rank-map.svg")));
    }

    @Test
    void piecesOfTextAreComparedWhereAskedFor() throws IOException {
        CommandResult result = compare(
                "--trace",
                TraceFixture.ATTENTIONS.folder().toString(),
                "--scorers",
                "throughput,rollout",
                "--contract",
                "sentences",
                "--reduce",
                "sum",
                "--scatter",
                "rollout,throughput",
                "--runtime",
                "0");
        assertEquals(0, result.code(), result.err());
        Path folder =
                home.resolve("out").resolve(TraceFixture.ATTENTIONS.folder().getFileName());
        assertEquals(
                "piece,region,from,to,text,throughput,rollout",
                Files.readAllLines(folder.resolve("pieces.csv")).get(0));
        assertEquals(
                "from,to,throughput,rollout",
                Files.readAllLines(folder.resolve("flows.csv")).get(0));
        JsonNode manifest = MAPPER.readTree(home.resolve("out/manifest.json").toFile());
        assertEquals("sentences", manifest.get("contract").asText());
        assertTrue(Files.readAllLines(home.resolve("out/figures/rank-scatter.csv"))
                .get(1)
                .startsWith("rollout,throughput,"));
    }

    @Test
    void withoutGraphsTheBundledExampleIsScored() throws IOException {
        CommandResult result = compare("--runtime", "0", "--without", "attention-flow,max-flow,min-cost-flow");
        assertEquals(0, result.code(), result.err());
        List<String> columns = new ArrayList<>(Scorers.names());
        columns.removeAll(List.of("attention-flow", "max-flow", "min-cost-flow")); // the slow ones
        columns.remove("position"); // the first column says the same
        assertEquals(
                "position," + String.join(",", columns),
                Files.readAllLines(home.resolve("out/example/scores.csv")).get(0));
        assertFalse(result.out().contains("Left out"), result.out());
    }

    @Test
    void scorersOfGradientsThatATraceDoesNotCarryAreLeftOutByName() throws IOException {
        CommandResult result = compare(
                "--trace",
                TraceFixture.LAYER_ATTENTIONS.folder().toString(),
                "--scorers",
                "throughput,gradient-norm,gradient-x-input,integrated-gradients",
                "--runtime",
                "0");
        assertEquals(0, result.code(), result.err());
        for (String line : List.of(
                "gradient-norm: needs gradient norms, which 1 of 1 graph lacks",
                "gradient-x-input: needs gradients times input, which 1 of 1 graph lacks",
                "integrated-gradients: needs integrated gradients, which 1 of 1 graph lacks")) {
            assertTrue(result.out().contains("Left out    " + line), result.out());
        }
        Path folder = home.resolve("out")
                .resolve(TraceFixture.LAYER_ATTENTIONS.folder().getFileName());
        assertEquals(
                "position,throughput",
                Files.readAllLines(folder.resolve("scores.csv")).get(0));
    }

    @Test
    void runTimesAreMeasuredWhereAskedFor() throws IOException {
        CommandResult result = compare(
                "--dag",
                GRAPHS.resolve("sparse-0.json").toString(),
                "--scorers",
                "throughput,rollout",
                "--runtime",
                "256");
        assertEquals(0, result.code(), result.err());
        List<String> rows = Files.readAllLines(home.resolve("out/runtime.csv"));
        assertEquals("scorer,tokens,milliseconds,exponent", rows.get(0));
        assertEquals(5, rows.size());
    }

    @Test
    void twoTracesOfOnePromptStandSideBySide() throws IOException {
        Path first = TraceFixture.ATTENTIONS.folder();
        Path second = TraceFixture.ATTENTIONS.copyTo(home.resolve("copy"));

        CommandResult result =
                compare("--diff", first.toString(), second.toString(), "--scorers", "throughput,rollout");

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("100 % and 100 % of their flow"), result.out());
        List<String> rows = Files.readAllLines(home.resolve("out/tokens.csv"));
        assertTrue(rows.get(0).endsWith(",rollout_first,rollout_second,rollout_change"), rows.get(0));
        for (String figure : List.of("texts", "backbones", "statements", "statement-flows", "scorers")) {
            assertTrue(Files.exists(home.resolve("out/figures/" + figure + ".pdf")), figure);
        }
        assertTrue(Files.exists(home.resolve("out/report.html")));
        assertEquals(
                0,
                compare("--diff", first.toString(), second.toString(), "--scorers", "throughput")
                        .code());
    }

    @Test
    void scoresThatAreConstantAreSaidToBe() throws IOException {
        Path empty = Files.writeString(
                home.resolve("empty.json"), "{\"n\": 4, \"question\": [0], \"answer\": [3], \"edges\": []}");
        CommandResult result =
                compare("--dag", empty.toString(), "--scorers", "throughput,max-flow,uniform", "--runtime", "0");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("Asked       nothing"), result.out());
    }

    @Test
    void plantedTruthIsStudied() throws IOException {
        CommandResult result = compare("--planted", "4", "--scorers", "attention-received-max", "--threads", "2");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("Control     position"), result.out());
        JsonNode manifest = MAPPER.readTree(home.resolve("out/manifest.json").toFile());
        assertEquals(
                4,
                manifest.get("right").asInt()
                        + manifest.get("wrong").asInt()
                        + manifest.get("unanswered").asInt());
        assertTrue(Files.readString(home.resolve("out/planted.csv")).contains(",attention-received-max,"));
        assertTrue(Files.exists(home.resolve("out/statements-middle-token.svg")));
    }

    private CommandResult compare(String... options) {
        List<String> arguments = new ArrayList<>(List.of("compare"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", home.resolve("out").toString()));
        return CommandResult.of(arguments.toArray(String[]::new));
    }
}
