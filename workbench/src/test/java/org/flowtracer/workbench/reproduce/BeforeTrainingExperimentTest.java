package org.flowtracer.workbench.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.rl.RlConfig;
import org.junit.jupiter.api.Test;

class BeforeTrainingExperimentTest {
    @Test
    void theManifestSaysHowTheProblemsWereAsked() throws IOException {
        RlConfig config = RlConfig.read(JsonObject.parse("""
                {"temperature": 0.7, "test_problems": 30, "test_samples": 5, "evaluation_seed": 4, "longest_response": 40}""", "the test"));
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            Map<String, Object> manifest = BeforeTrainingExperiment.manifest(config, model);
            Map<String, Object> asked = Map.of(
                    "task",
                    "countdown",
                    "temperature",
                    0.7,
                    "problems",
                    30,
                    "samples",
                    5,
                    "evaluation_seed",
                    4L,
                    "longest_response",
                    40);
            asked.forEach((key, value) -> assertEquals(value, manifest.get(key), key));
            assertTrue(manifest.keySet().containsAll(model.identity().keySet()));
        }
    }
}
