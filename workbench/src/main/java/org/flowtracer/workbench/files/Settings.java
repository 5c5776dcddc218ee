package org.flowtracer.workbench.files;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings between a JSON object and a record: a key a component, {@code warmUp} as {@code warm_up}. Components are int, long, double, boolean,
 * String, enums (in lower case, words joined by hyphens) and records of these.
 *
 * <p>Reading is strict: a key that no component has is refused, and what the record itself refuses is refused with the place in the file.
 */
public final class Settings {
    private Settings() {}

    /**
     * Reads a record; where a key is absent, the value of {@code defaults} stands.
     *
     * @throws InputException if a key is unknown, or a value of another type, or refused by the record
     */
    public static <R extends Record> R read(JsonObject json, R defaults) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        json.requireOnly(keys(defaults));
        Object[] values = Arrays.stream(components)
                .map(component -> read(json, component, value(component, defaults)))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked")
            Class<R> type = (Class<R>) defaults.getClass();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new InputException(refused, json.where());
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object read(JsonObject json, RecordComponent component, Object absent) {
        String key = key(component.getName());
        if (!json.has(key)) {
            return absent;
        }
        if (absent instanceof Record nested) {
            return read(json.object(key), nested);
        }
        if (absent instanceof Enum<?> choice) {
            return choice(json, key, choice);
        }
        if (absent instanceof Integer) {
            return json.integer(key);
        }
        if (absent instanceof Long) {
            return json.wholeNumber(key);
        }
        if (absent instanceof Double) {
            return json.number(key);
        }
        if (absent instanceof Boolean) {
            return json.bool(key);
        }
        if (absent instanceof String) {
            return json.string(key);
        }
        throw new IllegalStateException("no JSON for " + component);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Enum<?> choice(JsonObject json, String key, Enum absent) {
        return json.choice(key, absent.getDeclaringClass(), absent);
    }

    /** The settings as what a JSON object holds, in the order of the components. */
    public static Map<String, Object> json(Record settings) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Object value = value(component, settings);
            json.put(
                    key(component.getName()),
                    value instanceof Record nested
                            ? json(nested)
                            : value instanceof Enum<?> choice ? label(choice) : value);
        }
        return json;
    }

    private static Set<String> keys(Record settings) {
        return Arrays.stream(settings.getClass().getRecordComponents())
                .map(component -> key(component.getName()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Object value(RecordComponent component, Record settings) {
        try {
            return Objects.requireNonNull(component.getAccessor().invoke(settings));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code warm_up} for {@code warmUp}, {@code beta1} for {@code beta1}. */
    private static String key(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** How a choice is written: in lower case, words joined by hyphens. */
    public static String label(Enum<?> choice) {
        return JsonObject.label(choice);
    }
}
