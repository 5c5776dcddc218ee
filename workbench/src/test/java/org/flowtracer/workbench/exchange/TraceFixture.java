package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.flowtracer.workbench.safetensors.TensorStore;

/**
 * A trace of {@code fixtures/traces}, one of each layout, made outside the project by {@code make_traces.py} from the references of
 * {@code make_checkpoints.py}.
 */
public enum TraceFixture {
    ATTENTIONS("attentions-tiny-qwen3", "tiny-qwen3"),
    LAYER_ATTENTIONS("layer-attentions-tiny-qwen2", "tiny-qwen2"),
    WEIGHTS("weights-tiny-llama3", "tiny-llama3");

    private final String trace;
    private final String model;

    TraceFixture(String trace, String model) {
        this.trace = trace;
        this.model = model;
    }

    /** The trace folder, not to be written to. */
    public Path folder() {
        return resource("/fixtures/traces/" + trace);
    }

    /** What NumPy says of the trace. */
    public TensorStore reference() throws IOException {
        return SafetensorsFile.open(resource("/fixtures/checkpoints/" + model + "/reference.safetensors"));
    }

    /** A copy to spoil. */
    public Path copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        for (String name : new String[] {"trace.json", "trace.safetensors"}) {
            Files.copy(folder().resolve(name), target.resolve(name));
        }
        return target;
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(TraceFixture.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
