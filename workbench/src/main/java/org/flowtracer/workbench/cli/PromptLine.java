package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.flowtracer.workbench.exchange.TraceCollection;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * One line of a JSON-lines file: {@code {"prompt": ..., "response": ..., "answer": ..., "name": ...}}, all but the prompt optional; or a problem with
 * the key {@code task} as {@link org.flowtracer.workbench.task.ProblemFile} writes it and {@code evaluate --out} answers it, whose answer is a text and
 * no pattern.
 *
 * @param name of its folder: what the line says, else the number of the line
 * @param where the file and line, for messages
 */
record PromptLine(String name, String prompt, Optional<String> response, Optional<AnswerPattern> answer, String where) {
    private static final String TASK = "task";
    private static final Set<String> KEYS = Set.of("prompt", "response", "answer", "name");
    private static final Set<String> KEYS_OF_PROBLEMS =
            Set.of(TASK, "prompt", "response", "answer", "name", "sample", "tokens", "ended", "reward", "reason");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,99}");

    /**
     * Reads a file; blank lines are passed over.
     *
     * @throws InputException if there is no such file, no prompt in it, or a line that is malformed
     */
    static List<PromptLine> read(Path file) throws IOException {
        List<String> lines = Arguments.text("@" + file).lines().toList();
        List<PromptLine> prompts = new ArrayList<>();
        Set<String> taken = new HashSet<>(Set.of(TraceCollection.TABLE));
        for (int j = 0; j < lines.size(); j++) {
            if (!lines.get(j).isBlank()) {
                PromptLine line = parse(lines.get(j), j + 1, file + " line " + (j + 1));
                if (!taken.add(line.name.toLowerCase(Locale.ROOT))) {
                    throw new InputException("a name that is not taken", "'" + line.name + "'", line.where);
                }
                prompts.add(line);
            }
        }
        if (prompts.isEmpty()) {
            throw new InputException("at least one prompt", "none", file.toString());
        }
        return prompts;
    }

    private static PromptLine parse(String text, int number, String where) {
        JsonObject line = JsonObject.parse(text, where);
        boolean problem = line.has(TASK);
        for (String key : line.keys()) {
            if (!(problem ? KEYS_OF_PROBLEMS : KEYS).contains(key)) {
                throw new InputException(
                        "the keys prompt, response, answer and name, or a problem of a task", "'" + key + "'", where);
            }
        }
        String name = line.string("name", String.format(Locale.ROOT, "%04d", number));
        if (!NAME.matcher(name).matches()) {
            throw line.unexpected("name", "letters, digits, '_', '-', '.' and blanks");
        }
        return new PromptLine(
                name,
                line.string("prompt"),
                line.has("response") ? Optional.of(line.string("response")) : Optional.empty(),
                line.has("answer") && !problem ? Optional.of(pattern(line.string("answer"), where)) : Optional.empty(),
                where);
    }

    private static AnswerPattern pattern(String name, String where) {
        try {
            return new AnswerPattern(name);
        } catch (InputException e) {
            throw new InputException(e, where);
        }
    }
}
