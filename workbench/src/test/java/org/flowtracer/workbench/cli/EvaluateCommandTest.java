package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.task.Tasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {
    private static final String CHAT_ML = "{% for message in messages %}"
            + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    @TempDir
    Path home;

    private Path model;
    private Path problems;

    @BeforeEach
    void copy() throws IOException {
        SpoiltCheckpoint copy = SpoiltCheckpoint.copyOf(CheckpointFixture.QWEN2.folder(), home.resolve("model"));
        model = copy.folder();
        problems = Files.writeString(home.resolve("some.jsonl"), """
                {"question":"How many?","answer":"9*2=18\\n#### 18"}
                {"task":"addition","prompt":"57+68=?\\n"}
                """);
    }

    private CommandResult evaluate(String... more) {
        String[] arguments = {
            "evaluate",
            "--model",
            model.toString(),
            "--task",
            problems.toString(),
            "--problems",
            "2",
            "--max-tokens",
            "8",
            "--out",
            home.resolve("out.jsonl").toString()
        };
        return CommandResult.of(
                Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private String response(int problem) throws IOException {
        return JsonObject.parse(Files.readAllLines(home.resolve("out.jsonl")).get(problem), "the responses")
                .string("response");
    }

    /** The whole prompts are written by hand. */
    @Test
    void chatPutsTheModelsTemplateAroundEachPrompt() throws IOException {
        Files.writeString(model.resolve("chat_template.jinja"), CHAT_ML);
        CommandResult result = evaluate("--chat");
        assertEquals(0, result.code(), result.err());
        assertEquals(continued("""
                        <|im_start|>user
                        How many?

                        Please reason step by step, and put your final answer within \\boxed{}.<|im_end|>
                        <|im_start|>assistant
                        """), response(0));
        assertEquals(continued("""
                        <|im_start|>user
                        57+68=?
                        <|im_end|>
                        <|im_start|>assistant
                        """), response(1));
        String chatted = response(0);
        assertEquals(0, evaluate().code());
        assertNotEquals(chatted, response(0));
        assertEquals(
                continued("Question: How many?\nReason step by step and put the final answer in \\boxed{}.\nAnswer:"),
                response(0));
    }

    private String continued(String prompt) throws IOException {
        try (LanguageModel loaded = LanguageModel.load(model)) {
            int[] written = new Generator(loaded.weights())
                    .generate(
                            loaded.tokenizer().encodeContinuation(prompt),
                            SamplingOptions.GREEDY.withMaxTokens(8),
                            0,
                            token -> {})
                    .tokenIds();
            return loaded.tokenizer().decode(written).text();
        }
    }

    private CommandResult evaluateTask(String task, String... more) {
        String[] arguments = {
            "evaluate",
            "--model",
            model.toString(),
            "--task",
            task,
            "--max-tokens",
            "1",
            "--out",
            home.resolve("out.jsonl").toString()
        };
        return CommandResult.of(
                Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    /** Sizes of a file, and how many of its problems are asked without --problems. */
    @ParameterizedTest
    @CsvSource({"1, 1 problem", "2, 2 problems", "301, 300 problems"})
    void allOfAFileIsAskedUpToTheDefault(int held, String asked) throws IOException {
        Path file = Files.writeString(
                home.resolve("sums.jsonl"), "{\"task\":\"addition\",\"prompt\":\"57+68=?\\n\"}\n".repeat(held));
        CommandResult result = evaluateTask(file.toString());
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("Task        sums, " + asked + System.lineSeparator()), result.out());
        assertEquals(
                Math.min(held, 300),
                Files.readAllLines(home.resolve("out.jsonl")).size());
    }

    @Test
    void moreProblemsThanAFileHoldsAreRefusedWhereTheyWereAskedFor() {
        for (String asked : List.of("3", "300")) {
            CommandResult result = evaluateTask(problems.toString(), "--problems", asked);
            assertEquals(2, result.code());
            assertTrue(
                    result.err().contains("expected at least " + asked + " problems, found 2, in task some"),
                    result.err());
        }
    }

    @Test
    void problemsHaveASeedOfTheirOwn() throws IOException {
        assertEquals(prompts(1), promptsOf());
        assertEquals(prompts(1), promptsOf("--seed", "7"));
        assertEquals(prompts(7), promptsOf("--problem-seed", "7"));
        assertNotEquals(prompts(1), prompts(7));
    }

    private static List<String> prompts(long seed) {
        Task task = Tasks.generator("addition", Split.TEST, seed);
        return IntStream.range(0, 3).mapToObj(j -> task.problem(j).prompt()).toList();
    }

    private List<String> promptsOf(String... more) throws IOException {
        String[] three = {"--problems", "3"};
        CommandResult result = evaluateTask(
                "addition", Stream.of(three, more).flatMap(Arrays::stream).toArray(String[]::new));
        assertEquals(0, result.code(), result.err());
        return Files.readAllLines(home.resolve("out.jsonl")).stream()
                .map(line -> JsonObject.parse(line, "the responses").string("prompt"))
                .toList();
    }

    @Test
    void chatWithoutATemplateIsRefusedInOneLine() {
        CommandResult result = evaluate("--chat");
        assertEquals(2, result.code());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("expected key 'chat_template'"), result.err());
    }
}
