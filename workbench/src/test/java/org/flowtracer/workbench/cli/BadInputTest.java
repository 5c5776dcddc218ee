package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.exchange.TraceFixture;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the input: exit code 2, one line that says what was expected, found and where, and nothing written. */
class BadInputTest {
    @TempDir
    Path home;

    @Test
    void missingWeights() throws IOException {
        SpoiltCheckpoint model = qwen3();
        Files.delete(model.file("model.safetensors"));
        refused(model, "expected a safetensors file, found no such file, in " + model.file("model.safetensors"));
    }

    @Test
    void truncatedWeights() throws IOException {
        refused(
                qwen3().editBytes(bytes -> Arrays.copyOf(bytes, bytes.length - 1000)),
                "found a file that ends at byte");
    }

    @Test
    void headerLengthBeyondTheFile() throws IOException {
        refused(
                qwen3().editBytes(bytes -> {
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40);
                    return bytes;
                }),
                "found the header length 1099511627776, in");
    }

    @Test
    void overlappingOffsets() throws IOException {
        refused(qwen3().editHeader(header -> moved(header, -4)), "an overlap with '");
    }

    @Test
    void offsetsWithAGap() throws IOException {
        refused(qwen3().editHeader(header -> moved(header, 4)), "a gap after '");
    }

    /** Moves both offsets of the final norm. */
    private static String moved(String header, int by) {
        Matcher offsets = Pattern.compile("(\"model.norm.weight\":\\{[^}]*\"data_offsets\":\\[)(\\d+),(\\d+)")
                .matcher(header);
        return offsets.replaceFirst(found ->
                found.group(1) + (Long.parseLong(found.group(2)) + by) + "," + (Long.parseLong(found.group(3)) + by));
    }

    @Test
    void wrongShape() throws IOException {
        refused(
                qwen3().editHeader(header -> header.replaceFirst(
                        "(\"model.layers.0.self_attn.k_proj.weight\":\\{\"dtype\":\"F32\",\"shape\":)\\[64,64]",
                        "$1[32,128]")),
                "expected shape [64, 64], found [32, 128], in tensor 'model.layers.0.self_attn.k_proj.weight' of");
    }

    @Test
    void wrongType() throws IOException {
        refused(
                qwen3().editHeader(header ->
                        header.replaceFirst("(\"model.norm.weight\":\\{\"dtype\":)\"F32\"", "$1\"I32\"")),
                "found I32, in tensor 'model.norm.weight' of");
    }

    @Test
    void missingTensor() throws IOException {
        refused(
                qwen3().editHeader(header -> header.replace("\"model.norm.weight\"", "\"model.normal.weight\"")),
                "expected tensor 'model.norm.weight', found none, in");
    }

    @Test
    void indexNamingAnAbsentShard() throws IOException {
        SpoiltCheckpoint model = SpoiltCheckpoint.copyOf(CheckpointFixture.QWEN2.folder(), home.resolve("model"));
        Files.delete(model.file("model-00002-of-00004.safetensors"));
        refused(
                model,
                "expected a safetensors file, found no such file, in "
                        + model.file("model-00002-of-00004.safetensors"));
    }

    @Test
    void weightsThatAreNotFinite() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            SpoiltCheckpoint model =
                    SpoiltCheckpoint.copyOf(CheckpointFixture.QWEN3.folder(), home.resolve("of " + bad));
            model.editBytes(bytes -> {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, bad);
                return bytes;
            });
            refused(model, "expected finite numbers, found " + bad + " at [");
        }
    }

    @Test
    void configWithoutANeededKey() throws IOException {
        refused(
                qwen3().editText("config.json", text -> text.replace("\"hidden_size\"", "\"hidden\"")),
                "expected key 'hidden_size', found none, in "
                        + home.resolve("model").resolve("config.json"));
    }

    @Test
    void modelThatIsNotImplemented() throws IOException {
        refused(qwen3().editText("config.json", text -> text.replace("\"qwen3\"", "\"mamba\"")), "mamba");
    }

    /** A model with the first 377 of its tokenizer's 380 tokens. */
    @Test
    void tokenIdsOutsideTheVocabulary() throws IOException {
        SpoiltCheckpoint model = qwen3().editText("config.json", text -> text.replace("768", "377"));
        SafetensorsWriter smaller = new SafetensorsWriter();
        try (TensorStore tensors =
                SafetensorsFile.open(CheckpointFixture.QWEN3.folder().resolve("model.safetensors"))) {
            for (String name : tensors.names()) {
                long[] shape = tensors.tensor(name).shape();
                shape[0] = shape[0] == 768 ? 377 : shape[0];
                int elements = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
                smaller.add(name, Arrays.copyOf(tensors.tensor(name).floats(), elements), shape);
            }
        }
        smaller.write(model.file("model.safetensors"));
        refused(
                "expected token ids below the vocabulary of 377, found 378 at position 0, in",
                "--model",
                model.folder().toString(),
                "--prompt",
                "<|im_start|>",
                "--response",
                "12");
    }

    @Test
    void promptAndResponseThatAreTooLong() {
        refused(
                "expected at most 512 tokens (max_position_embeddings), found 600, in",
                "--prompt",
                "1".repeat(300),
                "--response",
                "2".repeat(300));
        refused("expected at most 512 tokens", "--prompt", "1".repeat(600));
    }

    @Test
    void regionsThatAreEmptyOrOverlap() {
        refused("expected a question of at least one token, found an empty one", given("--question", "1..1"));
        refused("expected an answer A..B with A < B inside the response 2..6, found 4..4", given("--answer", "4..4"));
        refused("expected question and response without a common token", given("--question", "0..3"));
        refused("inside the response 2..6, found 1..3", given("--answer", "1..3"));
        refused("inside the response 2..6, found 5..9", given("--answer", "5..9"));
        refused("expected a question of at least one token, found an empty one", "--prompt", "", "--response", "#1");
        refused("found none, in the response", "--prompt", "1+1", "--response", "");
    }

    @Test
    void answerThatIsNotFound() {
        refused("expected an answer by the pattern 'boxed', found none, in the response", given("--answer", "boxed"));
        refused(
                "expected an answer by the pattern 'regex:x+', found none, in the response",
                given("--answer", "regex:x+"));
        refused(
                "expected auto, boxed, hash, last-line, A..B or regex:R, found 'nowhere'",
                given("--answer", "nowhere"));
    }

    private static String[] given(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--prompt", "?a", "--response", "#12\n"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void attentionThatIsNone() throws IOException {
        float[] right = {1, 0, 0, 0.5f, 0.5f, 0, 0.2f, 0.3f, 0.5f};
        attentionRefused("found NaN at layer 0, query 2, key 1", right, 7, Float.NaN);
        attentionRefused("found Infinity at layer 0, query 2, key 1", right, 7, Float.POSITIVE_INFINITY);
        attentionRefused("found -0.1 at layer 0, query 1, key 0", right, 3, -0.1f);
        attentionRefused(
                "expected no attention to a later token, found 0.1 at layer 0, query 0, key 2", right, 2, 0.1f);
    }

    private void attentionRefused(String message, float[] right, int entry, float value) throws IOException {
        float[] spoilt = right.clone();
        spoilt[entry] = value;
        Path trace = Files.createDirectories(home.resolve("trace"));
        new SafetensorsWriter().add("layer_attentions", spoilt, 1, 3, 3).write(trace.resolve("trace.safetensors"));
        Files.writeString(trace.resolve("trace.json"), """
                {"format": "flowtracer-trace", "version": 1, "tokens": ["a", "b", "c"],
                 "question": [0, 1], "response": [1, 3], "answer": [2, 3]}""");
        refused(message, "--from", trace.toString());
    }

    @Test
    void importedTraceThatLacksWhatIsAskedFor() {
        String averaged = TraceFixture.WEIGHTS.folder().toString();
        refused("expected layers 'stored'", "--from", averaged, "--layers", "late");
        refused("expected a trace that holds each layer", "--from", averaged, "--keep", "layers");
        refused("expected a trace that keeps every head", "--from", averaged, "--heads", "0");
        refused(
                "expected a trace folder, found no such folder",
                "--from",
                home.resolve("nowhere").toString());
    }

    @Test
    void argumentsThatDoNotFit() {
        refused("expected --from or --prompt, found both", "--from", "x", "--prompt", "y");
        refused("expected --from or --gradients, found both", "--from", "x", "--gradients", "once");
        refused("expected one of [none, once, integrated], found 'twice'", "--gradients", "twice");
        refused("expected --response or --generate, found both", given("--generate"));
        refused("expected a temperature of at least 0, found -1.0", "--temperature", "-1");
        refused("found 'sideways'", given("--answer-mode", "sideways"));
        refused("expected a range A..B", given("--question", "3-4"));
        refused("expected one of backbone.graphml", given("--export", "dag.png"));
        refused("--no-such-option", "--no-such-option");
        refused("expected a text file, found no such file", "--prompt", "@" + home.resolve("nowhere.txt"));
    }

    @Test
    void jsonLines() throws IOException {
        linesRefused("{\"prompt\": \"?a\"", "line 1");
        linesRefused(
                "{\"prompt\": \"?a\", \"response\": \"#1\"}\n{\"response\": \"#1\"}",
                "expected key 'prompt', found none, in");
        linesRefused("{\"prompt\": \"?a\", \"reply\": \"#1\"}", "found 'reply'");
        linesRefused("{\"prompt\": \"?a\", \"name\": \"../up\"}", "\"../up\"");
        linesRefused(
                "{\"prompt\": \"?a\", \"name\": \"x\"}\n{\"prompt\": \"?b\", \"name\": \"x\"}",
                "expected a name that is not taken, found 'x'");
        linesRefused("", "expected at least one prompt, found none");
        linesRefused(
                "{\"prompt\": \"?a\", \"response\": \"#1\"}\n{\"prompt\": \"?a\", \"response\": \"#1\", \"answer\": \"boxed\"}",
                "lines.jsonl line 2");
        linesRefused(
                "{\"prompt\": \"?a\", \"answer\": \"zebra\"}",
                "A..B or regex:R, found 'zebra', in the answer pattern, in " + home.resolve("lines.jsonl") + " line 1");
        linesRefused(
                "{\"prompt\": \"?a\", \"name\": \"traces.csv\"}",
                "expected a name that is not taken, found 'traces.csv', in");
        linesRefused(
                "{\"prompt\": \"?a\", \"name\": \"A\"}\n{\"prompt\": \"?a\", \"name\": \"a\"}",
                "expected a name that is not taken, found 'a', in");
    }

    @Test
    void argumentsThatAreWrong() throws IOException {
        refused("expected options only, found 'more', in the arguments of flowtracer trace", "more");
        refused(
                "expected an option that --help lists, found '--ot', in the arguments of flowtracer trace",
                "--ot",
                "x");
        refused("expected BAND after --layers, found nothing, in the arguments of flowtracer trace", "--layers");
        refused("expected a whole number of 32 bits, found 'many', in --top-k", "--top-k", "many");
        refused("expected a number, found 'hot', in --temperature", "--temperature", "hot");
        refused("expected a whole number of 32 bits, found 'a', in --heads", "--heads", "0,a");
        refused("expected one of [keep, drop], found 'maybe', in --first-token", "--first-token", "maybe");
        refused(
                "early, middle, late, all, stored or A..B (end exclusive), found 'mid dle', in --layers",
                "--layers",
                "mid\ndle");
        refused("and none but the model's 0..6, found 5..3, in", "--layers", "5..3");
        refused("and none but the model's 0..6, found 0..7, in", "--layers", "0..7");
        refused("expected heads from 0 to 3, found [1, 4], in", "--heads", "1,4");
    }

    private void linesRefused(String lines, String part) throws IOException {
        refused(
                part,
                "--jsonl",
                Files.writeString(home.resolve("lines.jsonl"), lines).toString());
    }

    @Test
    void folderThatHoldsSomethingElse() throws IOException {
        Path out = Files.createDirectory(home.resolve("out"));
        Path thesis = Files.writeString(out.resolve("thesis.tex"), "precious");
        CommandResult result = CommandResult.of(
                "trace", "--from", TraceFixture.WEIGHTS.folder().toString(), "--out", out.toString());
        assertRefusal(result, "found a folder that holds thesis.tex, in " + out);
        assertEquals("precious", Files.readString(thesis));
        Path imported = TraceFixture.WEIGHTS.copyTo(home.resolve("imported"));
        assertRefusal(
                CommandResult.of("trace", "--from", imported.toString(), "--out", imported.toString()),
                "expected another folder than the imported one");
        assertRefusal(
                CommandResult.of(
                        "trace", "--from", TraceFixture.WEIGHTS.folder().toString(), "--out", imported.toString()),
                "found a folder that holds trace.json");
    }

    @Test
    void formerTraceIsReplacedWholeOrNotAtAll() throws IOException {
        Path out = home.resolve("out");
        trace(out, TraceFixture.WEIGHTS, "--export", "dag.json");
        assertTrue(Files.exists(out.resolve("dag.json")));
        byte[] former = Files.readAllBytes(out.resolve("trace.safetensors"));
        assertRefusal(
                CommandResult.of(
                        "trace",
                        "--from",
                        TraceFixture.WEIGHTS.folder().toString(),
                        "--answer",
                        "regex:nowhere",
                        "--out",
                        out.toString()),
                "expected an answer by the pattern");
        assertEquals(0, Arrays.compare(former, Files.readAllBytes(out.resolve("trace.safetensors"))));
        trace(out, TraceFixture.ATTENTIONS);
        assertFalse(Files.exists(out.resolve("dag.json")));
        try (TensorStore tensors = SafetensorsFile.open(out.resolve("trace.safetensors"))) {
            assertEquals(64, tensors.tensor("inflow").elements());
        }
        assertEquals(List.of(out), entries(home));
    }

    private static void trace(Path out, TraceFixture fixture, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("trace", "--from", fixture.folder().toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        CommandResult result = CommandResult.of(arguments.toArray(String[]::new));
        assertEquals(0, result.code(), result.err());
    }

    private SpoiltCheckpoint qwen3() throws IOException {
        return SpoiltCheckpoint.copyOf(CheckpointFixture.QWEN3.folder(), home.resolve("model"));
    }

    private void refused(SpoiltCheckpoint model, String message) {
        refused(message, "--model", model.folder().toString(), "--prompt", "1 + 1", "--response", "2");
    }

    /** Runs {@code trace} on the bundled model where no other is given. */
    private void refused(String message, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("trace", "--out", home.resolve("out").toString()));
        arguments.addAll(List.of(options));
        assertRefusal(CommandResult.of(arguments.toArray(String[]::new)), message);
        assertFalse(Files.exists(home.resolve("out")));
        assertTrue(Files.isDirectory(Bundled.model()));
    }

    private static void assertRefusal(CommandResult result, String message) {
        assertEquals(2, result.code(), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertEquals("", result.out());
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
