package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.model.ConfigReader;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.train.ModelFolder.Precision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFolderTest {
    @TempDir
    Path folder;

    private Path tokenizer;

    @BeforeEach
    void tokenizer() {
        tokenizer = CheckpointFixture.QWEN3.folder();
    }

    @ParameterizedTest
    @EnumSource(TrainingFixture.class)
    void whatIsWrittenIsReadBackBitForBit(TrainingFixture fixture) throws IOException {
        ParameterVector parameters = fixture.parameters();
        ModelFolder.write(folder, parameters, tokenizer, Precision.FLOAT32);
        ModelConfig config = ConfigReader.read(folder);
        assertEquals(parameters.weights().config(), config);
        assertArrayEquals(
                HostCopy.of(parameters.values()),
                HostCopy.of(ParameterVector.load(folder, config).values()));
    }

    @Test
    void halfTheRoomCostsEightBitsOfPrecision() throws IOException {
        ParameterVector parameters = TrainingFixture.QWEN3.parameters();
        ModelFolder.write(folder, parameters, tokenizer, Precision.BFLOAT16);
        float[] exact = HostCopy.of(parameters.values());
        float[] rounded = HostCopy.of(
                ParameterVector.load(folder, parameters.weights().config()).values());
        for (int j = 0; j < exact.length; j++) {
            assertEquals(exact[j], rounded[j], Math.abs(exact[j]) / 256);
            assertEquals(0, Float.floatToIntBits(rounded[j]) & 0xffff);
        }
    }

    @Test
    void theWorkbenchLoadsIt() throws IOException {
        ModelConfig config = ConfigReader.read(tokenizer);
        ModelFolder.write(folder, ParameterVector.load(tokenizer, config), tokenizer, Precision.FLOAT32);
        try (LanguageModel model = LanguageModel.load(folder)) {
            assertEquals(
                    "ab",
                    model.tokenizer()
                            .decode(model.tokenizer().encodeContinuation("ab"))
                            .text());
        }
    }

    /** Where Python has it; FLOWTRACER_PYTHON says which Python. */
    @Test
    void transformersLoadsIt() throws IOException, InterruptedException {
        String told = System.getenv("FLOWTRACER_PYTHON");
        String python = told == null ? "python3" : told;
        assumeTrue(runs(python, "import torch, transformers"), "no transformers in " + python);
        ParameterVector parameters = ParameterVector.load(tokenizer, ConfigReader.read(tokenizer));
        ModelFolder.write(folder, parameters, tokenizer, Precision.FLOAT32);
        assertEquals(
                true,
                runs(
                        python,
                        "import transformers as t; m, info = t.AutoModelForCausalLM.from_pretrained('" + folder
                                + "', output_loading_info=True); k = t.AutoTokenizer.from_pretrained('" + folder
                                + "'); ids = k('ab', return_tensors='pt')['input_ids'];"
                                + " assert m(ids).logits.shape[1] == ids.shape[1];"
                                + " assert not info['missing_keys'] and not info['unexpected_keys'], info;"
                                + " assert m.num_parameters() == "
                                + parameters.values().length()));
    }

    private static boolean runs(String python, String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", program)
                    .redirectErrorStream(true)
                    .redirectOutput(Files.createTempFile("transformers", ".log").toFile())
                    .start();
            return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
