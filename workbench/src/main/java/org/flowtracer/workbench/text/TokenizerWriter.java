package org.flowtracer.workbench.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.JsonObject;

/**
 * The tokenizer of a model that is trained from nothing: a text is cut by a regular expression, and every piece is one token. Pieces keep their
 * blanks, so that the tokens of a text, written one after the other, are the text again; a piece that is not in the vocabulary becomes
 * {@code <unk>}.
 *
 * <p>The ids 0, 1 and 2 are {@code <pad>}, {@code <eos>} and {@code <unk>}; the vocabulary follows in its order.
 *
 * @param vocabulary the tokens, each of which the pattern must leave in one piece
 * @param pattern every character of any text must belong to a match; understood alike by Java and by Oniguruma, which the tokenizers library
 *     uses
 */
public record TokenizerWriter(List<String> vocabulary, String pattern) {
    private static final List<String> SPECIAL = List.of("<pad>", "<eos>", "<unk>");

    private static final String CHARACTER = "[\\s\\S]";

    /** A word or sign takes the blank before it along; a digit stands alone, as in Qwen's tokenizers. */
    private static final String WORD = " ?\\\\?[A-Za-z]+| ?[-+*/=<>]|[\\s\\S]";

    /** @throws IllegalArgumentException if a token stands twice, or the pattern would cut it */
    public TokenizerWriter {
        vocabulary = List.copyOf(vocabulary);
        Pattern compiled = Pattern.compile(pattern);
        if (new HashSet<>(vocabulary).size() != vocabulary.size()) {
            throw new IllegalArgumentException("expected each token once, found " + vocabulary);
        }
        for (String token : vocabulary) {
            List<String> pieces = compiled.matcher(token)
                    .results()
                    .map(match -> match.group())
                    .toList();
            if (!pieces.equals(List.of(token))) {
                throw new IllegalArgumentException(
                        "expected a token that " + pattern + " leaves in one piece, found '" + token + "'");
            }
        }
    }

    /** One token a character, in the order of their codes. */
    public static TokenizerWriter ofCharacters(String alphabet) {
        return new TokenizerWriter(
                alphabet.codePoints()
                        .sorted()
                        .distinct()
                        .mapToObj(Character::toString)
                        .toList(),
                CHARACTER);
    }

    /** One token a word with the blank before it, if there is one; digits, full stops and the like are tokens of their own. */
    public static TokenizerWriter ofWords(Collection<String> words) {
        return new TokenizerWriter(List.copyOf(words), WORD);
    }

    /** How many ids there are. */
    public int size() {
        return SPECIAL.size() + vocabulary.size();
    }

    /**
     * Writes {@code tokenizer.json} and {@code tokenizer_config.json}, which {@link Tokenizer} and transformers open.
     *
     * @throws IOException if the disk refuses
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve("tokenizer.json"), JsonObject.text(tokenizer()));
        AtomicFile.write(folder.resolve("tokenizer_config.json"), JsonObject.text(config()));
    }

    private Map<String, Object> tokenizer() {
        List<String> tokens = new ArrayList<>(SPECIAL);
        tokens.addAll(vocabulary);
        Map<String, Object> ids = new LinkedHashMap<>();
        IntStream.range(0, tokens.size()).forEach(id -> ids.put(tokens.get(id), id));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("added_tokens", SPECIAL.stream().map(this::special).toList());
        json.put(
                "pre_tokenizer",
                inOrder("type", "Split", "pattern", Map.of("Regex", pattern), "behavior", "Isolated", "invert", false));
        json.put("decoder", Map.of("type", "Fuse"));
        json.put("model", inOrder("type", "WordLevel", "vocab", ids, "unk_token", "<unk>"));
        return json;
    }

    private Map<String, Object> special(String token) {
        return inOrder(
                "id",
                SPECIAL.indexOf(token),
                "content",
                token,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true);
    }

    private static Map<String, Object> config() {
        return inOrder(
                "tokenizer_class",
                "PreTrainedTokenizerFast",
                "pad_token",
                "<pad>",
                "eos_token",
                "<eos>",
                "unk_token",
                "<unk>",
                "clean_up_tokenization_spaces",
                false);
    }

    private static Map<String, Object> inOrder(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int j = 0; j < keysAndValues.length; j += 2) {
            map.put((String) keysAndValues[j], keysAndValues[j + 1]);
        }
        return map;
    }
}
