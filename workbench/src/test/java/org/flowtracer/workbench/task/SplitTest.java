package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void hashIsTheStandardCrc() {
        assertEquals(0xCBF43926L, Split.crc32("123456789"));
        assertEquals(0, Split.crc32(""));
        assertEquals(Split.TEST, Split.of(""));
    }

    @Test
    void noProblemOfHundredThousandLeaks() {
        int drawn = 0;
        for (String task : Tasks.NAMES) {
            Set<String> elsewhere = new HashSet<>();
            for (Split split : new Split[] {Split.TEST, Split.VALIDATION, Split.TRAIN}) {
                Task generator = Tasks.generator(task, split, 7);
                Set<String> here = new HashSet<>();
                int count = split == Split.TRAIN ? 30_000 : 1_700;
                for (int j = 0; j < count; j++) {
                    String key = canonical(task, generator.problem(j).prompt());
                    assertEquals(split, splitOf(key), key);
                    assertFalse(elsewhere.contains(key), key);
                    here.add(key);
                }
                elsewhere.addAll(here);
                drawn += count;
            }
        }
        assertTrue(drawn >= 100_000);
    }

    /** The canonical text worked out from the prompt alone. */
    private static String canonical(String task, String prompt) {
        return switch (task) {
            case "twin-chain", "recall" -> prompt;
            case "countdown" -> {
                String[] parts = prompt.strip().substring(2).split(" T ", -1);
                int[] numbers = Arrays.stream(parts[0].split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .sorted()
                        .toArray();
                yield Arrays.toString(numbers) + " " + parts[1];
            }
            case "words" -> {
                String story = prompt.replaceAll(" \\w+ [a-z ]+\\. How.*\n", "").replaceAll("\\.$", "");
                String asked = prompt.replaceAll("(?s).* does (\\w+) have.*", "$1");
                Map<Boolean, List<String>> clauses = Arrays.stream(story.split("\\. ", -1))
                        .map(sentence ->
                                sentence.replaceAll("^(Later|Next|Soon|Then) | more|(?<=[a-z]) (at|by|in) .*", ""))
                        .collect(Collectors.partitioningBy(clause -> clause.startsWith(asked + " ")));
                yield String.join(". ", clauses.get(true)) + " | " + String.join(". ", clauses.get(false));
            }
            default -> {
                String[] numbers = prompt.replace("=?\n", "").split("\\+", -1);
                yield Long.parseLong(numbers[0]) <= Long.parseLong(numbers[1])
                        ? numbers[0] + "+" + numbers[1]
                        : numbers[1] + "+" + numbers[0];
            }
        };
    }

    private static Split splitOf(String key) {
        CRC32 crc = new CRC32();
        key.chars().forEach(crc::update);
        return switch ((int) (crc.getValue() % 10)) {
            case 0 -> Split.TEST;
            case 1 -> Split.VALIDATION;
            default -> Split.TRAIN;
        };
    }
}
