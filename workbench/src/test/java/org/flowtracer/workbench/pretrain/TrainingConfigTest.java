package org.flowtracer.workbench.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigTest {
    @Test
    void whatIsAbsentIsAsByDefault() {
        TrainingConfig config = TinyRun.config();
        assertEquals(1, config.clipNorm());
        assertEquals(1, config.seed());
        assertEquals(2e-3, config.learningRate().peak());
        assertEquals(8, config.steps());
        assertEquals(2, config.checkpoints().keep());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        TrainingConfig config = TinyRun.config();
        String written = JsonObject.text(config.json());
        TrainingConfig read = TrainingConfig.parse(JsonObject.parse(written, "written"), config.tokenizer());
        assertEquals(written, JsonObject.text(read.json()));
    }

    @Test
    void theBundledOneIsTheBundledModels() throws IOException {
        TrainingConfig config = TrainingConfig.read(Bundled.training());
        assertEquals(1_189_888, config.model().parameters());
        assertTrue(Files.exists(config.tokenizer().resolve("tokenizer.json")));
    }

    /** What bench/kill_and_resume.sh trains with; it counts on the steps and their checkpoints. */
    @Test
    void theOneOfTheKilledRunIsRead() throws IOException {
        TrainingConfig config = TrainingConfig.read(Bundled.peers().resolveSibling("kill_and_resume.json"));
        assertEquals(600, config.steps());
        assertEquals(10, config.checkpoints().every());
        assertTrue(Files.exists(config.tokenizer().resolve("tokenizer.json")));
    }

    @Test
    void aShorterRunHasAShorterWarmUp() {
        assertEquals(1, TinyRun.config().withSteps(1).learningRate().warmUp());
        assertEquals(9, TinyRun.config().withSeed(9).seed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"length\" | \"lenght\" | expected only the keys model, tokenizer, tasks,",
                "\"length\" | \"lenght\" | found 'lenght', in tiny.json",
                "\"length\": 48, | | expected key 'length', found none, in tiny.json",
                "\"length\": 48 | \"length\": 200 | expected at most 128 tokens (max_position_embeddings), found 200",
                "\"length\": 48 | \"length\": 0 | expected length of at least 1, found 0, in tiny.json",
                "\"hidden_size\" | \"width\" | expected key 'hidden_size', found none, in tiny.json at 'model'",
                "\"head_dim\": 8 | \"head_dim\": 8, \"dropout\": 0.1 | found 'dropout', in tiny.json at 'model'",
                ", \"eos_token_id\": 1 | | expected an eos_token_id, which ends each document, found none",
                "\"share\": 3 | \"share\": 0 | expected a share above 0, found 0.0, in task twin-chain",
                "\"addition\" | \"twin-chain\" | expected at least one task, each once, found [twin-chain, twin-chain]",
                "\"addition\" | \"chess\" | expected a task of [",
                "\"longest\": 2 | \"longest\": 1 | expected 2 <= shortest <= longest",
                "\"longest\": 2 | \"longer\": 2 | expected only the keys shortest, longest,",
                "\"every\": 3 | \"every\": 0 | expected every of at least 1, found 0, in tiny.json at 'checkpoints'",
                "\"every\": 3 | \"evry\": 3 | expected only the keys every, keep, found 'evry', in tiny.json at 'checkpoints'",
                "\"warm_up\": 2 | \"warm_up\": 9 | expected a warm-up of 0 to 8 steps",
                "\"warm_up\": 2 | \"decay\": \"step\" | expected linear or cosine, found \"step\"",
                "\"length\": 48 | \"length\": 48, \"clip_norm\": 0 | expected a clip_norm above 0, found 0.0",
                "\"length\": 48 | \"length\": 48, \"precision\": \"int8\" | expected float32 or bfloat16, found \"int8\""
            })
    void refusesWithWhatWasExpectedAndFound(String place, String text, String message) {
        String found = assertThrows(InputException.class, () -> TinyRun.config(place, text == null ? "" : text))
                .getMessage();
        assertTrue(found.contains(message), found);
    }
}
