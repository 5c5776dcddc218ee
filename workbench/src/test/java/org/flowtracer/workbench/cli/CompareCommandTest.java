package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
    private static final Path GRAPHS = Path.of("..", "algorithms", "src", "test", "resources", "fixtures", "graphs");
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
    void whatCannotStandSideBySideIsRefused() throws IOException {
        String trace = TraceFixture.ATTENTIONS.folder().toString();
        Path spoilt = TraceFixture.ATTENTIONS.copyTo(home.resolve("spoilt"));
        ObjectNode description =
                (ObjectNode) MAPPER.readTree(spoilt.resolve("trace.json").toFile());
        ((ArrayNode) description.get("tokens")).set(3, "other");
        MAPPER.writeValue(spoilt.resolve("trace.json").toFile(), description);
        String other = spoilt.toString();
        assertRefusal(compare("--diff", trace, other), "and 'other' at token 3, in");
        assertRefusal(compare("--diff", trace), "--diff");
        assertRefusal(compare("--diff", trace, other, "--trace", trace), "after --diff");
        assertRefusal(compare("--diff", trace, trace, "--layers", "early,late"), "found several");
        assertRefusal(compare("--diff", trace, home.resolve("nowhere").toString()), "nowhere");
        assertRefusal(compare("--planted", "3", "--diff", trace, trace), "found several");
        assertRefusal(compare("--trace", trace, "--reduce", "sum"), "expected --reduce with --contract");
        assertRefusal(compare("--trace", trace, "--runtime", "16385"), "of at most 16384, found 16385");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[2, 1, 0.5]]                 | 2 -> 1",
                "[[1, 1, 0.5]]                 | 1 -> 1",
                "[[0, 1, 0.5], [0, 1, 0.2]]    | 0 -> 1",
                "[[0, 1, -0.5]]                | 0 -> 1",
                "[[0, 1, 0]]                   | 0 -> 1",
                "[[0, 1, 1.5]]                 | 0 -> 1",
                "[[0, 1, NaN]]                 | line 1",
                "[[0, 4, 0.5]]                 | 0 -> 4",
                "[[-1, 2, 0.5]]                | -1 -> 2",
                "[[0, 1]]                      | edges[0]",
                "[[0.5, 1, 0.5]]               | edges[0]"
            })
    void malformedEdgesAreRefusedWithTheirPlace(String edges, String place) throws IOException {
        refused("{\"n\": 4, \"question\": [0], \"answer\": [3], \"edges\": " + edges + "}", place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]      | [3]     | 'question'",
                "[0]     | []      | 'answer'",
                "[4]     | [3]     | 'question[0]'",
                "[0]     | [1, 9]  | 'answer[1]'",
                "[-1]    | [3]     | 'question[0]'",
                "[2]     | [1]     | answer"
            })
    void regionsThatDoNotFitAreRefusedWithTheirPlace(String question, String answer, String place) throws IOException {
        refused(
                "{\"n\": 4, \"question\": " + question + ", \"answer\": " + answer + ", \"edges\": [[0, 3, 0.5]]}",
                place);
    }

    private void refused(String graph, String place) throws IOException {
        Path file = Files.writeString(home.resolve("graph.json"), graph);
        CommandResult result = compare("--dag", GRAPHS.resolve("sparse-0.json").toString(), file.toString());
        assertRefusal(result, place);
        assertTrue(result.err().contains(file.toString()), result.err());
    }

    private void assertRefusal(CommandResult result, String part) throws IOException {
        assertEquals(2, result.code(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(part), result.err());
        assertFalse(Files.exists(home.resolve("out")));
        try (Stream<Path> entries = Files.list(home)) {
            assertTrue(entries.noneMatch(entry -> entry.getFileName().toString().startsWith(".out")));
        }
    }

    @Test
    void argumentsThatDoNotFitAreRefused() throws IOException {
        assertRefusal(compare("--scorers", "throughput,astrology"), "found 'astrology'");
        assertRefusal(compare("--without", "astrology"), "found 'astrology'");
        assertRefusal(compare("--dag", "nowhere.json"), "nowhere.json");
        assertRefusal(
                compare("--trace", GRAPHS.toString()),
                "expected a trace folder or a folder of them, found neither, in " + GRAPHS);
        assertRefusal(
                compare("--planted", "5", "--dag", "x.json"), "expected --planted, --hubs or graphs, found several");
        assertRefusal(compare("--planted", "0"), "expected at least 1 problem, found 0");
        assertRefusal(compare("--layers", "early,late"), "found several");
        assertRefusal(compare("--task", "words"), "expected one of --planted and --hubs");
        assertRefusal(compare("--planted", "5", "--hubs", "5"), "expected one of --planted and --hubs");
        assertRefusal(compare("--hubs", "0", "--task", "twin-chain"), "expected at least 1 problem");
        assertRefusal(compare("--planted", "5", "--task", "chess"), "found 'chess', in the arguments");
        assertRefusal(compare("--planted", "5", "--task", "addition"), "found none in the task addition");
        assertRefusal(compare("--planted", "5", "--options", "{\"values\": 60}"), "found 'values', in the arguments");
        assertRefusal(compare("--planted", "5", "--layers", "7..9"), "7..9");
        String graph = GRAPHS.resolve("sparse-0.json").toString();
        assertRefusal(compare("--dag", graph, "--contract", "lines"), "sparse-0.json");
        assertRefusal(compare("--dag", graph, "--contract", "chapters"), "found 'chapters'");
        assertRefusal(compare("--dag", graph, "--scatter", "throughput"), "found 'throughput'");
        assertRefusal(
                compare("--dag", graph, "--scorers", "throughput,katz", "--scatter", "throughput,waad"),
                "found throughput and waad");
        assertRefusal(compare("--dag", graph, "--scorers", "katz", "--draw", "-1"), "found -1 and 512");
        assertRefusal(compare("--dag", graph, "--threads", "0"), "at least 1 thread");
        assertRefusal(compare("--dag", graph, "--layers", "late"), "found graphs alone, in the arguments");
        assertRefusal(compare("--dag", graph, "--scorers", "katz,katz"), "each once, found [katz, katz], in the");
        assertRefusal(compare("--dag", graph, "--scorers", "katz", "--without", "katz"), "found [], in the arguments");
        assertRefusal(compare("--dag", graph, "--scorers", "entropy"), "found entropy, which needs");
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
    void whatIsNoComparisonStays() throws IOException {
        Path thesis =
                Files.writeString(Files.createDirectory(home.resolve("out")).resolve("thesis.tex"), "precious");
        CommandResult result = compare("--dag", GRAPHS.resolve("sparse-0.json").toString());
        assertEquals(2, result.code());
        assertTrue(result.err().contains("thesis.tex"), result.err());
        assertEquals("precious", Files.readString(thesis));
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
