package org.flowtracer.workbench.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.ConfigWriter;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model as a Hugging Face folder, which transformers and the workbench load: config.json, generation_config.json, model.safetensors and the
 * files of its tokenizer.
 */
public final class ModelFolder {
    private static final List<String> TOKENIZER =
            List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja");

    private ModelFolder() {}

    /** How weights are stored. */
    public enum Precision {
        /** As they are. */
        FLOAT32,
        /** In half the room, rounded to eight bits of precision. */
        BFLOAT16
    }

    /**
     * Writes into an existing folder.
     *
     * @param tokenizer the folder whose tokenizer the model uses
     * @throws IOException if the disk refuses
     */
    public static void write(Path folder, ParameterVector parameters, Path tokenizer, Precision precision)
            throws IOException {
        ModelConfig config = parameters.weights().config();
        String type = precision == Precision.FLOAT32 ? "float32" : "bfloat16";
        AtomicFile.write(folder.resolve("config.json"), JsonObject.text(ConfigWriter.json(config, type)));
        AtomicFile.write(
                folder.resolve("generation_config.json"), JsonObject.text(ConfigWriter.generationJson(config)));
        copyTokenizer(tokenizer, folder);
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        for (Map.Entry<String, INDArray> entry : parameters.tensors().entrySet()) {
            INDArray tensor = entry.getValue();
            float[] values = HostCopy.of(tensor);
            long[] shape = ParameterVector.isMatrix(entry.getKey()) ? tensor.shape() : new long[] {values.length};
            if (precision == Precision.FLOAT32) {
                writer.add(entry.getKey(), values, shape);
            } else {
                writer.addRounded(
                        entry.getKey(), (from, target) -> target.put(values, (int) from, target.remaining()), shape);
            }
        }
        writer.write(folder.resolve("model.safetensors"));
    }

    /** Copies the files of a tokenizer that are there. */
    public static void copyTokenizer(Path from, Path to) throws IOException {
        for (String name : TOKENIZER) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        }
    }
}
