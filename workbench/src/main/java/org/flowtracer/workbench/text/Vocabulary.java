package org.flowtracer.workbench.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.JsonObject;
import org.jspecify.annotations.Nullable;

/** The UTF-8 bytes that each token stands for, by its id. A token may hold a part of a character only. */
final class Vocabulary {
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    /** How a token is written in tokenizer.json. */
    private enum Spelling {
        /** Each character stands for a byte, after GPT-2. */
        BYTE_LEVEL,
        /** Lower one eighth block for a space, and {@code <0xE6>} for a byte, after SentencePiece. */
        SENTENCE_PIECE,
        /** As it is. */
        PLAIN
    }

    private final List<byte @Nullable []> bytes;
    private final Map<String, Integer> ids;

    private Vocabulary(List<byte @Nullable []> bytes, Map<String, Integer> ids) {
        this.bytes = bytes;
        this.ids = ids;
    }

    /** Reads the vocabulary and the decoder of a tokenizer.json. */
    static Vocabulary of(JsonObject tokenizer) {
        Spelling spelling = spelling(tokenizer);
        Map<String, Integer> ids = new HashMap<>();
        JsonObject model = tokenizer.object("model").object("vocab");
        for (String token : model.keys()) {
            ids.put(token, model.integer(token));
        }
        Map<Integer, byte[]> byId = new HashMap<>();
        ids.forEach((token, id) -> byId.put(id, bytes(token, spelling)));
        for (JsonObject added :
                tokenizer.has("added_tokens") ? tokenizer.objects("added_tokens") : List.<JsonObject>of()) {
            ids.put(added.string("content"), added.integer("id"));
            byId.put(added.integer("id"), added.string("content").getBytes(StandardCharsets.UTF_8));
        }
        int size = byId.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
        return new Vocabulary(
                Stream.iterate(0, id -> id < size, id -> id + 1).map(byId::get).toList(), Map.copyOf(ids));
    }

    private static Spelling spelling(JsonObject tokenizer) {
        if (!tokenizer.has("decoder")) {
            return Spelling.PLAIN;
        }
        JsonObject decoder = tokenizer.object("decoder");
        return switch (decoder.string("type")) {
            case "ByteLevel" -> Spelling.BYTE_LEVEL;
            case "Metaspace", "ByteFallback" -> Spelling.SENTENCE_PIECE;
            case "Fuse" -> Spelling.PLAIN;
            case "Sequence" -> {
                List<String> steps = decoder.objects("decoders").stream()
                        .map(step -> step.string("type"))
                        .toList();
                if (steps.contains("ByteLevel")) {
                    yield Spelling.BYTE_LEVEL;
                }
                if (steps.contains("Metaspace") || steps.contains("ByteFallback")) {
                    yield Spelling.SENTENCE_PIECE;
                }
                throw decoder.unexpected("decoders", "ByteLevel, Metaspace or ByteFallback among them");
            }
            default -> throw decoder.unexpected("type", "one of ByteLevel, Metaspace, ByteFallback, Fuse, Sequence");
        };
    }

    private static byte[] bytes(String token, Spelling spelling) {
        return switch (spelling) {
            case PLAIN -> token.getBytes(StandardCharsets.UTF_8);
            case BYTE_LEVEL -> byteLevel(token);
            case SENTENCE_PIECE -> {
                Matcher named = BYTE.matcher(token);
                yield named.matches()
                        ? new byte[] {(byte) Integer.parseInt(named.group(1), 16)}
                        : token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** GPT-2 writes printable Latin-1 bytes as themselves, and the 68 others, in their order, as the characters from 256 on. */
    private static byte[] byteLevel(String token) {
        byte[] decoded = new byte[token.length()];
        for (int j = 0; j < decoded.length; j++) {
            int letter = token.charAt(j);
            int value = letter < 256 ? letter : unprintable(letter - 256);
            if (value < 0 || (letter < 256 && !printable(letter))) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            decoded[j] = (byte) value;
        }
        return decoded;
    }

    private static boolean printable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
    }

    /** The {@code rank}-th byte that is not printable, from 0; -1 if there are not so many. */
    private static int unprintable(int rank) {
        int left = rank;
        for (int value = 0; value < 256; value++) {
            if (!printable(value) && left-- == 0) {
                return value;
            }
        }
        return -1;
    }

    /** The bytes of a token; a place that pads the vocabulary of a model, without a token, is written as its id, as {@code <424>}. */
    byte[] bytes(int id) {
        if (id < 0) {
            throw new IllegalArgumentException("expected a token id of at least 0, found " + id);
        }
        byte @Nullable [] found = id < bytes.size() ? bytes.get(id) : null;
        return found == null ? ("<" + id + ">").getBytes(StandardCharsets.UTF_8) : found;
    }

    OptionalInt idOf(String token) {
        @Nullable Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    int size() {
        return bytes.size();
    }
}
