package org.flowtracer.workbench.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a trace comes from, as its file says it. Values are strings, numbers, booleans, lists and maps of them.
 *
 * @param model what computed the attention, such as its name and number of layers
 * @param generation how the response came about, such as seed and temperature; empty where it was given
 */
public record Provenance(Map<String, Object> model, Map<String, Object> generation) {
    /** Nothing is known. */
    public static final Provenance UNKNOWN = new Provenance(Map.of(), Map.of());

    public Provenance {
        model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
        generation = Collections.unmodifiableMap(new LinkedHashMap<>(generation));
    }
}
