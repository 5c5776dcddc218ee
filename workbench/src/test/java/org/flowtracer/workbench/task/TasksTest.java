package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String WHERE = "some.json at 'options'";

    private static GeneratedTask read(String name, String options) {
        return Tasks.generator(name, JsonObject.parse(options, WHERE), Split.TRAIN, 5);
    }

    @Test
    void withoutOptionsAGeneratorIsTheDefaultOne() {
        for (String name : Tasks.NAMES) {
            assertEquals(Tasks.generator(name, Split.TRAIN, 5), read(name, "{}"));
        }
    }

    @Test
    void everyOptionIsRead() {
        Map<String, Record> options = Map.of(
                "{\"shortest\": 3, \"longest\": 5, \"largest_constant\": 9, \"largest_operand\": 8, \"largest_value\": 70,"
                        + " \"style\": \"walk-back\"}",
                new TwinChains.Options(3, 5, 9, 8, 70, TwinChain.Style.WALK_BACK),
                "{\"fewest_numbers\": 3, \"most_numbers\": 4, \"largest_number\": 50, \"largest_target\": 200, \"well_formed_reward\": 0}",
                new Countdowns.Options(3, 4, 50, 200, 0),
                "{\"fewest_digits\": 3, \"most_digits\": 9}",
                new Additions.Options(3, 9),
                "{\"fewest_events\": 2, \"most_events\": 4, \"largest_start\": 9, \"largest_amount\": 8, \"largest_total\": 70}",
                new WordProblems.Options(2, 4, 9, 8, 70),
                "{\"fewest_statements\": 3, \"most_statements\": 12, \"most_asked\": 2, \"largest_number\": 9}",
                new Recalls.Options(3, 12, 2, 9));
        options.forEach((json, expected) -> {
            String name = Tasks.NAMES.stream()
                    .filter(task -> Tasks.generator(task, Split.TRAIN, 5).getClass()
                            == expected.getClass().getEnclosingClass())
                    .findFirst()
                    .orElseThrow();
            GeneratedTask read = read(name, json);
            assertTrue(read.toString().contains(expected.toString()), read.toString());
            assertEquals(read, read(name, JsonObject.text(read.settings())));
        });
    }

    /** The generators without a bound on their draws have problems in every split, however small the options. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twin-chain | {\"shortest\": 2, \"longest\": 2, \"largest_constant\": 0, \"largest_operand\": 1, \"largest_value\": 1}",
                "twin-chain | {\"shortest\": 8, \"longest\": 8, \"largest_constant\": 0, \"largest_operand\": 1, \"largest_value\": 1}",
                "addition | {\"fewest_digits\": 2, \"most_digits\": 2}",
                "words | {\"fewest_events\": 1, \"most_events\": 1, \"largest_start\": 2, \"largest_amount\": 2, \"largest_total\": 2}",
                "words | {\"fewest_events\": 4, \"most_events\": 4, \"largest_start\": 2, \"largest_amount\": 2, \"largest_total\": 2}",
                "recall | {\"fewest_statements\": 2, \"most_statements\": 2, \"most_asked\": 1, \"largest_number\": 0}",
            })
    void theSmallestOptionsLeaveEverySplitProblems(String name, String options) {
        for (Split split : Split.values()) {
            GeneratedTask task = Tasks.generator(name, JsonObject.parse(options, WHERE), split, 1);
            assertEquals(
                    split,
                    assertTimeoutPreemptively(
                            SOON, () -> Split.of(task.problem(0).key())));
        }
    }

    /** The defaults that datasets/tasks/README.md shows. */
    @Test
    void readmeShowsEveryOptionWithItsDefault() throws IOException {
        Pattern row = Pattern.compile("\\| `([a-z-]+)` \\| `(\\{.*?\\})`");
        String readme = Files.readString(Path.of("..", "datasets", "tasks", "README.md"));
        List<String> shown = new ArrayList<>();
        row.matcher(readme).results().forEach(match -> {
            shown.add(match.group(1));
            Map<String, Object> settings =
                    JsonObject.parse(match.group(2), "README").asMap();
            assertEquals(read(match.group(1), "{}").settings(), settings);
        });
        assertEquals(Tasks.NAMES, shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chess | {} | expected a task of [",
                "twin-chain | {\"size\": 3} | expected only the keys shortest, longest,",
                "twin-chain | {\"style\": \"Steps\"} | expected steps or walk-back, found \"Steps\"",
                "twin-chain | {\"longest\": 9} | expected 2 <= shortest <= longest <= 8",
                "countdown | {\"most_numbers\": 3.5} | expected a whole number",
                "countdown | {\"most_numbers\": 5} | expected 3 <= fewest <= most <= 4 numbers",
                "addition | {\"digits\": 5} | expected only the keys fewest_digits, most_digits, found 'digits'",
            })
    void whatIsUnknownOrOutOfRangeIsRefusedWithItsPlace(String name, String options, String message) {
        InputException refusal = assertThrows(InputException.class, () -> read(name, options));
        assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(WHERE), refusal.getMessage());
    }
}
