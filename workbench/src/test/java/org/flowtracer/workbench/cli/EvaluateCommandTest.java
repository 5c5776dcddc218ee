package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void chatWithoutATemplateIsRefusedInOneLine() {
        CommandResult result = evaluate("--chat");
        assertEquals(2, result.code());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("expected key 'chat_template'"), result.err());
    }
}
