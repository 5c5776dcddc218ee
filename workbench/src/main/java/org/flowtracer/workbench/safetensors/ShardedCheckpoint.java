package org.flowtracer.workbench.safetensors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.jspecify.annotations.Nullable;

/** Tensors spread over several files beside an index that says which file holds which. */
public final class ShardedCheckpoint implements TensorStore {
    /** The index's file name in a Hugging Face folder. */
    public static final String INDEX = "model.safetensors.index.json";

    private final Path index;
    private final Collection<SafetensorsFile> shards;
    private final Map<String, Tensor> tensors;

    private ShardedCheckpoint(Path index, Collection<SafetensorsFile> shards, Map<String, Tensor> tensors) {
        this.index = index;
        this.shards = shards;
        this.tensors = tensors;
    }

    /**
     * Opens an index and every shard that it names.
     *
     * @throws InputException if a shard is absent or malformed, lacks a tensor that the index promises, or holds one that the index places elsewhere
     */
    public static ShardedCheckpoint open(Path index) throws IOException {
        JsonObject places = JsonObject.read(index).object("weight_map");
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        try {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String name : places.keys()) {
                String file = places.string(name);
                if (!shards.containsKey(file)) {
                    requirePlainName(file, name, places);
                    shards.put(file, SafetensorsFile.open(index.resolveSibling(file)));
                }
                tensors.put(name, shards.get(file).tensor(name));
            }
            requireNothingElse(shards, places);
            return new ShardedCheckpoint(index, List.copyOf(shards.values()), Collections.unmodifiableMap(tensors));
        } catch (IOException | RuntimeException e) {
            close(shards.values());
            throw e;
        }
    }

    /** The shards that an index names, in order. */
    static List<Path> files(Path index) throws IOException {
        JsonObject places = JsonObject.read(index).object("weight_map");
        places.keys().forEach(name -> requirePlainName(places.string(name), name, places));
        return places.keys().stream()
                .map(places::string)
                .distinct()
                .sorted()
                .map(index::resolveSibling)
                .toList();
    }

    private static void requirePlainName(String file, String name, JsonObject places) {
        if (!Path.of(file).equals(Path.of(file).getFileName())) {
            throw places.unexpected(name, "a file beside the index");
        }
    }

    private static void requireNothingElse(Map<String, SafetensorsFile> shards, JsonObject places) {
        shards.forEach((file, shard) -> {
            for (String name : shard.names()) {
                if (!places.has(name)) {
                    throw new InputException(
                            "only tensors of the index",
                            "tensor '" + name + "'",
                            shard.path().toString());
                }
                if (!places.string(name).equals(file)) {
                    throw new InputException(
                            "tensor '" + name + "' only in " + places.string(name),
                            "it a second time",
                            shard.path().toString());
                }
            }
        });
    }

    @Override
    public Path path() {
        return index;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Tensor tensor(String name) {
        @Nullable Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InputException("tensor '" + name + "'", "none", index.toString());
        }
        return tensor;
    }

    @Override
    public void close() throws IOException {
        close(shards);
    }

    private static void close(Collection<SafetensorsFile> shards) throws IOException {
        for (SafetensorsFile shard : shards) {
            shard.close();
        }
    }
}
