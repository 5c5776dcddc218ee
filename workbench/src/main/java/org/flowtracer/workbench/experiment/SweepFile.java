package org.flowtracer.workbench.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rl.RlConfig;

/**
 * A sweep as its file describes it.
 *
 * <pre>
 * {"format": "flowtracer-sweep", "name": "confirmatory", "question": "one line",
 *  "base": {a configuration of rl without method and seed},
 *  "methods": [{"name": "throughput", a method of rl, "config": {what differs from the base besides}}, ...],
 *  "seeds": [1, 2], "references": ["uniform", ...],
 *  "primary": {"method": "throughput", "reference": "uniform", "measure": "greedy_accuracy"},
 *  "panels": [{"setting": "gamma", "choices": [{"value": "1.5", "method": "throughput"}, ...]}, ...]}
 * </pre>
 *
 * <p>{@code primary} and {@code panels} may be absent. A model's path is one from the folder of the file.
 *
 * @param design who is compared with whom
 * @param content the file
 * @param methods by name
 * @param folder of the file
 */
public record SweepFile(SweepDesign design, Map<String, Object> content, Map<String, JsonObject> methods, Path folder) {
    private static final String FORMAT = "flowtracer-sweep";
    private static final String CONFIG = "config";
    private static final Set<String> KEYS =
            Set.of("format", "name", "question", "base", "methods", "seeds", "references", "primary", "panels");

    /** One run of a sweep. */
    public record Cell(String method, int seed) {
        /** As on the command line: {@code throughput:3}. */
        @Override
        public String toString() {
            return method + ":" + seed;
        }
    }

    /**
     * Reads the file and the configuration of every method.
     *
     * @throws InputException if it is malformed, or a configuration is not possible
     * @throws IOException if the disk refuses
     */
    public static SweepFile read(Path file) throws IOException {
        JsonObject json = JsonObject.read(file);
        json.requireOnly(KEYS);
        if (!json.string("format").equals(FORMAT)) {
            throw json.unexpected("format", "'" + FORMAT + "'");
        }
        if (!json.string("name").matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw json.unexpected("name", "lower-case words joined by hyphens");
        }
        for (String own : List.of("method", "seed")) {
            if (json.object("base").has(own)) {
                throw json.object("base").unexpected(own, "no " + own + ", which each run has of its own");
            }
        }
        Map<String, JsonObject> methods = new LinkedHashMap<>();
        json.objects("methods").forEach(method -> methods.put(method.string("name"), method));
        Path parent = file.toAbsolutePath().normalize().getParent();
        SweepFile sweep =
                new SweepFile(SweepDesign.of(json), json.asMap(), methods, parent == null ? Path.of("") : parent);
        json.string("question");
        methods.keySet()
                .forEach(method ->
                        sweep.config(new Cell(method, sweep.design.seeds().get(0))));
        return sweep;
    }

    /** What the sweep finds out, in one line. */
    public String question() {
        return String.valueOf(content.get("question"));
    }

    /** All runs in the order in which they are made: every method of the first seed, then of the second, so that a part of a sweep has pairs. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (int seed : design.seeds()) {
            design.methods().forEach(method -> cells.add(new Cell(method, seed)));
        }
        return cells;
    }

    /**
     * The configuration of a run: the base, with what its method says instead.
     *
     * @throws InputException if it is not possible
     */
    public RlConfig config(Cell cell) {
        JsonObject method = methods.get(cell.method);
        if (method == null) {
            throw new InputException("one of the methods " + methods.keySet(), "'" + cell.method + "'", design.name());
        }
        Map<String, Object> config = new LinkedHashMap<>(base());
        method.find(CONFIG).ifPresent(differing -> config.putAll(differing.asMap()));
        Map<String, Object> own = new LinkedHashMap<>(method.asMap());
        own.remove(CONFIG);
        config.put("method", own);
        config.put("seed", cell.seed);
        RlConfig.makeModelAbsolute(config, folder);
        return RlConfig.read(JsonObject.parse(JsonObject.text(config), method.where()));
    }

    private Map<String, Object> base() {
        return JsonObject.parse(JsonObject.text(content), design.name())
                .object("base")
                .asMap();
    }
}
