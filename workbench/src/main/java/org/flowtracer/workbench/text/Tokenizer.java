package org.flowtracer.workbench.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * The tokenizer of a model. It never uses the network, and never cuts or pads what it encodes. Safe for use by several threads.
 *
 * <p>The native library is held until {@link #close}.
 */
public final class Tokenizer implements AutoCloseable {
    static {
        // Without this the library reports its start to its makers and may look for GPU variants of itself.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private final HuggingFaceTokenizer encoder;
    private final Vocabulary vocabulary;

    private Tokenizer(HuggingFaceTokenizer encoder, Vocabulary vocabulary) {
        this.encoder = encoder;
        this.vocabulary = vocabulary;
    }

    /**
     * Opens {@code tokenizer.json} in a folder.
     *
     * @throws InputException if there is none, or it is malformed, or its decoder is of a kind that is not implemented
     * @throws IOException if the disk refuses
     */
    public static Tokenizer open(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Vocabulary vocabulary = Vocabulary.of(JsonObject.read(file));
        try (InputStream json = Files.newInputStream(file)) {
            return new Tokenizer(
                    HuggingFaceTokenizer.newInstance(json, Map.of("truncation", "false", "padding", "false")),
                    vocabulary);
        } catch (RuntimeException e) {
            throw new InputException(
                    "a tokenizer of Hugging Face's tokenizers library",
                    String.valueOf(e.getMessage()),
                    file.toString());
        }
    }

    /** The ids of a text that starts a sequence, with the special tokens that the tokenizer adds to one. */
    public int[] encodePrompt(String text) {
        return encode(text, true);
    }

    /** The ids of a text that continues a sequence: nothing is added. */
    public int[] encodeContinuation(String text) {
        return encode(text, false);
    }

    /** Asks the native library for the ids alone: the objects that {@code encoder.encode} makes besides, several a token, take most of its time. */
    private int[] encode(String text, boolean addSpecialTokens) {
        long encoding = TokenizersLibrary.LIB.encode(encoder.getHandle(), text, addSpecialTokens);
        try {
            return Arrays.stream(TokenizersLibrary.LIB.getTokenIds(encoding))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    /**
     * The text of the given tokens, special ones included as they are written. An id without a token, as models have that pad their
     * vocabulary, reads {@code <424>}.
     *
     * @throws IllegalArgumentException if an id is negative
     */
    public TokenText decode(int... tokenIds) {
        return TokenText.of(Arrays.stream(tokenIds).mapToObj(vocabulary::bytes).toList());
    }

    /** The id of the token that is written exactly so in tokenizer.json, such as {@code <|im_end|>}. */
    public OptionalInt idOf(String token) {
        return vocabulary.idOf(token);
    }

    /** One more than the largest id; a model's vocabulary may be larger, by padding. */
    public int size() {
        return vocabulary.size();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
