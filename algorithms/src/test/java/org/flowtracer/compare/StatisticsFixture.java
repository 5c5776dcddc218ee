package org.flowtracer.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What SciPy and statsmodels say; make_statistics.py beside the file wrote it. */
final class StatisticsFixture {
    private static final String FILE = "/fixtures/statistics/statistics.json";

    private StatisticsFixture() {}

    /** The entries of a list of the file. */
    static List<JsonNode> entries(String list) {
        try (InputStream stream = Objects.requireNonNull(StatisticsFixture.class.getResourceAsStream(FILE), FILE)) {
            JsonNode node = new ObjectMapper().readTree(stream).get(list);
            return StreamSupport.stream(node.spliterator(), false).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static double[] numbers(JsonNode entry, String key) {
        return StreamSupport.stream(entry.get(key).spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }
}
