package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.flowtracer.workbench.safetensors.Tensor;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.jspecify.annotations.Nullable;

/** Reads {@code trace.json} and {@code trace.safetensors}. */
final class TraceReader {
    private TraceReader() {}

    static StoredTrace read(Path folder, Keep finest) throws IOException {
        JsonObject description = JsonObject.read(folder.resolve(TraceFolder.DESCRIPTION));
        requireFormat(description);
        List<String> tokens = description.strings("tokens");
        int n = tokens.size();
        if (n == 0) {
            throw description.unexpected("tokens", "at least one token");
        }
        Regions regions = regions(description, n);
        Map<String, Object> model =
                description.find("model").map(JsonObject::asMap).orElse(Map.of());
        int modelLayers =
                description.find("model").map(m -> m.integer("layers", 0)).orElse(0);
        List<Integer> layers = description.has("layers") ? description.integers("layers") : null;
        try (TensorStore tensors = SafetensorsFile.open(folder.resolve(TraceFolder.TENSORS))) {
            Attention attention = AttentionReader.read(tensors, n, layers, modelLayers, finest);
            AttentionTrace trace = AttentionTrace.of(tokens, regions, attention);
            if (tensors.names().contains("input_ids")) {
                trace = trace.withTokenIds(ids(tensors.tensor("input_ids", n)));
            }
            if (tensors.names().contains("logprob")) {
                trace = trace.withLogProb(tensors.tensor("logprob", n - 1).floats());
            }
            if (tensors.names().contains("entropy")) {
                trace = trace.withEntropy(tensors.tensor("entropy", n).floats());
            }
            trace = trace.withGradients(new AnswerGradients(
                    find(tensors, TraceFolder.GRADIENT_NORM, n),
                    find(tensors, TraceFolder.GRADIENT_TIMES_INPUT, n),
                    find(tensors, TraceFolder.INTEGRATED_GRADIENTS, n)));
            return new StoredTrace(trace, new Provenance(model, generation(description)));
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, folder.toString());
        }
    }

    private static float @Nullable [] find(TensorStore tensors, String name, int n) throws IOException {
        return tensors.names().contains(name) ? tensors.tensor(name, n).floats() : null;
    }

    private static void requireFormat(JsonObject description) {
        if (!description.string("format").equals(TraceFolder.FORMAT)) {
            throw description.unexpected("format", '"' + TraceFolder.FORMAT + '"');
        }
        if (description.integer("version") != TraceFolder.VERSION) {
            throw description.unexpected("version", Integer.toString(TraceFolder.VERSION));
        }
    }

    private static Map<String, Object> generation(JsonObject description) {
        return description
                .find("options")
                .flatMap(options -> options.find("generation"))
                .map(JsonObject::asMap)
                .orElse(Map.of());
    }

    private static Regions regions(JsonObject description, int n) {
        Positions question = range(description, Regions.QUESTION, n);
        Positions response = range(description, Regions.RESPONSE, n);
        Positions answer = range(description, Regions.ANSWER, n);
        try {
            return new Regions(question, response, answer);
        } catch (IllegalArgumentException e) {
            throw new InputException(e, description.where());
        }
    }

    private static Positions range(JsonObject description, String key, int n) {
        List<Integer> ends = description.integers(key);
        if (ends.size() != 2 || ends.get(0) < 0 || ends.get(1) < ends.get(0) || ends.get(1) > n) {
            throw description.unexpected(key, "[from, to) with 0 <= from <= to <= " + n + " tokens");
        }
        return Positions.range(ends.get(0), ends.get(1));
    }

    private static int[] ids(Tensor tensor) throws IOException {
        long[] values = tensor.longs();
        int[] ids = new int[values.length];
        for (int t = 0; t < ids.length; t++) {
            if (values[t] < 0 || values[t] > Integer.MAX_VALUE) {
                throw new InputException("vocabulary indices of at least 0", values[t] + " at " + t, tensor.where());
            }
            ids[t] = (int) values[t];
        }
        return ids;
    }
}
