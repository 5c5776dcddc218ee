package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.text.TokenText;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.text.TokenizerWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTokenizersTest {
    private static final Path BUNDLED = Path.of("..", "datasets", "tokenizers");

    private static final Map<String, List<String>> OPTIONS_BY_CHARACTER_TASK = Map.of(
            "twin-chain", List.of("{}", "{\"style\": \"walk-back\", \"longest\": 6, \"largest_value\": 200}"),
            "countdown", List.of("{}", "{\"most_numbers\": 4, \"largest_number\": 99, \"largest_target\": 999}"),
            "addition", List.of("{}", "{\"most_digits\": 9}"));

    @Test
    void bundledFoldersAreThoseOfTheWriters(@TempDir Path folder) throws IOException {
        for (Map.Entry<String, TokenizerWriter> entry : TaskTokenizers.all().entrySet()) {
            entry.getValue().write(folder);
            for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
                assertEquals(
                        Files.readString(folder.resolve(file)),
                        Files.readString(BUNDLED.resolve(entry.getKey()).resolve(file)),
                        entry.getKey());
            }
        }
    }

    @Test
    void wordsAreOneTokenEachAndTextsComeBackWhole() throws IOException {
        Set<String> seen = new HashSet<>();
        Task task = Tasks.generator("words", JsonObject.parse("{\"largest_total\": 400}", "test"), Split.TRAIN, 3);
        try (Tokenizer tokenizer = Tokenizer.open(BUNDLED.resolve("words"))) {
            for (int j = 0; j < 1_000; j++) {
                Problem problem = task.problem(j);
                for (String text : List.of(problem.prompt(), problem.reference().orElseThrow())) {
                    TokenText tokens = tokenizer.decode(tokenizer.encodePrompt(text));
                    assertEquals(text, tokens.text());
                    seen.addAll(tokens.pieces());
                }
            }
        }
        assertEquals(Set.copyOf(TaskTokenizers.WORDS.vocabulary()), seen);
    }

    @Test
    void charactersAreOneTokenEachAndTextsComeBackWhole() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(BUNDLED.resolve("characters"))) {
            for (Map.Entry<String, List<String>> entry : OPTIONS_BY_CHARACTER_TASK.entrySet()) {
                for (String options : entry.getValue()) {
                    Task task = Tasks.generator(entry.getKey(), JsonObject.parse(options, "test"), Split.TRAIN, 3);
                    for (int j = 0; j < 200; j++) {
                        Problem problem = task.problem(j);
                        String text = problem.prompt() + problem.reference().orElseThrow();
                        TokenText tokens = tokenizer.decode(tokenizer.encodePrompt(text));
                        assertEquals(text.length(), tokens.size());
                        assertEquals(text, tokens.text());
                    }
                }
            }
        }
    }
}
