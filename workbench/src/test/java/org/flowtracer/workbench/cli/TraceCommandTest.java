package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.TraceCollection;
import org.flowtracer.workbench.exchange.TraceFixture;
import org.flowtracer.workbench.exchange.TraceFolder;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.flowtracer.workbench.text.AnswerPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceCommandTest {
    @TempDir
    Path home;

    /** The whole way, from a checkpoint's folder to files, against transformers and NumPy. */
    @ParameterizedTest
    @EnumSource
    void flowOfACheckpointEqualsTheReference(CheckpointFixture model) throws IOException {
        JsonObject expected = model.reference();
        List<Integer> answer = expected.integers("answer");
        Path out = run(
                "out",
                "--model",
                model.folder().toString(),
                "--prompt",
                expected.string("prompt"),
                "--response",
                expected.string("response"),
                "--answer",
                answer.get(0) + ".." + answer.get(1),
                "--keep",
                "heads");
        AttentionTrace trace = TraceFolder.read(out, Keep.HEADS).trace();
        List<Integer> question = expected.integers("question");
        assertEquals(
                Regions.ofRanges(
                        question.get(0), question.get(1), question.get(1), trace.size(), answer.get(0), answer.get(1)),
                trace.regions());
        try (TensorStore found = SafetensorsFile.open(out.resolve("trace.safetensors"));
                TensorStore reference = model.referenceTensors()) {
            assertArrayEquals(
                    reference.tensor("input_ids").longs(),
                    found.tensor("input_ids").longs());
            close(reference, "absorbing.throughput", found, "throughput", 1e-3);
            close(reference, "absorbing.inflow", found, "inflow", 1e-3);
            close(reference, "absorbing.potential", found, "potential", 1e-3);
            close(reference, "absorbing.to_sink", found, "to_sink", 1e-3);
            assertArrayEquals(
                    reference.tensor("token_logprob").floats(),
                    found.tensor("logprob").floats(),
                    1e-3f);
            assertArrayEquals(
                    reference.tensor("entropy").floats(),
                    found.tensor("entropy").floats(),
                    1e-3f);
            assertArrayEquals(
                    reference.tensor("attentions").floats(),
                    found.tensor("attentions").floats(),
                    1e-4f);
        }
    }

    private static void close(TensorStore reference, String name, TensorStore found, String as, double relative)
            throws IOException {
        double[] expected = reference.tensor(name).doubles();
        double[] values = found.tensor(as).doubles();
        for (int t = 0; t < expected.length; t++) {
            assertEquals(expected[t], values[t], relative * Math.abs(expected[t]) + 1e-7, name + " at " + t);
        }
    }

    @Test
    void runsOnTheBundledModelAndExample() throws IOException {
        CommandResult result =
                CommandResult.of("trace", "--out", home.resolve("out").toString());
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("Arrived     100.0 %"), result.out());
        assertTrue(result.out().contains("Report      " + home.resolve("out").resolve("report.html")), result.out());
        assertEquals("", result.err());
        List<String> tokens =
                TraceFolder.read(home.resolve("out"), Keep.LAYERS).trace().tokens();
        assertTrue(
                String.join("", tokens).endsWith(Bundled.example().response()),
                "the model answers as the example says");
    }

    @Test
    void twoRunsWriteTheSameBytes() throws IOException {
        String[] options = {
            "--temperature",
            "1",
            "--top-k",
            "20",
            "--seed",
            "7",
            "--max-tokens",
            "40",
            "--answer",
            "last-line",
            "--keep",
            "layers",
            "--export",
            "backbone.graphml,backbone.dot,dag.json"
        };
        assertEquals(contents(run("1", options)), contents(run("2", options)));
    }

    /** Each file's bytes; but a PDF holds the time of its making. */
    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = file.toString().endsWith(".pdf") ? new byte[0] : Files.readAllBytes(file);
                contents.put(
                        folder.relativize(file).toString(),
                        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    @Test
    void writesEverythingThatIsPromised() throws IOException {
        Path out = run("out", "--from", TraceFixture.ATTENTIONS.folder().toString());
        for (String name : List.of("trace.json", "trace.safetensors", "tokens.csv", "edges.csv", "report.html")) {
            assertTrue(Files.size(out.resolve(name)) > 0, name);
        }
        for (String figure : List.of("throughput", "backbone", "attention-and-flow", "flow-by-region", "layer-bands")) {
            for (String ending : List.of(".svg", ".pdf", ".png", ".csv")) {
                assertTrue(Files.size(out.resolve("figures").resolve(figure + ending)) > 0, figure + ending);
            }
        }
    }

    @Test
    void optionsChangeTheFlowAsTheyShould() throws IOException {
        String from = TraceFixture.LAYER_ATTENTIONS.folder().toString();
        Path passing = run("passing", "--from", from, "--answer-mode", "passing");
        try (TensorStore found = SafetensorsFile.open(passing.resolve("trace.safetensors"));
                TensorStore reference = TraceFixture.LAYER_ATTENTIONS.reference()) {
            close(reference, "passing.throughput", found, "throughput", 1e-3);
        }
        JsonObject options = JsonObject.read(run(
                        "all",
                        "--from",
                        from,
                        "--layers",
                        "1..3",
                        "--first-token",
                        "drop",
                        "--source",
                        "potential",
                        "--answer-at",
                        "predictor",
                        "--question",
                        "0..9",
                        "--answer",
                        "regex:12.?6")
                .resolve("trace.json"));
        assertEquals(List.of(0, 9), options.integers("question"));
        assertEquals(List.of(1, 2), options.integers("layers"));
        assertEquals("drop", options.object("options").string("first_token"));
        assertEquals("potential", options.object("options").string("source"));
        assertEquals("predictor", options.object("options").string("answer_at"));
    }

    @Test
    void keepsWhatOthersPutBesideTheFigures() throws IOException {
        Path out = run("out", "--from", TraceFixture.WEIGHTS.folder().toString());
        assertTrue(TraceFolder.isOurs(out));
        for (String name : List.of("notes.txt", "mine.svg", "backbone.old.svg", "README")) {
            Path precious = Files.writeString(out.resolve("figures").resolve(name), "precious");
            assertFalse(TraceFolder.isOurs(out), name);
            Files.delete(precious);
        }
    }

    @Test
    void tracesManyPrompts() throws IOException {
        Path lines = Files.writeString(home.resolve("lines.jsonl"), """
                {"prompt": "a=1;b=2;?a\\n", "response": "a=1\\n#1\\n", "name": "first"}

                {"prompt": "a=1;b=2;?b\\n", "response": "b=2", "answer": "last-line"}
                """);
        Path out = run("out", "--model", Bundled.model().toString(), "--jsonl", lines.toString());
        assertEquals(
                List.of(16, 17),
                JsonObject.read(out.resolve("first/trace.json")).integers("answer"));
        assertEquals(
                List.of(11, 14), JsonObject.read(out.resolve("0003/trace.json")).integers("answer"));
        assertEquals(
                List.of("first", "0003"),
                Files.readAllLines(out.resolve("traces.csv")).stream()
                        .skip(1)
                        .map(row -> row.substring(0, row.indexOf(',')))
                        .toList());
        assertTrue(TraceCollection.isOurs(out));
        Files.writeString(out.resolve("notes.txt"), "precious");
        assertFalse(TraceCollection.isOurs(out));
    }

    @Test
    void tracesProblemsOfATaskWithTheirResponsesOrTheModels() throws IOException {
        String prompt = "g=3;b=45;j=g+26;i=b+28;?i\n";
        String wrong = "i=b+28;b=44;i=44+28=72\n#72\n";
        Path problems = Files.writeString(
                home.resolve("problems.jsonl"),
                JsonObject.line(Map.of(
                        "task", "twin-chain", "prompt", prompt, "response", wrong, "answer", "73", "reward", 0)));
        String[] options = {"--model", Bundled.model().toString(), "--jsonl", problems.toString(), "--no-report"};
        Path given = run("given", options);
        assertEquals(prompt + wrong, text(given.resolve("0001")));
        assertFalse(Files.exists(given.resolve("0001/report.html")) || Files.exists(given.resolve("0001/figures")));
        assertTrue(TraceCollection.isOurs(given));

        Path written = run(
                "written",
                Stream.concat(Stream.of(options), Stream.of("--generate")).toArray(String[]::new));
        String response = text(written.resolve("0001")).substring(prompt.length());
        assertEquals("73", AnswerPattern.HASH.textIn(response).orElseThrow());
    }

    @Test
    void leavesOutLinesWithoutAnAnswerWhereAsked() throws IOException {
        Path lines = Files.writeString(home.resolve("lines.jsonl"), """
                {"prompt": "?a\\n", "response": "a\\n"}
                {"prompt": "a=1;?a\\n", "response": "#1\\n"}
                {"prompt": "?b\\n", "response": ""}
                """);
        Path out = home.resolve("out");
        String[] command = {
            "trace",
            "--model",
            Bundled.model().toString(),
            "--jsonl",
            lines.toString(),
            "--answer",
            "hash",
            "--out",
            out.toString(),
            "--no-report"
        };
        assertEquals(2, CommandResult.of(command).code());
        assertFalse(Files.exists(out));
        CommandResult result = CommandResult.of(
                Stream.concat(Stream.of(command), Stream.of("--skip")).toArray(String[]::new));
        assertEquals(0, result.code(), result.err());
        assertEquals(2, Files.readAllLines(out.resolve("traces.csv")).size());
        assertEquals(
                List.of("1", "3"),
                result.out()
                        .lines()
                        .filter(line -> line.startsWith("Left out"))
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList());
    }

    private static String text(Path folder) throws IOException {
        return String.join("", TraceFolder.read(folder, Keep.LAYERS).trace().tokens());
    }

    @Test
    void readsPromptAndResponseFromFiles() throws IOException {
        Path prompt = Files.writeString(home.resolve("prompt.txt"), "a=1;?a\n");
        Path response = Files.writeString(home.resolve("response.txt"), "#1\n");
        Path out = run(
                "out", "--model", Bundled.model().toString(), "--prompt", "@" + prompt, "--response", "@" + response);
        assertEquals("a=1;?a\n#1\n", text(out));
    }

    @Test
    void gradientsAreTakenAsDeepAsIsAskedFor() throws IOException {
        assertEquals(Set.of(), gradients("none"));
        assertEquals(Set.of("gradient_norm", "gradient_x_input"), gradients("once"));
        assertEquals(Set.of("gradient_norm", "gradient_x_input", "integrated_gradients"), gradients("integrated"));
    }

    private Set<String> gradients(String depth) throws IOException {
        Path out = run(depth, "--prompt", "a=1;b=2;?a\n", "--response", "a=1\n#1\n", "--gradients", depth);
        try (TensorStore found = SafetensorsFile.open(out.resolve("trace.safetensors"))) {
            return found.names().stream()
                    .filter(name -> name.contains("gradient"))
                    .collect(Collectors.toSet());
        }
    }

    private Path run(String name, String... options) {
        Path out = home.resolve(name);
        CommandResult result =
                CommandResult.of(Stream.concat(Stream.of("trace", "--out", out.toString()), Stream.of(options))
                        .toArray(String[]::new));
        assertEquals(0, result.code(), result.err());
        return out;
    }
}
