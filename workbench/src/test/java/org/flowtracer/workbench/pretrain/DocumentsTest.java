package org.flowtracer.workbench.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.SplitOracle;
import org.flowtracer.workbench.text.Tokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final int DRAWN = 20_000;

    /** What the bundled models are trained on: read back from the token ids, and held against problems of the other parts too. */
    @ParameterizedTest
    @ValueSource(strings = {"flow-tiny.json", "flow-words.json"})
    void noneBelongsToValidationOrTest(String recipe) throws IOException {
        TrainingConfig config = TrainingConfig.read(Bundled.training().resolveSibling(recipe));
        Set<String> elsewhere = elsewhere(config);
        Map<String, Integer> drawn = new TreeMap<>();
        try (Tokenizer tokenizer = Tokenizer.open(config.tokenizer())) {
            Documents documents = new Documents(config, tokenizer);
            for (int index = 0; index < DRAWN; index++) {
                Document document = documents.document(index);
                String prompt = tokenizer
                        .decode(Arrays.copyOf(document.tokenIds(), document.promptLength()))
                        .text();
                String task = task(config, prompt);
                String key = SplitOracle.key(task, prompt);
                assertEquals(Split.TRAIN, SplitOracle.split(key), key);
                assertFalse(elsewhere.contains(key), key);
                drawn.merge(task, 1, Integer::sum);
            }
        }
        assertEquals(config.tasks().stream().map(TaskShare::name).sorted().toList(), List.copyOf(drawn.keySet()));
        assertTrue(drawn.values().stream().allMatch(count -> count > DRAWN / 10), drawn.toString());
    }

    /** The canonical texts of some problems of the other parts. */
    private static Set<String> elsewhere(TrainingConfig config) {
        Set<String> keys = new HashSet<>();
        for (TaskShare share : config.tasks()) {
            for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
                for (int index = 0; index < 1000; index++) {
                    String prompt = share.generator(split, config.validation().seed())
                            .problem(index)
                            .prompt();
                    String key = SplitOracle.key(share.name(), prompt);
                    assertEquals(split, SplitOracle.split(key), key);
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** By its looks: a chain asks for one letter, a recall problem of these options for four at least. */
    private static String task(TrainingConfig config, String prompt) {
        if (config.tasks().size() == 1) {
            return config.tasks().get(0).name();
        }
        return prompt.startsWith("N ") ? "countdown" : prompt.matches("[^?]*\\?[a-z]\n") ? "twin-chain" : "recall";
    }
}
