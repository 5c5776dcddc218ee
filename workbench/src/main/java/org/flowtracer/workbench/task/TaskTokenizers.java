package org.flowtracer.workbench.task;

import java.util.LinkedHashMap;
import java.util.Map;
import org.flowtracer.workbench.text.TokenizerWriter;

/** The tokenizers of models that are trained on our tasks alone; {@code datasets/tokenizers} holds each as a folder. */
public final class TaskTokenizers {
    private TaskTokenizers() {}

    /** By the name of its folder. Each reads and writes all problems and references of its tasks without loss. */
    public static Map<String, TokenizerWriter> all() {
        Map<String, TokenizerWriter> all = new LinkedHashMap<>();
        all.put(
                "characters",
                TokenizerWriter.ofCharacters(TwinChain.CHARACTERS + Countdown.CHARACTERS + Addition.CHARACTERS));
        return all;
    }
}
