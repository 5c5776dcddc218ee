package org.flowtracer.workbench.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.flowtracer.workbench.text.ChatTemplate;
import org.flowtracer.workbench.text.Tokenizer;

/**
 * A checkpoint, ready for use.
 *
 * @param folder where it was read
 */
public record LanguageModel(Path folder, Tokenizer tokenizer, ModelWeights weights) implements AutoCloseable {
    /**
     * Loads a Hugging Face folder.
     *
     * @throws org.flowtracer.workbench.files.InputException if something in it is missing, malformed or not implemented
     * @throws IOException if the disk refuses
     */
    public static LanguageModel load(Path folder) throws IOException {
        ModelConfig config = ConfigReader.read(folder);
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            return new LanguageModel(folder, tokenizer, ModelWeights.load(folder, config));
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** The model's configuration. */
    public ModelConfig config() {
        return weights.config();
    }

    /**
     * What manifests say of it: {@code model}, the name of its folder, and {@code model_sha256}, that of its weights or, where they lie in several
     * files, of each by its name.
     *
     * @throws org.flowtracer.workbench.files.InputException if the index of several files is malformed
     * @throws IOException if the disk refuses
     */
    public Map<String, Object> identity() throws IOException {
        Map<String, Object> checksums = new LinkedHashMap<>();
        for (Path file : TensorStore.filesOfCheckpoint(folder)) {
            checksums.put(String.valueOf(file.getFileName()), Manifest.checksum(file));
        }
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("model", String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
        identity.put(
                "model_sha256",
                checksums.size() == 1 ? checksums.values().iterator().next() : checksums);
        return identity;
    }

    /**
     * How a prompt becomes token ids.
     *
     * @param chat whether the model's chat template is put around it
     * @throws org.flowtracer.workbench.files.InputException if a chat template is asked for and there is none, or it is not recognised
     * @throws IOException if the disk refuses
     */
    public Function<String, int[]> promptEncoding(boolean chat) throws IOException {
        if (!chat) {
            return tokenizer::encodePrompt;
        }
        ChatTemplate template = ChatTemplate.open(folder, tokenizer);
        return message -> tokenizer.encodeContinuation(template.prompt(message));
    }

    /** Gives the tokenizer's memory back; the weights' goes with the last reference to them. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
