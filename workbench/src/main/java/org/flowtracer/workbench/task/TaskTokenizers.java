package org.flowtracer.workbench.task;

import java.util.Map;
import org.flowtracer.workbench.text.TokenizerWriter;

/** The tokenizers of models that are trained on our tasks alone; {@code datasets/tokenizers} holds each as a folder. */
public final class TaskTokenizers {
    /** For twin chains, Countdown and additions. */
    public static final TokenizerWriter CHARACTERS =
            TokenizerWriter.ofCharacters(TwinChain.CHARACTERS + Countdown.CHARACTERS + Addition.CHARACTERS);

    /** For word problems. */
    public static final TokenizerWriter WORDS = TokenizerWriter.ofWords(Story.tokens());

    private TaskTokenizers() {}

    /** By the names of their folders. Each reads and writes all problems and references of its tasks without loss. */
    public static Map<String, TokenizerWriter> all() {
        return Map.of("characters", CHARACTERS, "words", WORDS);
    }
}
