package org.flowtracer.workbench.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DagFileTest {
    private static final String JSON = """
            {"n": 4, "question": [0, 1], "answer": [3], "edges": [[0, 2, 0.5], [1, 2, 1], [2, 3, 0.1]], "note": "x"}""";

    @TempDir
    Path home;

    @Test
    void reads() throws IOException {
        AttentionDag dag = DagFile.read(Files.writeString(home.resolve("dag.json"), JSON));
        assertEquals(4, dag.size());
        assertEquals(Positions.of(0, 1), dag.sources());
        assertEquals(Positions.of(3), dag.sinks());
        assertEquals(Positions.range(2, 4), dag.regions().response());
        assertEquals(3, dag.edgeCount());
        assertEquals(0.1f, dag.weight(2, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [2, 3, 0.1]        | [3, 2, 0.1]             | found 3 -> 2 at edge 2
            [2, 3, 0.1]        | [0, 2, 0.1]             | expected each edge once, found 0 -> 2 again at edge 2
            [2, 3, 0.1]        | [2, 2, 0.1]             | found 2 -> 2 at edge 2
            [2, 3, 0.1]        | [2, 4, 0.1]             | found 2 -> 4 at edge 2
            [2, 3, 0.1]        | [-1, 3, 0.1]            | found -1 -> 3 at edge 2
            [2, 3, 0.1]        | [2, 3, -0.1]            | expected a weight in (0, 1], found -0.1 at edge 2 (2 -> 3)
            [2, 3, 0.1]        | [2, 3, 0]               | found 0.0 at edge 2
            [2, 3, 0.1]        | [2, 3, 1.5]             | found 1.5 at edge 2
            [2, 3, 0.1]        | [2, 3, NaN]             | Non-standard token 'NaN'
            [2, 3, 0.1]        | [2, 3, "0.1"]           | expected a finite number, found "0.1", in FILE at 'edges[2][2]'
            [2, 3, 0.1]        | [2, 3]                  | expected [from, to, weight], found [2.0, 3.0], in FILE at 'edges[2]'
            [2, 3, 0.1]        | [2, 2.5, 0.1]           | in FILE at 'edges[2]'
            "question": [0, 1] | "question": [0, 7]      | expected positions below 4, found 7, in FILE at 'question[1]'
            "question": [0, 1] | "question": [-1, 1]     | expected positions from 0, found -1, in FILE at 'question[0]'
            "question": [0, 1] | "question": [0, 0]      | expected each position once, found 0 twice, in FILE at 'question[1]'
            "answer": [3]      | "answer": [2, 3, 2]     | expected each position once, found 2 twice, in FILE at 'answer[2]'
            "question": [0, 1] | "question": []          | expected at least one position, found [], in FILE at 'question'
            "answer": [3]      | "answer": []            | expected at least one position, found [], in FILE at 'answer'
            "answer": [3]      | "answer": [4]           | expected positions below 4, found 4, in FILE at 'answer[0]'
            "question": [0, 1] | "question": [3, 0]      | expected answer positions after the last question position 3, found 3, in FILE at 'answer[0]'
            "answer": [3]      | "answer": [3, 1]        | expected answer positions after the last question position 1, found 1, in FILE at 'answer[1]'
            "answer": [3]      | "answer": [0]           | expected answer positions after the last question position 1, found 0, in FILE at 'answer[0]'
            "n": 4,            |                         | expected key 'n', found none
            "n": 4             | "n": 65536              | expected at most 65535 tokens, found 65536, in FILE at 'n'
            "n": 4             | "n": 2000000000         | expected at most 65535 tokens, found 2000000000, in FILE at 'n'
            "n": 4             | "n": -4                 | expected at least one token, found -4, in FILE at 'n'
            """)
    void refuses(String part, String spoilt, String message) throws IOException {
        Path file = Files.writeString(home.resolve("dag.json"), JSON.replace(part, spoilt == null ? "" : spoilt));
        InputException refusal = assertThrows(InputException.class, () -> DagFile.read(file));
        assertTrue(refusal.getMessage().contains(message.replace("FILE", file.toString())), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
    }

    @Test
    void oneTokenCannotBeBothQuestionAndAnswer() throws IOException {
        Path file = Files.writeString(
                home.resolve("one.json"), "{\"n\": 1, \"question\": [0], \"answer\": [0], \"edges\": []}");
        assertEquals(
                "expected answer positions after the last question position 0, found 0, in " + file + " at 'answer[0]'",
                assertThrows(InputException.class, () -> DagFile.read(file)).getMessage());
    }

    @Test
    void aMatrixMustFitTheHeap() {
        JsonObject graph = JsonObject.parse("{}", "big.json");
        // 65535 x 65534 / 2 entries of 4 bytes are 8,589,541,380 bytes: just below 8 GiB, which leaves nothing for the
        // rest.
        assertEquals(
                "expected a graph whose matrix fits in Java's 8.0 GiB with room to spare, found 65535 tokens, whose"
                        + " matrix takes 8.0 GiB, in big.json at 'n'",
                assertThrows(InputException.class, () -> DagFile.requireRoom(graph, 65_535, 8L << 30))
                        .getMessage());
        DagFile.requireRoom(graph, 65_535, 10L << 30);
        DagFile.requireRoom(graph, 20_000, 1L << 30);
        assertThrows(InputException.class, () -> DagFile.requireRoom(graph, 24_000, 1L << 30));
    }
}
