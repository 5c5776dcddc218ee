package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final String SIZES =
            "\"vocab_size\": 100, \"hidden_size\": 64, \"intermediate_size\": 96, \"num_hidden_layers\": 2, "
                    + "\"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"max_position_embeddings\": 256";

    private static ModelConfig parse(String family, String keys) {
        String json = "{\"model_type\": \"" + family + "\", " + SIZES + (keys.isEmpty() ? "" : ", ") + keys + "}";
        return ConfigReader.parse(JsonObject.parse(json, "config.json"), JsonObject.parse("{}", "generation"));
    }

    private static String refusal(String json) {
        JsonObject config = JsonObject.parse(json, "config.json");
        String message = assertThrows(
                        InputException.class, () -> ConfigReader.parse(config, JsonObject.parse("{}", "generation")))
                .getMessage();
        assertTrue(message.contains("config.json"), message);
        return message;
    }

    @Test
    void readsTheLayoutOfTransformers4() throws IOException {
        ModelConfig config = ConfigReader.read(CheckpointFixture.LLAMA3.folder());
        assertEquals(
                new ModelConfig(
                        Family.LLAMA,
                        768,
                        96,
                        192,
                        4,
                        6,
                        3,
                        16,
                        1e-5,
                        new RotaryConfig(5e5, new RotaryConfig.Llama3(8, 1, 4, 64)),
                        1024,
                        false,
                        AttentionBias.NONE,
                        false,
                        Set.of(2)),
                config);
    }

    @Test
    void readsTheLayoutOfTransformers5() throws IOException {
        ModelConfig config = ConfigReader.read(CheckpointFixture.QWEN2.folder());
        assertEquals(new RotaryConfig(1e6, new RotaryConfig.Unscaled()), config.rotary());
        assertEquals(AttentionBias.QUERY_KEY_VALUE, config.attentionBias());
        assertEquals(16, config.headWidth());
        assertEquals(1, config.keyValueHeads());
        assertTrue(config.tiedEmbeddings());
        assertEquals(Set.of(), config.endTokens());
    }

    @Test
    void absentKeysTakeWhatTransformersTakes() {
        assertEquals(128, parse("qwen3", "").headWidth());
        assertEquals(16, parse("qwen2", "").headWidth());
        assertEquals(16, parse("llama", "").headWidth());
        assertEquals(
                32,
                parse("mistral", "\"sliding_window\": null, \"head_dim\": 32").headWidth());
        ModelConfig config = parse("llama", "");
        assertEquals(1e-6, config.normEpsilon());
        assertEquals(new RotaryConfig(10_000, new RotaryConfig.Unscaled()), config.rotary());
        assertEquals(AttentionBias.NONE, config.attentionBias());
        assertEquals(4, parse("qwen2", "").heads());
        JsonObject alone = JsonObject.parse(
                "{\"model_type\": \"llama\", " + SIZES.replace("\"num_key_value_heads\": 2, ", "") + "}",
                "config.json");
        assertEquals(4, ConfigReader.parse(alone, JsonObject.parse("{}", "")).keyValueHeads());
    }

    @Test
    void biasesAreThoseOfTheFamily() {
        assertEquals(
                AttentionBias.QUERY_KEY_VALUE_OUTPUT,
                parse("qwen3", "\"attention_bias\": true").attentionBias());
        assertEquals(
                AttentionBias.QUERY_KEY_VALUE_OUTPUT,
                parse("llama", "\"attention_bias\": true").attentionBias());
        assertTrue(parse("llama", "\"mlp_bias\": true").feedForwardBias());
    }

    @Test
    void scalingIsReadFromEitherLayout() {
        RotaryConfig linear = new RotaryConfig(500, new RotaryConfig.Linear(4));
        assertEquals(
                linear,
                parse("llama", "\"rope_theta\": 500, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}")
                        .rotary());
        assertEquals(
                linear,
                parse("llama", "\"rope_parameters\": {\"rope_type\": \"linear\", \"rope_theta\": 500, \"factor\": 4}")
                        .rotary());
    }

    @Test
    void generationConfigNamesTheEnds() {
        JsonObject config =
                JsonObject.parse("{\"model_type\": \"llama\", \"eos_token_id\": 1, " + SIZES + "}", "config");
        assertEquals(
                Set.of(5, 7),
                ConfigReader.parse(config, JsonObject.parse("{\"eos_token_id\": [5, 7]}", "generation"))
                        .endTokens());
        assertEquals(
                Set.of(1),
                ConfigReader.parse(config, JsonObject.parse("{}", "generation")).endTokens());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'rope_scaling': {'rope_type': 'yarn', 'factor': 4} | found \"yarn\"",
                "'rope_scaling': {'type': 'dynamic', 'factor': 4} | found \"dynamic\"",
                "'rope_parameters': {'rope_type': 'longrope'} | found \"longrope\"",
                "'rope_parameters': {'full_attention': {'rope_type': 'default'}} | one rotation for all layers",
                "'rope_scaling': {'rope_type': 'linear'} | key 'factor'",
                "'rope_scaling': {'rope_type': 'linear', 'factor': 0} | expected factor above 0",
                "'rope_theta': -1 | expected rope_theta above 0",
                "'partial_rotary_factor': 0.5 | partial_rotary_factor",
                "'rope_parameters': {'partial_rotary_factor': 0.5} | partial_rotary_factor",
                "'use_sliding_window': true | use_sliding_window",
                "'sliding_window': 128 | sliding_window",
                "'layer_types': ['full_attention', 'sliding_attention'] | layer_types",
                "'quantization_config': {'bits': 4} | quantization_config",
                "'hidden_act': 'gelu' | found \"gelu\"",
                "'is_causal': false | is_causal",
                "'head_dim': 15 | expected an even head_dim, found 15",
                "'rms_norm_eps': 0 | expected rms_norm_eps",
                "'eos_token_id': 100 | expected eos_token_id in the vocabulary of 100, found 100",
                "'tie_word_embeddings': 'yes' | true or false",
            })
    void refusesWhatIsNotImplemented(String keys, String expected) {
        String message = refusal("{\"model_type\": \"llama\", " + SIZES + ", " + keys.replace('\'', '"') + "}");
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource({
        "num_hidden_layers, 0",
        "num_attention_heads, 3",
        "num_attention_heads, 0",
        "num_key_value_heads, 3",
        "hidden_size, 62",
        "vocab_size, -1",
        "intermediate_size, 0"
    })
    void refusesNumbersThatMakeNoSense(String key, String value) {
        String message = refusal(("{\"model_type\": \"qwen2\", " + SIZES + "}")
                .replaceFirst("\"" + key + "\": \\d+", "\"" + key + "\": " + value));
        assertTrue(message.contains(key) && message.contains(value), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vocab_size",
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "num_key_value_heads",
                "max_position_embeddings",
                "model_type"
            })
    void refusesAMissingKey(String key) {
        String json = ("{\"model_type\": \"qwen2\", " + SIZES + "}").replace("\"" + key + "\"", "\"other\"");
        assertTrue(refusal(json).contains("expected key '" + key + "'"));
    }

    @Test
    void refusesOtherFamiliesByName() {
        assertTrue(refusal("{\"model_type\": \"gemma3\"}").contains("found \"gemma3\""));
    }

    @Test
    void mistralWithoutAWindowKeyHasOne() {
        String json = "{\"model_type\": \"mistral\", " + SIZES.replace("256", "8192") + "}";
        assertTrue(refusal(json).contains("sliding_window"));
        assertEquals(Family.MISTRAL, parse("mistral", "").family());
        assertEquals(
                Family.MISTRAL, parse("mistral", "\"sliding_window\": 4096").family());
    }

    @Test
    void refusesAMissingFile(@TempDir Path folder) {
        String message = assertThrows(InputException.class, () -> ConfigReader.read(folder))
                .getMessage();
        assertEquals("expected a JSON file, found no such file, in " + folder.resolve("config.json"), message);
    }

    @Test
    void namesAreRead() {
        for (Family family : Family.values()) {
            assertEquals(
                    family, parse(family.name().toLowerCase(Locale.ROOT), "").family());
        }
    }

    @Test
    void requiresTokensOfTheVocabularyThatFit() {
        ModelConfig config = parse("llama", "");
        assertEquals(
                "expected token ids below the vocabulary of 100, found 100 at position 1, in prompt",
                assertThrows(InputException.class, () -> config.requireTokens(new int[] {0, 100}, "prompt"))
                        .getMessage());
        assertEquals(
                "expected at most 256 tokens (max_position_embeddings), found 257, in prompt and response",
                assertThrows(InputException.class, () -> config.requireTokens(new int[257], "prompt and response"))
                        .getMessage());
    }
}
