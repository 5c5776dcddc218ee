package org.flowtracer.workbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.ComputeBackend;

/**
 * What a run was told, and what its numbers depend on besides: enough to make it again. It has no clock in it.
 *
 * @param kind of run, such as {@code train}
 * @param config the whole configuration, defaults resolved, seed included: strings, numbers, booleans, lists and maps of them
 * @param inputs the SHA-256 of what the run reads, by name
 */
public record RunManifest(String kind, Map<String, ?> config, Map<String, String> inputs) {
    private static final String FILE = "manifest.json";
    private static final String FORMAT = "flowtracer-run";

    static Path fileIn(Path folder) {
        return folder.resolve(FILE);
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
        provenance.put("code", CodeVersion.current().json());
        provenance.put("machine", machine());
        return provenance;
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
