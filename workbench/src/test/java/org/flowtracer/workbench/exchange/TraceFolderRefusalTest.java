package org.flowtracer.workbench.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trace of three tokens, spoilt in one place at a time. */
class TraceFolderRefusalTest {
    private static final String JSON = """
            {"format": "flowtracer-trace", "version": 1, "tokens": ["a", "b", "c"],
             "question": [0, 1], "response": [1, 3], "answer": [2, 3], "layers": [4, 6], "model": {"layers": 8}}""";

    @TempDir
    Path home;

    @BeforeEach
    void wholeTrace() throws IOException {
        Files.writeString(home.resolve("trace.json"), JSON);
        attention(1, 0, 0, 0.5f, 0.5f, 0, 0.2f, 0.3f, 0.5f);
        TraceFolder.read(home, Keep.HEADS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "format": "flowtracer-trace"       | "format": "other"               | expected "flowtracer-trace", found "other", in FILE at 'format'
            "format": "flowtracer-trace",      |                                 | expected key 'format', found none, in FILE
            "version": 1                       | "version": 2                    | expected 1, found 2, in FILE at 'version'
            "version": 1                       | "version": "1"                  | expected a whole number of 32 bits, found "1", in FILE at 'version'
            "tokens": ["a", "b", "c"],         |                                 | expected key 'tokens', found none, in FILE
            ["a", "b", "c"]                    | ["a", "b", 3]                   | expected a string, found 3, in FILE at 'tokens[2]'
            ["a", "b", "c"]                    | []                              | expected at least one token, found [], in FILE at 'tokens'
            "question": [0, 1]                 | "question": [0]                 | expected [from, to) with 0 <= from <= to <= 3 tokens, found [0], in FILE at 'question'
            "question": [0, 1]                 | "question": [0, 2]              | expected question and response without a common token
            "question": [0, 1]                 | "question": [0, 0]              | expected a question of at least one token, found an empty one, in FILE
            "answer": [2, 3]                   | "answer": [2, 2]                | expected an answer of at least one token, found an empty one, in FILE
            "answer": [2, 3]                   | "answer": [2, 4]                | found [2,4], in FILE at 'answer'
            "answer": [2, 3]                   | "answer": [0, 2]                | expected the answer inside the response
            "response": [1, 3]                 | "response": [-1, 3]             | found [-1,3], in FILE at 'response'
            "layers": [4, 6]                   | "layers": [4]                   | expected one entry of 'layers' for each of 2 layers, found [4]
            "layers": [4, 6]                   | "layers": [6, 4]                | expected ascending layer indices below 8
            "layers": 8                        | "layers": 5                     | expected ascending layer indices below 5
            "version": 1                       | "version": 1, "version": 1      | Duplicate field 'version'
            }}                                 | }                               | expected a JSON object
            """)
    void refusesAMalformedDescription(String part, String spoilt, String message) throws IOException {
        Path file = home.resolve("trace.json");
        Files.writeString(file, JSON.replace(part, spoilt == null ? "" : spoilt));
        assertRefused(message.replace("FILE", file.toString()));
    }

    @Test
    void refusesWhatIsNoAttention() throws IOException {
        String where = ", in tensor 'attentions' of " + home.resolve("trace.safetensors");
        attention(1, 0, 0, 0.5f, 0.5f, 0, 0.2f, -0.3f, 0.5f);
        assertRefused("expected finite attention of at least 0, found -0.3 at layer 6, head 0, query 2, key 1" + where);
        attention(1, 0, 0, 0.5f, Float.NaN, 0, 0.2f, 0.3f, 0.5f);
        assertRefused("found NaN at layer 6, head 0, query 1, key 1" + where);
        attention(Float.POSITIVE_INFINITY, 0, 0, 0.5f, 0.5f, 0, 0.2f, 0.3f, 0.5f);
        assertRefused("found Infinity at layer 6, head 0, query 0, key 0" + where);
        attention(1, 0, 0, 0.5f, 0.5f, 0.25f, 0.2f, 0.3f, 0.5f);
        assertRefused("expected no attention to a later token, found 0.25 at layer 6, head 0, query 1, key 2" + where);
    }

    @Test
    void namesQueryAndKeyOfWeightsToo() throws IOException {
        Files.writeString(home.resolve("trace.json"), JSON.replace("\"layers\": [4, 6], ", ""));
        write(new SafetensorsWriter().add("weights", new float[] {0, 0.5f, 0.2f, 0, 0, 0.3f, 0, 0, 0}, 3, 3));
        assertEquals(
                0.2f,
                TraceFolder.read(home, Keep.HEADS).trace().attention()
                                instanceof org.flowtracer.trace.Attention.Averaged a
                        ? a.mean().get(2, 0)
                        : Float.NaN);
        write(new SafetensorsWriter().add("weights", new float[] {0, 0.5f, 0.2f, 0, 0, 0.3f, 0, 0.1f, 0}, 3, 3));
        assertRefused("expected no attention to a later token, found 0.1 at query 1, key 2, in tensor 'weights'");
    }

    @Test
    void refusesMissingSuperfluousAndMisshapenTensors() throws IOException {
        write(new SafetensorsWriter().add("input_ids", new long[3], 3));
        assertRefused("expected one of the tensors attentions, layer_attentions and weights, found none");
        write(new SafetensorsWriter()
                .add("weights", new float[9], 3, 3)
                .add("layer_attentions", new float[18], 2, 3, 3));
        assertRefused("found layer_attentions and weights");
        write(new SafetensorsWriter().add("layer_attentions", new float[9], 3, 3));
        assertRefused("expected shape [layers, n, n] with n = 3 tokens, found [3, 3]");
        write(new SafetensorsWriter().add("layer_attentions", new float[32], 2, 4, 4));
        assertRefused("found [2, 4, 4]");
        write(new SafetensorsWriter().add("layer_attentions", new long[18], 2, 3, 3));
        assertRefused("expected floating-point numbers, found I64");
        write(new SafetensorsWriter()
                .add("layer_attentions", new float[18], 2, 3, 3)
                .add("input_ids", new long[2], 2));
        assertRefused("expected shape [3], found [2], in tensor 'input_ids'");
        write(new SafetensorsWriter()
                .add("layer_attentions", new float[18], 2, 3, 3)
                .add("input_ids", new long[] {1, -1, 1}, 3));
        assertRefused("found -1 at 1, in tensor 'input_ids'");
        write(new SafetensorsWriter()
                .add("layer_attentions", new float[18], 2, 3, 3)
                .add("entropy", new float[] {1, Float.NaN, 1}, 3));
        assertRefused("expected finite numbers, found NaN at [1], in tensor 'entropy'");
        Files.delete(home.resolve("trace.safetensors"));
        assertRefused("expected a safetensors file, found no such file");
        Files.delete(home.resolve("trace.json"));
        assertRefused("expected a JSON file, found no such file");
    }

    /** Layer 4 is right; layer 6 has the given entries [query, key]. */
    private void attention(float... entries) throws IOException {
        float[] both = {1, 0, 0, 0.5f, 0.5f, 0, 0.2f, 0.3f, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        System.arraycopy(entries, 0, both, 9, 9);
        write(new SafetensorsWriter().add("attentions", both, 2, 1, 3, 3));
    }

    private void write(SafetensorsWriter tensors) throws IOException {
        tensors.write(home.resolve("trace.safetensors"));
    }

    private void assertRefused(String part) {
        for (Keep finest : new Keep[] {Keep.HEADS, Keep.LAYERS}) {
            InputException refusal = assertThrows(InputException.class, () -> TraceFolder.read(home, finest));
            assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
            assertEquals(1, refusal.getMessage().lines().count());
        }
    }
}
