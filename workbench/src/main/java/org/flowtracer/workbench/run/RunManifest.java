package org.flowtracer.workbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.ComputeBackend;

/**
 * What a run was told, and what its numbers depend on besides: enough to make it again. It has no clock in it.
 *
 * @param kind of run, such as {@code train}
 * @param config the whole configuration, defaults resolved, seed included: strings, numbers, booleans, lists and maps of them
 * @param inputs the SHA-256 of what the run reads, by name
 */
public record RunManifest(String kind, Map<String, ?> config, Map<String, String> inputs) {
    private static final String FORMAT = "flowtracer-run";
    private static final String CODE = "code";
    private static final String MACHINE = "machine";
    private static final String CONTINUED = "continued";

    static Path fileIn(Path folder) {
        return folder.resolve(Manifest.FILE);
    }

    /** All of it, with the code and the machine. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("kind", kind);
        json.put("config", config);
        json.put("inputs_sha256", inputs);
        json.putAll(provenance());
        return json;
    }

    /** What a manifest says of where numbers come from: {@code code} and {@code machine}. */
    public static Map<String, Object> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put(CODE, CodeVersion.current().json());
        provenance.put(MACHINE, machine());
        return provenance;
    }

    /**
     * What of the code and the machine is another now than when a run was last worked on, such as {@code blas_threads 1 (was 2)}; empty if nothing.
     * What an older manifest does not name does not count.
     */
    static List<String> departures(JsonObject manifest) {
        List<JsonObject> origins = origins(manifest);
        JsonObject last = origins.get(origins.size() - 1);
        List<String> departures = new ArrayList<>();
        JsonObject now = JsonObject.parse(JsonObject.text(provenance()), "this process");
        for (String part : List.of(CODE, MACHINE)) {
            Map<String, Object> before = last.object(part).asMap();
            now.object(part).asMap().forEach((key, value) -> {
                if (before.containsKey(key) && !value.equals(before.get(key))) {
                    departures.add(key + " " + value + " (was " + before.get(key) + ")");
                }
            });
        }
        return departures;
    }

    /** What a run was worked on with, one after the other: objects with {@code code} and {@code machine}, the first of them the manifest itself. */
    public static List<JsonObject> origins(JsonObject manifest) {
        List<JsonObject> origins = new ArrayList<>(List.of(manifest));
        if (manifest.has(CONTINUED)) {
            origins.addAll(manifest.objects(CONTINUED));
        }
        return origins;
    }

    /** A run's manifest with the code and the machine of this process, by which it goes on, at the end of {@code continued}. */
    static Map<String, Object> continuedHere(JsonObject manifest) {
        List<Object> continued = new ArrayList<>();
        origins(manifest).stream().skip(1).forEach(origin -> continued.add(origin.asMap()));
        continued.add(provenance());
        Map<String, Object> json = new LinkedHashMap<>(manifest.asMap());
        json.put(CONTINUED, continued);
        return json;
    }

    /** What the bits of a run depend on, beside its configuration and the code. */
    public static Map<String, Object> machine() {
        ComputeBackend backend = ComputeBackend.start();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("processor", Processor.name());
        machine.put("backend", backend.backend());
        machine.put("blas", backend.blas());
        machine.put("blas_threads", backend.blasThreads());
        machine.put("threads", backend.threads());
        return machine;
    }

    /**
     * Reads the manifest of a run.
     *
     * @throws InputException if the folder is not a run's
     * @throws IOException if the disk refuses
     */
    public static JsonObject read(Path folder) throws IOException {
        JsonObject manifest = JsonObject.read(fileIn(folder));
        if (!manifest.string("format").equals(FORMAT)) {
            throw manifest.unexpected("format", FORMAT);
        }
        return manifest;
    }

    /** The kind of a run, from its manifest. */
    public static String kind(JsonObject manifest) {
        return manifest.string("kind");
    }

    /** How many steps a run takes, from its manifest: what its configuration says under {@code steps}, or with its learning rate. */
    public static OptionalInt steps(JsonObject manifest) {
        JsonObject config = manifest.object("config");
        return Stream.concat(Stream.of(config), config.find("learning_rate").stream())
                .filter(holder -> holder.has("steps"))
                .mapToInt(holder -> holder.integer("steps"))
                .findFirst();
    }
}
