package org.flowtracer.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.safetensors.SafetensorsFile;

/** The tiny checkpoints with random weights, and what transformers computes on them (make_checkpoints.py beside them). */
public enum CheckpointFixture {
    QWEN3("tiny-qwen3"),
    QWEN2("tiny-qwen2"),
    LLAMA3("tiny-llama3");

    private final String name;

    CheckpointFixture(String name) {
        this.name = name;
    }

    /** The checkpoint's folder. */
    public Path folder() {
        try {
            URL folder = CheckpointFixture.class.getResource("/fixtures/checkpoints/" + name);
            return Path.of(Objects.requireNonNull(folder).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prompt, regions, token strings, encodings, greedy tokens. */
    public JsonObject reference() {
        try {
            return JsonObject.read(folder().resolve("reference.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logits, attentions, log-probabilities, entropy, graph and flow; to be closed. */
    public SafetensorsFile referenceTensors() throws IOException {
        return SafetensorsFile.open(folder().resolve("reference.safetensors"));
    }

    @Override
    public String toString() {
        return name;
    }
}
