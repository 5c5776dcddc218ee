package org.flowtracer.workbench.task;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Canonical texts and parts of problems, worked out from their prompts alone. */
public final class SplitOracle {
    private SplitOracle() {}

    /** The canonical text. */
    public static String key(String task, String prompt) {
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

    /** CRC-32 modulo 10, as train.py of the first bundled model had it; keys are ASCII. */
    public static Split split(String key) {
        CRC32 crc = new CRC32();
        key.chars().forEach(crc::update);
        return switch ((int) (crc.getValue() % 10)) {
            case 0 -> Split.TEST;
            case 1 -> Split.VALIDATION;
            default -> Split.TRAIN;
        };
    }
}
