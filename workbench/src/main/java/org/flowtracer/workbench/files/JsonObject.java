package org.flowtracer.workbench.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read strictly: a missing key, a key that stands twice or a value of another type is an {@link InputException} that names
 * the file and the key. A key whose value is null counts as absent.
 */
public final class JsonObject {
    /** What the parser adds to its message for those who program it. */
    private static final Pattern PARSER_HINT = Pattern.compile(": enable `.*");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode node;
    private final String where;

    private JsonObject(JsonNode node, String where) {
        this.node = node;
        this.where = where;
    }

    /**
     * Reads a file that holds one object.
     *
     * @throws InputException if there is no such file, or it is not such JSON
     * @throws IOException if the disk refuses
     */
    public static JsonObject read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("a JSON file", Files.exists(file) ? "a folder" : "no such file", file.toString());
        }
        return parse(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
    }

    /**
     * Parses UTF-8 that holds one object.
     *
     * @param where the place to name in messages
     */
    public static JsonObject parse(ByteBuffer utf8, String where) {
        try {
            return parse(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString(), where);
        } catch (CharacterCodingException e) {
            throw new InputException("JSON in UTF-8", "bytes that are not UTF-8", where);
        }
    }

    /** Parses a text that holds one object. */
    public static JsonObject parse(String text, String where) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            String found = e.getOriginalMessage().lines().findFirst().orElse("none");
            throw new InputException("a JSON object", PARSER_HINT.matcher(found).replaceFirst("") + place, where);
        }
        if (!node.isObject()) {
            throw new InputException("a JSON object", describe(node), where);
        }
        return new JsonObject(node, where);
    }

    /** The file, and the path of keys inside it. */
    public String where() {
        return where;
    }

    /** All keys, in the order of the file. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return Collections.unmodifiableSet(keys);
    }

    /** Refuses a key that is not one of {@code known}: a misspelt option must not pass for one left out. */
    public void requireOnly(Collection<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw new InputException("only the keys " + String.join(", ", known), "'" + key + "'", where);
            }
        }
    }

    /** Whether {@code key} has a value other than null. */
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** Whether {@code key} has a list as its value. */
    public boolean isList(String key) {
        return node.path(key).isArray();
    }

    public String string(String key) {
        return asString(value(key), key);
    }

    public String string(String key, String absent) {
        return has(key) ? string(key) : absent;
    }

    public int integer(String key) {
        return asInteger(value(key), key);
    }

    public int integer(String key, int absent) {
        return has(key) ? integer(key) : absent;
    }

    /** A whole number of 64 bits. */
    public long wholeNumber(String key) {
        return asLong(value(key), key);
    }

    /** A finite number, whole or not. */
    public double number(String key) {
        return asNumber(value(key), key);
    }

    public double number(String key, double absent) {
        return has(key) ? number(key) : absent;
    }

    public boolean bool(String key) {
        JsonNode value = value(key);
        if (!value.isBoolean()) {
            throw unexpected(key, "true or false");
        }
        return value.booleanValue();
    }

    public boolean bool(String key, boolean absent) {
        return has(key) ? bool(key) : absent;
    }

    /** One constant of an enumeration, written in small letters with dashes, such as {@code walk-back}. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E absent) {
        String written = string(key, label(absent));
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(written))
                .findFirst()
                .orElseThrow(() -> unexpected(
                        key,
                        Arrays.stream(type.getEnumConstants())
                                .map(JsonObject::label)
                                .collect(Collectors.joining(" or "))));
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public JsonObject object(String key) {
        return asObject(value(key), key);
    }

    /** The object at {@code key}, empty where it is absent. */
    public Optional<JsonObject> find(String key) {
        return has(key) ? Optional.of(object(key)) : Optional.empty();
    }

    public List<JsonObject> objects(String key) {
        return list(key, this::asObject);
    }

    public List<String> strings(String key) {
        return list(key, this::asString);
    }

    public List<Integer> integers(String key) {
        return list(key, this::asInteger);
    }

    public List<Long> longs(String key) {
        return list(key, this::asLong);
    }

    public List<Double> numbers(String key) {
        return list(key, this::asNumber);
    }

    /** A list of lists of numbers, such as edges {@code [[0, 3, 0.5], ...]}. */
    public List<List<Double>> numberLists(String key) {
        return list(key, (element, place) -> elements(element, place, this::asNumber));
    }

    /** The object as maps, lists, strings, numbers and booleans. */
    public Map<String, Object> asMap() {
        return MAPPER.convertValue(node, new TypeReference<>() {});
    }

    /** The exception for a value that is present but not usable. */
    public InputException unexpected(String key, String expected) {
        return new InputException(expected, describe(node.path(key)), place(key));
    }

    /** The text of an object, indented and ended by a line feed, for a file; keys in the order of the map. */
    public static String text(Map<String, ? extends @Nullable Object> object) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of an object on one line, without a line feed, for a file of JSON lines. */
    public static String line(Map<String, ? extends @Nullable Object> object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object as JSON text. */
    @Override
    public String toString() {
        return node.toString();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonNode element, String key);
    }

    private <T> List<T> list(String key, Reading<T> reading) {
        return elements(value(key), key, reading);
    }

    private <T> List<T> elements(JsonNode array, String key, Reading<T> reading) {
        if (!array.isArray()) {
            throw mismatch("a list", array, key);
        }
        List<T> values = new ArrayList<>(array.size());
        for (int j = 0; j < array.size(); j++) {
            values.add(reading.read(array.get(j), key + "[" + j + "]"));
        }
        return Collections.unmodifiableList(values);
    }

    private JsonNode value(String key) {
        @Nullable JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw new InputException("key '" + key + "'", value == null ? "none" : "null", where);
        }
        return value;
    }

    private String asString(JsonNode value, String key) {
        return checked(value, value.isTextual(), "a string", key, JsonNode::textValue);
    }

    private int asInteger(JsonNode value, String key) {
        boolean whole = value.isIntegralNumber() && value.canConvertToInt();
        return checked(value, whole, "a whole number of 32 bits", key, JsonNode::intValue);
    }

    private long asLong(JsonNode value, String key) {
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        return checked(value, whole, "a whole number of 64 bits", key, JsonNode::longValue);
    }

    private double asNumber(JsonNode value, String key) {
        boolean finite = value.isNumber() && Double.isFinite(value.doubleValue());
        return checked(value, finite, "a finite number", key, JsonNode::doubleValue);
    }

    private JsonObject asObject(JsonNode value, String key) {
        return checked(value, value.isObject(), "an object", key, object -> new JsonObject(object, place(key)));
    }

    private <T> T checked(JsonNode value, boolean fits, String expected, String key, Function<JsonNode, T> reading) {
        if (!fits) {
            throw mismatch(expected, value, key);
        }
        return reading.apply(value);
    }

    private InputException mismatch(String expected, JsonNode found, String key) {
        return new InputException(expected, describe(found), place(key));
    }

    private String place(String key) {
        return where + " at '" + key + "'";
    }

    private static String describe(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
