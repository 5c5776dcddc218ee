package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimiserFileTest {
    @TempDir
    Path folder;

    @Test
    void anOptimiserGoesOnWithTheSameBits() throws IOException {
        ModelConfig config = TrainingFixture.QWEN3.config();
        ParameterVector straight = TrainingFixture.QWEN3.parameters();
        AdamW optimiser = new AdamW(straight, AdamW.Settings.DEFAULT);
        optimiser.step(ParameterVector.random(config, 1).values(), 1e-2);
        optimiser.step(ParameterVector.random(config, 2).values(), 1e-2);

        Path file = folder.resolve("optimiser.safetensors");
        OptimiserFile.write(file, optimiser, config);
        ParameterVector resumed = ParameterVector.zeros(config);
        resumed.values().assign(straight.values());
        AdamW restored = new AdamW(resumed, AdamW.Settings.DEFAULT);
        OptimiserFile.read(file, restored, config);
        assertEquals(2, restored.steps());

        optimiser.step(ParameterVector.random(config, 3).values(), 1e-2);
        restored.step(ParameterVector.random(config, 3).values(), 1e-2);
        assertArrayEquals(HostCopy.of(straight.values()), HostCopy.of(resumed.values()));
        assertThrows(InputException.class, () -> OptimiserFile.read(file, restored, TrainingFixture.LLAMA.config()));
    }
}
