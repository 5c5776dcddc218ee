package org.flowtracer.workbench.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.jspecify.annotations.Nullable;

/** Writes the config.json of a Hugging Face folder, in the layout that transformers 4.x and 5.x both read; {@link ConfigReader} reads it back. */
public final class ConfigWriter {
    private static final Map<Family, String> ARCHITECTURES = Map.of(
            Family.QWEN3, "Qwen3ForCausalLM",
            Family.QWEN2, "Qwen2ForCausalLM",
            Family.LLAMA, "LlamaForCausalLM",
            Family.MISTRAL, "MistralForCausalLM");

    private ConfigWriter() {}

    /**
     * What config.json holds.
     *
     * @param type of the stored weights, such as {@code float32}
     */
    public static Map<String, @Nullable Object> json(ModelConfig config, String type) {
        Family family = config.family();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of(Objects.requireNonNull(ARCHITECTURES.get(family))));
        json.put("model_type", family.name().toLowerCase(Locale.ROOT));
        json.put("vocab_size", config.vocabulary());
        json.put("hidden_size", config.width());
        json.put("intermediate_size", config.feedForwardWidth());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("num_key_value_heads", config.keyValueHeads());
        json.put("head_dim", config.headWidth());
        json.put("hidden_act", "silu");
        json.put("rms_norm_eps", config.normEpsilon());
        json.put("rope_theta", config.rotary().theta());
        json.put("rope_scaling", scaling(config.rotary().scaling()));
        json.put("max_position_embeddings", config.maxPositions());
        json.put("tie_word_embeddings", config.tiedEmbeddings());
        if (family == Family.QWEN3 || family == Family.LLAMA) {
            json.put("attention_bias", config.attentionBias() == AttentionBias.QUERY_KEY_VALUE_OUTPUT);
        }
        if (family == Family.LLAMA) {
            json.put("mlp_bias", config.feedForwardBias());
        }
        if (family == Family.MISTRAL) {
            json.put("sliding_window", null);
        }
        json.put("eos_token_id", endTokens(config));
        json.put("torch_dtype", type);
        return json;
    }

    /** What generation_config.json holds. */
    public static Map<String, Object> generationJson(ModelConfig config) {
        return Collections.singletonMap("eos_token_id", endTokens(config));
    }

    private static Object endTokens(ModelConfig config) {
        List<Integer> ends = config.endTokens().stream().sorted().toList();
        return ends.size() == 1 ? ends.get(0) : ends;
    }

    private static @Nullable Map<String, Object> scaling(RotaryConfig.Scaling scaling) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (scaling instanceof RotaryConfig.Linear linear) {
            json.put("rope_type", "linear");
            json.put("factor", linear.factor());
            return json;
        }
        if (scaling instanceof RotaryConfig.Llama3 llama3) {
            json.put("rope_type", "llama3");
            json.put("factor", llama3.factor());
            json.put("low_freq_factor", llama3.lowFrequencyFactor());
            json.put("high_freq_factor", llama3.highFrequencyFactor());
            json.put("original_max_position_embeddings", llama3.originalPositions());
            return json;
        }
        return null;
    }
}
