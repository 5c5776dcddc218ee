package org.flowtracer.workbench.pretrain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.JsonObject;

/** A training run of a second: a model of 4,000 parameters, eight steps, a checkpoint every third. */
public final class TinyRun {
    private static final String CONFIG = """
            {
              "model": {"model_type": "qwen3", "vocab_size": 48, "hidden_size": 16, "intermediate_size": 24,
                "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
                "max_position_embeddings": 128, "tie_word_embeddings": true, "eos_token_id": 1},
              "tokenizer": "TOKENIZER",
              "tasks": [{"name": "twin-chain", "share": 3, "options": {"longest": 2}}, {"name": "addition"}],
              "batch_tokens": 192,
              "length": 48,
              "learning_rate": {"warm_up": 2, "steps": 8},
              "validation": {"every": 4, "problems": 3, "max_tokens": 4},
              "checkpoints": {"every": 3}
            }
            """;

    private TinyRun() {}

    static TrainingConfig config() {
        return config("", "");
    }

    /** The configuration as read from a file in which {@code text} stands in the place of {@code place}. */
    static TrainingConfig config(String place, String text) {
        return TrainingConfig.parse(
                JsonObject.parse(json().replace(place, text), "tiny.json"),
                Path.of("").toAbsolutePath());
    }

    /** The configuration as a file has it. */
    public static String json() {
        return CONFIG.replace(
                "TOKENIZER",
                Bundled.training()
                        .resolveSibling(Path.of("..", "tokenizers", "characters"))
                        .toString());
    }

    /** Trains to the end. */
    static void train(Path run) throws IOException {
        train(run, 0);
    }

    private static void train(Path run, int millisecondsAStep) throws IOException {
        try (Pretraining training = Pretraining.open(run)) {
            training.run(new TrainingListener() {
                @Override
                public void stepped(int step, double loss) {
                    try {
                        Thread.sleep(millisecondsAStep);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void validated(int step, Map<String, Double> accuracy) {}

                @Override
                public void restarted(int step) {}
            });
        }
    }

    /** A process that trains slowly enough to be killed. */
    static final class Slowly {
        private Slowly() {}

        public static void main(String[] arguments) throws IOException {
            train(Path.of(arguments[0]), 300);
        }
    }
}
