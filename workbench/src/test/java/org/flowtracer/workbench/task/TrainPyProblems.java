package org.flowtracer.workbench.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What train.py drew, from {@code train-py-problems.json}; made by the script beside it. */
final class TrainPyProblems {
    private TrainPyProblems() {}

    static JsonNode read(String key) throws IOException {
        try (InputStream file = TrainPyProblems.class.getResourceAsStream("train-py-problems.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(file)).get(key);
        }
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.textValue()));
        return strings;
    }
}
