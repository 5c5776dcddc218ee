package org.flowtracer.workbench.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    /** How things end. */
    public enum Ending {
        AT_ONCE,
        SLOWLY
    }

    /** A record within. */
    public record Inner(double share) {
        /** @throws IllegalArgumentException if the share is negative */
        public Inner {
            if (share < 0) {
                throw new IllegalArgumentException("expected a share of at least 0, found " + share);
            }
        }
    }

    /** One component of every type. */
    public record All(int warmUp, long seed, double rate, boolean tied, String name, Ending ending, Inner inner) {
        static final All DEFAULT = new All(2, 1, 0.5, true, "x", Ending.SLOWLY, new Inner(1));
    }

    private static All read(String json) {
        return Settings.read(JsonObject.parse(json, "file"), All.DEFAULT);
    }

    @Test
    void whatIsAbsentIsAsByDefault() {
        assertEquals(All.DEFAULT, read("{}"));
        assertEquals(
                new All(7, 1L << 40, 3, false, "y", Ending.AT_ONCE, new Inner(0.25)),
                read("{\"warm_up\": 7, \"seed\": 1099511627776, \"rate\": 3, \"tied\": false, \"name\": \"y\","
                        + " \"ending\": \"at-once\", \"inner\": {\"share\": 0.25}}"));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        All settings = new All(7, -1, 1e-9, false, "é", Ending.AT_ONCE, new Inner(0.25));
        assertEquals(settings, read(JsonObject.text(Settings.json(settings))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"warmUp\": 7} | expected only the keys warm_up, seed, rate, tied, name, ending, inner, found 'warmUp', in file",
                "{\"warm_up\": 7.5} | expected a whole number of 32 bits, found 7.5, in file at 'warm_up'",
                "{\"ending\": \"SLOWLY\"} | expected at-once or slowly, found \"SLOWLY\", in file at 'ending'",
                "{\"inner\": {\"part\": 1}} | expected only the keys share, found 'part', in file at 'inner'",
                "{\"inner\": {\"share\": -1}} | expected a share of at least 0, found -1.0, in file at 'inner'"
            })
    void refusesWhatNoComponentTakes(String json, String message) {
        assertEquals(
                message, assertThrows(InputException.class, () -> read(json)).getMessage());
    }

    @Test
    void keepsTheOrderOfTheComponents() {
        assertTrue(Settings.json(All.DEFAULT).keySet().toString().startsWith("[warm_up, seed, rate,"));
    }
}
