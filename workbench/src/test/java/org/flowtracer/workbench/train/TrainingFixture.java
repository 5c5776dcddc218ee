package org.flowtracer.workbench.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.ConfigReader;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.safetensors.SafetensorsFile;

/** Tiny models, and what PyTorch's three steps did to them (make_training.py beside them). */
enum TrainingFixture {
    QWEN3,
    QWEN2,
    LLAMA;

    static final int STEPS = 3;
    static final double LEARNING_RATE = 1e-2;
    static final double CLIP_NORM = 1;

    private Path folder() {
        try {
            URL folder = TrainingFixture.class.getResource("/fixtures/training/" + name().toLowerCase(Locale.ROOT));
            return Path.of(Objects.requireNonNull(folder).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    ModelConfig config() {
        try {
            return ConfigReader.read(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ParameterVector parameters() {
        try {
            return ParameterVector.load(folder(), config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Losses and gradient norms. */
    JsonObject steps() throws IOException {
        return JsonObject.read(folder().resolve("steps.json"));
    }

    /** Batches, gradients and parameters; to be closed. */
    SafetensorsFile tensors() throws IOException {
        return SafetensorsFile.open(folder().resolve("steps.safetensors"));
    }

    Batch batch(int step) {
        try (SafetensorsFile tensors = tensors()) {
            return new Batch(rows(tensors, "step" + step + ".input_ids"), rows(tensors, "step" + step + ".labels"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many tokens of each sequence are not padding. */
    int[] lengths(int step) {
        try (SafetensorsFile tensors = tensors()) {
            long[] lengths = tensors.tensor("step" + step + ".lengths").longs();
            return Arrays.stream(lengths).mapToInt(Math::toIntExact).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[][] rows(SafetensorsFile tensors, String name) throws IOException {
        long[] flat = tensors.tensor(name).longs();
        int width = Math.toIntExact(tensors.tensor(name).shape()[1]);
        int[][] rows = new int[flat.length / width][width];
        for (int at = 0; at < flat.length; at++) {
            rows[at / width][at % width] = Math.toIntExact(flat[at]);
        }
        return rows;
    }
}
