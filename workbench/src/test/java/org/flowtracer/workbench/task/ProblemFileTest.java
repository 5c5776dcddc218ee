package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.flowtracer.workbench.files.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemFileTest {
    private static final Path TASKS = Path.of("..", "datasets", "tasks");
    private static final String GOOD = "{\"task\":\"addition\",\"prompt\":\"57+68=?\\n\"}";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("some.problems.jsonl"), text);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (String name : Tasks.NAMES) {
            Task generator = Tasks.generator(name, Split.VALIDATION, 3);
            Path file = folder.resolve(name + ".jsonl");
            ProblemFile.write(file, generator, 25);
            ProblemFile read = ProblemFile.read(file);
            assertEquals(name, read.name());
            assertEquals(OptionalInt.of(25), read.size());
            for (int j = 0; j < 25; j++) {
                assertEquals(generator.problem(j).prompt(), read.problem(j).prompt());
                assertEquals(generator.problem(j).reference(), read.problem(j).reference());
                assertEquals(name, read.problem(j).task());
            }
            assertThrows(IndexOutOfBoundsException.class, () -> read.problem(25));
        }
    }

    @Test
    void readsGsm8kAndMathLayouts() throws IOException {
        String lines = """
                {"question":"How many?","answer":"9*2=<<9*2=18>>18\\n#### 18"}
                {"problem":"Find $x$.","solution":"So $x=\\\\boxed{\\\\frac{1}{2}}$.","level":"Level 1","type":"Algebra"}
                """;
        ProblemFile read = ProblemFile.read(file(lines), new PromptTemplate("Q: {question}"));
        assertEquals("some.problems", read.name());
        assertEquals(
                List.of("gsm8k", "math"),
                read.problems().stream().map(Problem::task).toList());
        assertEquals("18", read.problem(0).answer());
        assertEquals("Q: How many?", read.problem(0).prompt());
        assertEquals("\\frac{1}{2}", read.problem(1).answer());
        assertTrue(read.problem(1).verify("\\boxed{0.5}").isRight());
        assertEquals(
                Optional.of("So $x=\\boxed{\\frac{1}{2}}$."), read.problem(1).reference());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | expected a JSON object",
                "[1] | expected a JSON object",
                "{\"text\":\"x\"} | 'expected key ''task'', ''question'' or ''problem'', found [text]'",
                "{\"task\":\"chess\",\"prompt\":\"e4\"} | 'expected a task of [twin-chain, countdown, addition, words, recall], found ''chess'''",
                "{\"task\":\"addition\"} | expected key 'prompt'",
                "{\"task\":\"addition\",\"prompt\":\"57+68\"} | expected a sum such as",
                "{\"task\":\"addition\",\"prompt\":57} | expected a string",
                "{\"task\":\"addition\",\"prompt\":\"57+68=?\\n\",\"answer\":\"126\"} | expected the answer 125",
                "{\"task\":\"addition\",\"prompt\":\"57+68=?\\n\",\"response\":\"#126\"} | expected a response that is right",
                "{\"task\":\"addition\",\"prompt\":\"57+68=?\\n\",\"response\":\"#125\"} | expected the reference response",
                "{\"question\":\"How many?\"} | expected key 'answer'",
                "{\"question\":\"How many?\",\"answer\":\"18\"} | expected a solution with its answer",
                "{\"problem\":\"How many?\",\"answer\":\"18\"} | expected key 'solution'",
            })
    void malformedLineIsRefusedWithItsNumber(String line, String message) throws IOException {
        Path file = file(GOOD + "\n\n" + line + "\n" + GOOD + "\n");
        InputException refusal = assertThrows(InputException.class, () -> ProblemFile.read(file));
        String found = String.valueOf(refusal.getMessage());
        assertTrue(found.startsWith(message), found);
        assertTrue(found.contains(file + " line 3"), found);
    }

    @Test
    void blankLinesArePassedOver() throws IOException {
        Path file = file("\n" + GOOD + "\n \t\r\n\n" + GOOD.replace("68", "69") + "\n\n");
        assertEquals(
                List.of("57+68=?\n", "57+69=?\n"),
                ProblemFile.read(file).problems().stream().map(Problem::prompt).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \n\n"})
    void fileWithoutProblemsIsRefused(String text) throws IOException {
        Path empty = file(text);
        assertThrows(InputException.class, () -> ProblemFile.read(empty));
    }

    @Test
    void whatIsNoFileOfTextIsRefused() throws IOException {
        assertThrows(InputException.class, () -> ProblemFile.read(folder));
        assertThrows(InputException.class, () -> ProblemFile.read(folder.resolve("none.jsonl")));
        Path latin =
                Files.write(folder.resolve("latin.jsonl"), "{\"task\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(InputException.class, () -> ProblemFile.read(latin));
    }

    @Test
    void bundledFilesAreWhatTheirManifestSays() throws IOException, NoSuchAlgorithmException {
        JsonNode files = new ObjectMapper()
                .readTree(TASKS.resolve("manifest.json").toFile())
                .get("files");
        assertTrue(files.size() >= 4);
        for (JsonNode entry : files) {
            Path bundled = TASKS.resolve(entry.get("file").textValue());
            Split split = Split.valueOf(entry.get("split").textValue().toUpperCase(Locale.ROOT));
            Task generator = Tasks.generator(
                    entry.get("task").textValue(), split, entry.get("seed").longValue());
            Path again = folder.resolve("again.jsonl");
            ProblemFile.write(again, generator, entry.get("count").intValue());
            assertEquals(-1, Files.mismatch(bundled, again), bundled.toString());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(bundled));
            assertEquals(entry.get("sha256").textValue(), HexFormat.of().formatHex(hash));
            for (Problem problem : ProblemFile.read(bundled).problems()) {
                assertEquals(split, Split.of(problem.key()));
            }
        }
    }

    @Test
    void gsm8kTestSplit() throws IOException {
        Path gsm8k = gsm8k();
        Assumptions.assumeTrue(gsm8k != null, "shared/data/gsm8k/test.jsonl is not beside the repository");
        List<Problem> problems = ProblemFile.read(gsm8k, PromptTemplate.BASE).problems();
        assertEquals(1_319, problems.size());
        for (Problem problem : problems) {
            String solution = problem.reference().orElseThrow();
            long answer = Long.parseLong(problem.answer().replace(",", ""));
            assertTrue(problem.verify(solution).isRight(), solution);
            assertTrue(problem.verify("\\boxed{\\$" + answer + ".00}").isRight(), solution);
            for (long wrong : new long[] {answer + 1, answer - 1, -answer - 1, 10 * answer + 1}) {
                assertEquals(0, problem.verify("#### " + wrong).reward(), solution);
            }
            assertEquals(0, problem.verify(solution.replace("####", "so")).reward(), solution);
        }
    }

    /** In the folder {@code shared} beside the repository, or beside a folder around it. */
    private static @Nullable Path gsm8k() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/data/gsm8k/test.jsonl");
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }
}
