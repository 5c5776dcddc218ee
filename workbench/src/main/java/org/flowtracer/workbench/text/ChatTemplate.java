package org.flowtracer.workbench.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * How a model wants a user's message to be wrapped.
 *
 * <p>Checkpoints describe that by a program in the Jinja language. It is not run: it is recognised, and only where the result for one user
 * message is certain. Two forms are: ChatML (Qwen) with at most one built-in system message, and the headers of Llama 3 without a date.
 *
 * @param before what stands before the user's message
 * @param after what stands between it and the model's answer
 * @param trimmed whether white space around the message is dropped
 */
public record ChatTemplate(String before, String after, boolean trimmed) {
    private static final String EXPECTED = "a chat template of plain ChatML or Llama 3 form";

    /** The literal that opens the answer: the first one after the question whether to add it. */
    private static final Pattern OPENING =
            Pattern.compile("add_generation_prompt\\s*-?%}\\s*\\{\\{-?\\s*(['\"])(.*?)\\1\\s*-?}}", Pattern.DOTALL);

    /** A system message that stands in the template itself. */
    private static final Pattern SYSTEM = Pattern.compile("<\\|im_start\\|>system\n([^'\"{<]+)<\\|im_end\\|>");

    /**
     * Recognises the template of a model: {@code chat_template.jinja}, or else {@code chat_template} in tokenizer_config.json.
     *
     * @param tokenizer the model's, which must have the form's special tokens
     * @throws InputException if there is none, or it is of another form
     * @throws IOException if the disk refuses
     */
    public static ChatTemplate open(Path folder, Tokenizer tokenizer) throws IOException {
        Path own = folder.resolve("chat_template.jinja");
        Path config = folder.resolve("tokenizer_config.json");
        boolean apart = Files.exists(own);
        String jinja = apart ? Files.readString(own) : JsonObject.read(config).string("chat_template");
        String where = (apart ? own : config).toString();
        ChatTemplate template = parse(jinja, where);
        Matcher special = Pattern.compile("<\\|\\w+\\|>").matcher(template.before + template.after);
        while (special.find()) {
            if (tokenizer.idOf(special.group()).isEmpty()) {
                throw new InputException(
                        "the template's token " + special.group() + " in tokenizer.json", "none", where);
            }
        }
        return template;
    }

    /**
     * Recognises a template.
     *
     * @param jinja its source
     * @param where the file, for messages
     */
    static ChatTemplate parse(String jinja, String where) {
        String source = jinja.replace("\\n", "\n");
        Matcher matcher = OPENING.matcher(source);
        String opening = matcher.find() ? matcher.group(2) : "";
        if (opening.equals("<|im_start|>assistant\n")) {
            return chatMl(source, opening, where);
        }
        if (opening.equals("<|start_header_id|>assistant<|end_header_id|>\n\n")) {
            return llama3(source, opening, where);
        }
        throw new InputException(EXPECTED, opening.isEmpty() ? "another" : "one whose answer opens otherwise", where);
    }

    private static ChatTemplate chatMl(String source, String opening, String where) {
        refuse(source, where, "bos_token", "| trim", "|trim");
        List<String> systems = SYSTEM.matcher(source)
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
        if (systems.size() > 1) {
            throw new InputException(EXPECTED, "one with " + systems.size() + " system messages of its own", where);
        }
        String system = systems.isEmpty() ? "" : "<|im_start|>system\n" + systems.get(0) + "<|im_end|>\n";
        return new ChatTemplate(system + "<|im_start|>user\n", "<|im_end|>\n" + opening, false);
    }

    private static ChatTemplate llama3(String source, String opening, String where) {
        refuse(source, where, "date", "Date");
        if (!source.contains("bos_token") || !source.contains("trim")) {
            throw new InputException(EXPECTED, "one of Llama 3 form without bos_token or trim", where);
        }
        String before = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n";
        return new ChatTemplate(before, "<|eot_id|>" + opening, true);
    }

    private static void refuse(String source, String where, String... words) {
        Arrays.stream(words).filter(source::contains).findFirst().ifPresent(word -> {
            throw new InputException(EXPECTED, "one that uses '" + word.strip() + "'", where);
        });
    }

    /** The whole prompt for one user message; to be encoded as it is, without further special tokens. */
    public String prompt(String message) {
        return before + (trimmed ? message.strip() : message) + after;
    }
}
