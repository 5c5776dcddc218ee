package org.flowtracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** What bad input is told. */
public final class Refusals {
    private Refusals() {}

    /** The action throws an IllegalArgumentException with exactly this message. */
    public static void assertRefused(String message, Executable action) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
