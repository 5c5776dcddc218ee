package org.flowtracer.workbench.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class JsonObjectTest {
    private static final JsonObject OBJECT = JsonObject.parse("""
            {"text": "é", "whole": 3, "number": 1e-6, "yes": true, "nothing": null, "list": [1, 2], "mixed": [1, "2"],
             "edges": [[0, 3, 0.5]], "inner": {"deep": -7}, "large": 5000000000}""", "config.json");

    @Test
    void readsEachType() {
        assertEquals("é", OBJECT.string("text"));
        assertEquals(3, OBJECT.integer("whole"));
        assertEquals(1e-6, OBJECT.number("number"));
        assertTrue(OBJECT.bool("yes"));
        assertEquals(List.of(1, 2), OBJECT.integers("list"));
        assertEquals(List.of(List.of(0.0, 3.0, 0.5)), OBJECT.numberLists("edges"));
        assertEquals(-7, OBJECT.object("inner").integer("deep"));
    }

    @Test
    void nullCountsAsAbsent() {
        assertFalse(OBJECT.has("nothing"));
        assertEquals(5, OBJECT.integer("nothing", 5));
        assertEquals(5, OBJECT.integer("not there", 5));
    }

    @Test
    void namesFileKeyAndWhatWasFound() {
        refuses("expected key 'head_dim', found none, in config.json", () -> OBJECT.integer("head_dim"));
        refuses("expected key 'nothing', found null, in config.json", () -> OBJECT.string("nothing"));
        refuses(
                "expected a whole number of 32 bits, found \"é\", in config.json at 'text'",
                () -> OBJECT.integer("text"));
        refuses(
                "expected a whole number of 32 bits, found 5000000000, in config.json at 'large'",
                () -> OBJECT.integer("large"));
        refuses(
                "expected a whole number of 32 bits, found 1.0E-6, in config.json at 'number'",
                () -> OBJECT.integer("number"));
        refuses("expected a string, found 1, in config.json at 'mixed[0]'", () -> OBJECT.strings("mixed"));
        refuses(
                "expected a string, found -7, in config.json at 'inner' at 'deep'",
                () -> OBJECT.object("inner").string("deep"));
    }

    @Test
    void refusesWhatIsNotOneStrictObject() {
        refuses("expected a JSON object, found [1], in f", () -> JsonObject.parse("[1]", "f"));
        assertRefused(() -> JsonObject.parse("", "f"));
        assertRefused(() -> JsonObject.parse("{\"a\": 1} {}", "f"));
        refuses(
                "expected a JSON object, found Non-standard token 'NaN' at line 1, column 10, in f",
                () -> JsonObject.parse("{\"a\": NaN}", "f"));
        refuses(
                "expected a JSON object, found Duplicate field 'a' at line 1, column 13, in f",
                () -> JsonObject.parse("{\"a\": 1, \"a\": 2}", "f"));
        assertRefused(() -> JsonObject.parse(ByteBuffer.wrap(new byte[] {'{', (byte) 0xff, '}'}), "f"));
        refuses(
                "expected a JSON file, found no such file, in nowhere.json",
                () -> JsonObject.read(Path.of("nowhere.json")));
    }

    private static void assertRefused(Executable reading) {
        InputException refusal = assertThrows(InputException.class, reading);
        assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
    }

    private static void refuses(String message, Executable reading) {
        assertEquals(message, assertThrows(InputException.class, reading).getMessage());
    }
}
