package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.workbench.exchange.TraceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each refusal is one line, exit code 2, and nothing written. */
class CompareRefusalsTest {
    private static final Path GRAPHS = CompareCommandTest.GRAPHS;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path home;

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
        assertRefusal(compare("--dag", graph, "--scorers", "katz", "--draw", "-1"), "found -1 and 2048");
        assertRefusal(compare("--dag", graph, "--threads", "0"), "at least 1 thread");
        assertRefusal(compare("--dag", graph, "--layers", "late"), "found graphs alone, in the arguments");
        assertRefusal(compare("--dag", graph, "--scorers", "katz,katz"), "each once, found [katz, katz], in the");
        assertRefusal(compare("--dag", graph, "--scorers", "katz", "--without", "katz"), "found [], in the arguments");
        assertRefusal(compare("--dag", graph, "--scorers", "entropy"), "found entropy, which needs");
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

    private CommandResult compare(String... options) {
        List<String> arguments = new ArrayList<>(List.of("compare"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", home.resolve("out").toString()));
        return CommandResult.of(arguments.toArray(String[]::new));
    }
}
