package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ModelWeightsTest {
    @TempDir
    Path folder;

    private static ModelConfig config(int vocabulary, boolean tied) {
        return new ModelConfig(
                Family.QWEN3,
                vocabulary,
                4,
                8,
                1,
                2,
                1,
                2,
                1e-6,
                new RotaryConfig(1e4, new RotaryConfig.Unscaled()),
                16,
                tied,
                AttentionBias.NONE,
                false,
                Set.of());
    }

    /** The tensors that a configuration asks for, by name, with random entries. */
    private static Map<String, float[]> tensors(ModelConfig config, Map<String, long[]> shapes) throws IOException {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(1);
        ModelWeights.of(config, (name, shape) -> {
            shapes.put(name, shape);
            float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (x, y) -> x * y))];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextDouble(-1, 1);
            }
            tensors.put(name, values);
            return Nd4j.create(values, shape.length == 1 ? new long[] {1, shape[0]} : shape, DataType.FLOAT);
        });
        return tensors;
    }

    private String refusal(ModelConfig config, String changed, Consumer<SafetensorsWriter> change) throws IOException {
        Map<String, long[]> shapes = new HashMap<>();
        SafetensorsWriter writer = new SafetensorsWriter();
        tensors(config, shapes).forEach((name, values) -> {
            if (!name.equals(changed)) {
                writer.add(name, values, shapes.getOrDefault(name, new long[0]));
            }
        });
        change.accept(writer);
        Path file = folder.resolve("model.safetensors");
        writer.write(file);
        String message = assertThrows(InputException.class, () -> ModelWeights.load(folder, config))
                .getMessage();
        assertTrue(message.contains(file.toString()), message);
        return message;
    }

    @Test
    void loadsWhatWasWrittenAcrossChunks() throws IOException {
        ModelConfig config = config(300_000, true);
        Map<String, long[]> shapes = new HashMap<>();
        Map<String, float[]> tensors = tensors(config, shapes);
        SafetensorsWriter writer = new SafetensorsWriter();
        tensors.forEach((name, values) -> writer.add(name, values, shapes.getOrDefault(name, new long[0])));
        writer.add("lm_head.weight", new float[] {1}, 1);
        writer.add("model.layers.0.self_attn.rotary_emb.inv_freq", new float[] {1}, 1);
        writer.write(folder.resolve("model.safetensors"));

        ModelWeights weights = ModelWeights.load(folder, config);
        assertArrayEquals(tensors.get("model.embed_tokens.weight"), HostCopy.of(weights.embedding()));
        assertSame(weights.embedding(), weights.output().weight());
        assertArrayEquals(
                tensors.get("model.layers.0.mlp.down_proj.weight"),
                HostCopy.of(weights.layers().get(0).feedForward().down().weight()));
        assertEquals(
                config.parameters(),
                tensors.values().stream().mapToLong(v -> v.length).sum());
    }

    @Test
    void countsParametersOfEveryKind() throws IOException {
        ModelConfig biased = new ModelConfig(
                Family.LLAMA,
                6,
                4,
                8,
                2,
                2,
                1,
                4,
                1e-6,
                new RotaryConfig(1e4, new RotaryConfig.Unscaled()),
                16,
                false,
                AttentionBias.QUERY_KEY_VALUE_OUTPUT,
                true,
                Set.of());
        long counted = tensors(biased, new HashMap<>()).values().stream()
                .mapToLong(v -> v.length)
                .sum();
        assertEquals(counted, biased.parameters());
    }

    @Test
    void refusesAMissingTensor() throws IOException {
        String message = refusal(config(6, false), "lm_head.weight", writer -> {});
        assertTrue(message.startsWith("expected tensor 'lm_head.weight', found none"), message);
    }

    @Test
    void refusesATensorThatHasNoPlace() throws IOException {
        String name = "model.layers.0.self_attn.q_proj.bias";
        String message = refusal(config(6, true), "", writer -> writer.add(name, new float[4], 4));
        assertTrue(message.contains("found tensor '" + name + "' [4]"), message);
    }

    @Test
    void refusesAnotherShape() throws IOException {
        String message = refusal(
                config(6, true), "model.norm.weight", writer -> writer.add("model.norm.weight", new float[3], 3));
        assertTrue(message.startsWith("expected shape [4], found [3], in tensor 'model.norm.weight'"), message);
    }

    @Test
    void refusesAnotherType() throws IOException {
        String longs = refusal(
                config(6, true), "model.norm.weight", writer -> writer.add("model.norm.weight", new long[4], 4));
        assertTrue(longs.startsWith("expected type F32, F16 or BF16, found I64, in tensor 'model.norm.weight'"), longs);
        String doubles = refusal(
                config(6, true), "model.norm.weight", writer -> writer.add("model.norm.weight", new double[4], 4));
        assertTrue(doubles.contains("found F64"), doubles);
    }

    @Test
    void refusesWeightsThatAreNotFinite() throws IOException {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            String message = refusal(
                    config(6, true),
                    "model.norm.weight",
                    writer -> writer.add("model.norm.weight", new float[] {1, 1, value, 1}, 4));
            assertTrue(message.startsWith("expected finite numbers, found " + value + " at [2]"), message);
        }
    }
}
