package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigWriterTest {
    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsWrittenIsReadBack(Family family) {
        AttentionBias bias = switch (family) {
            case QWEN3, LLAMA -> AttentionBias.QUERY_KEY_VALUE_OUTPUT;
            case QWEN2 -> AttentionBias.QUERY_KEY_VALUE;
            case MISTRAL -> AttentionBias.NONE;
        };
        for (RotaryConfig.Scaling scaling : new RotaryConfig.Scaling[] {
            new RotaryConfig.Unscaled(), new RotaryConfig.Linear(2), new RotaryConfig.Llama3(8, 1, 4, 64)
        }) {
            assertReadBack(config(family, bias, scaling, Set.of(1, 7)));
            assertReadBack(config(family, bias, scaling, Set.of(2)));
        }
    }

    private static ModelConfig config(
            Family family, AttentionBias bias, RotaryConfig.Scaling scaling, Set<Integer> ends) {
        RotaryConfig rotary = new RotaryConfig(5e5, scaling);
        boolean biased = family == Family.LLAMA;
        return new ModelConfig(family, 40, 16, 24, 2, 4, 2, 8, 1e-5, rotary, 64, true, bias, biased, ends);
    }

    private static void assertReadBack(ModelConfig config) {
        JsonObject written = JsonObject.parse(JsonObject.text(ConfigWriter.json(config, "float32")), "config.json");
        assertEquals(config, ConfigReader.parse(written));
        JsonObject generation = JsonObject.parse(JsonObject.text(ConfigWriter.generationJson(config)), "generation");
        assertEquals(config, ConfigReader.parse(written, generation));
    }
}
