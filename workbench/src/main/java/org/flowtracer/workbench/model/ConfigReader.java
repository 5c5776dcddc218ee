package org.flowtracer.workbench.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;

/**
 * Reads config.json and generation_config.json of a Hugging Face folder, in the layouts of transformers 4.x ({@code rope_theta},
 * {@code rope_scaling}) and 5.x ({@code rope_parameters}).
 *
 * <p>A key that is absent takes the value that transformers takes, where all versions and families agree on it; the sizes of the model must be
 * there. Whatever asks for a computation that is not implemented is refused by name.
 */
public final class ConfigReader {
    private static final double NORM_EPSILON_DEFAULT = 1e-6;
    private static final int QWEN3_HEAD_WIDTH_DEFAULT = 128;
    private static final int MISTRAL_WINDOW_DEFAULT = 4096;

    private final JsonObject json;
    private final Family family;

    private ConfigReader(JsonObject json) {
        this.json = json;
        this.family = family(json);
    }

    /**
     * Reads the configuration of a checkpoint.
     *
     * @throws InputException if a file is malformed, a needed key is missing, a number makes no sense, or something is not implemented
     * @throws IOException if the disk refuses
     */
    public static ModelConfig read(Path folder) throws IOException {
        JsonObject config = JsonObject.read(folder.resolve("config.json"));
        Path generation = folder.resolve("generation_config.json");
        return parse(
                config, Files.exists(generation) ? JsonObject.read(generation) : JsonObject.parse("{}", "nowhere"));
    }

    /**
     * As {@link #read}, from what config.json holds.
     *
     * @throws InputException as {@link #read}
     */
    public static ModelConfig parse(JsonObject config) {
        return parse(config, config);
    }

    /** As {@link #read}, from objects; {@code generation} names the tokens that end a text, or else {@code config} does. */
    static ModelConfig parse(JsonObject config, JsonObject generation) {
        ConfigReader reader = new ConfigReader(config);
        reader.requireImplemented();
        Set<Integer> ends = endTokens(generation.has("eos_token_id") ? generation : config);
        try {
            return reader.config(ends);
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, config.where());
        }
    }

    private static Family family(JsonObject json) {
        String name = json.string("model_type");
        for (Family family : Family.values()) {
            if (family.name().toLowerCase(Locale.ROOT).equals(name)) {
                return family;
            }
        }
        throw json.unexpected("model_type", "one of qwen3, qwen2, llama, mistral");
    }

    private static Set<Integer> endTokens(JsonObject json) {
        if (!json.has("eos_token_id")) {
            return Set.of();
        }
        return json.isList("eos_token_id")
                ? new HashSet<>(json.integers("eos_token_id"))
                : Set.of(json.integer("eos_token_id"));
    }

    private ModelConfig config(Set<Integer> endTokens) {
        int width = json.integer("hidden_size");
        int heads = json.integer("num_attention_heads");
        return new ModelConfig(
                family,
                json.integer("vocab_size"),
                width,
                json.integer("intermediate_size"),
                json.integer("num_hidden_layers"),
                heads,
                keyValueHeads(heads),
                headWidth(width, heads),
                json.number("rms_norm_eps", NORM_EPSILON_DEFAULT),
                rotary(),
                json.integer("max_position_embeddings"),
                json.bool("tie_word_embeddings", false),
                attentionBias(),
                family == Family.LLAMA && json.bool("mlp_bias", false),
                endTokens);
    }

    /** Absent means one for each query head in Llama, and fixed numbers elsewhere, which are refused; null means that everywhere. */
    private int keyValueHeads(int heads) {
        boolean absent = !json.keys().contains("num_key_value_heads");
        if (absent && family != Family.LLAMA) {
            return json.integer("num_key_value_heads");
        }
        return json.integer("num_key_value_heads", heads);
    }

    private int headWidth(int width, int heads) {
        if (json.has("head_dim")) {
            return json.integer("head_dim");
        }
        if (family == Family.QWEN3) {
            return QWEN3_HEAD_WIDTH_DEFAULT;
        }
        if (heads <= 0 || width % heads != 0) {
            throw new InputException(
                    "hidden_size to be a multiple of num_attention_heads where head_dim is absent",
                    width + " and " + heads,
                    json.where());
        }
        return width / heads;
    }

    private AttentionBias attentionBias() {
        return switch (family) {
            case QWEN2 -> AttentionBias.QUERY_KEY_VALUE;
            case MISTRAL -> AttentionBias.NONE;
            case QWEN3, LLAMA ->
                json.bool("attention_bias", false) ? AttentionBias.QUERY_KEY_VALUE_OUTPUT : AttentionBias.NONE;
        };
    }

    private RotaryConfig rotary() {
        JsonObject parameters = json.find("rope_scaling")
                .or(() -> json.find("rope_parameters"))
                .orElseGet(() -> JsonObject.parse("{}", json.where()));
        requireWholeRotation(parameters);
        double theta = parameters.number("rope_theta", json.number("rope_theta", RotaryConfig.THETA_DEFAULT));
        String key = parameters.has("rope_type") || !parameters.has("type") ? "rope_type" : "type";
        try {
            RotaryConfig.Scaling scaling = switch (parameters.string(key, "default")) {
                case "default" -> new RotaryConfig.Unscaled();
                case "linear" -> new RotaryConfig.Linear(parameters.number("factor"));
                case "llama3" ->
                    new RotaryConfig.Llama3(
                            parameters.number("factor"),
                            parameters.number("low_freq_factor"),
                            parameters.number("high_freq_factor"),
                            parameters.integer("original_max_position_embeddings"));
                default -> throw parameters.unexpected(key, "one of default, linear, llama3");
            };
            return new RotaryConfig(theta, scaling);
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, parameters.where());
        }
    }

    private static void requireWholeRotation(JsonObject holder) {
        if (holder.number("partial_rotary_factor", 1) != 1) {
            throw holder.unexpected("partial_rotary_factor", "1 or none");
        }
        for (String key : holder.keys()) {
            if (key.endsWith("_attention")) {
                throw holder.unexpected(key, "one rotation for all layers");
            }
        }
    }

    private void requireImplemented() {
        if (!json.string("hidden_act", "silu").equals("silu")) {
            throw json.unexpected("hidden_act", "silu");
        }
        if (json.has("quantization_config")) {
            throw json.unexpected("quantization_config", "weights that are not quantised");
        }
        if (json.number("partial_rotary_factor", 1) != 1) {
            throw json.unexpected("partial_rotary_factor", "1 or none");
        }
        if (!json.bool("is_causal", true)) {
            throw json.unexpected("is_causal", "true or none");
        }
        requireFullAttention();
    }

    private void requireFullAttention() {
        if (json.has("layer_types") && !json.strings("layer_types").stream().allMatch("full_attention"::equals)) {
            throw json.unexpected("layer_types", "full_attention in every layer");
        }
        if (json.bool("use_sliding_window", false)) {
            throw json.unexpected("use_sliding_window", "false, since no sliding window is implemented");
        }
        boolean windowed = family == Family.LLAMA || family == Family.MISTRAL;
        boolean absent = !json.keys().contains("sliding_window");
        if (windowed && (json.has("sliding_window") || (absent && family == Family.MISTRAL))) {
            int positions = json.integer("max_position_embeddings");
            if (json.integer("sliding_window", MISTRAL_WINDOW_DEFAULT) < positions) {
                throw json.unexpected(
                        "sliding_window",
                        "null or at least max_position_embeddings, " + positions + " (none means "
                                + MISTRAL_WINDOW_DEFAULT + " in mistral)");
            }
        }
    }
}
