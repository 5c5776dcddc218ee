package org.flowtracer.workbench.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.flowtracer.trace.TokenSpelling;
import org.flowtracer.workbench.files.JsonObject;
import org.jspecify.annotations.Nullable;

/** The UTF-8 bytes that each token stands for, by its id. A token may hold a part of a character only. */
final class Vocabulary {
    private final List<byte @Nullable []> bytes;
    private final Map<String, Integer> ids;

    private Vocabulary(List<byte @Nullable []> bytes, Map<String, Integer> ids) {
        this.bytes = bytes;
        this.ids = ids;
    }

    /** Reads the vocabulary and the decoder of a tokenizer.json. */
    static Vocabulary of(JsonObject tokenizer) {
        TokenSpelling spelling = spelling(tokenizer);
        Map<String, Integer> ids = new HashMap<>();
        JsonObject model = tokenizer.object("model").object("vocab");
        for (String token : model.keys()) {
            ids.put(token, model.integer(token));
        }
        Map<Integer, byte[]> byId = new HashMap<>();
        ids.forEach((token, id) -> byId.put(id, spelling.bytes(token)));
        for (JsonObject added :
                tokenizer.has("added_tokens") ? tokenizer.objects("added_tokens") : List.<JsonObject>of()) {
            ids.put(added.string("content"), added.integer("id"));
            byId.put(added.integer("id"), added.string("content").getBytes(StandardCharsets.UTF_8));
        }
        int size = byId.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
        return new Vocabulary(
                Stream.iterate(0, id -> id < size, id -> id + 1).map(byId::get).toList(), Map.copyOf(ids));
    }

    private static TokenSpelling spelling(JsonObject tokenizer) {
        if (!tokenizer.has("decoder")) {
            return TokenSpelling.PLAIN;
        }
        JsonObject decoder = tokenizer.object("decoder");
        return switch (decoder.string("type")) {
            case "ByteLevel" -> TokenSpelling.BYTE_LEVEL;
            case "Metaspace", "ByteFallback" -> TokenSpelling.SENTENCE_PIECE;
            case "Fuse" -> TokenSpelling.PLAIN;
            case "Sequence" -> {
                List<String> steps = decoder.objects("decoders").stream()
                        .map(step -> step.string("type"))
                        .toList();
                if (steps.contains("ByteLevel")) {
                    yield TokenSpelling.BYTE_LEVEL;
                }
                if (steps.contains("Metaspace") || steps.contains("ByteFallback")) {
                    yield TokenSpelling.SENTENCE_PIECE;
                }
                throw decoder.unexpected("decoders", "ByteLevel, Metaspace or ByteFallback among them");
            }
            default -> throw decoder.unexpected("type", "one of ByteLevel, Metaspace, ByteFallback, Fuse, Sequence");
        };
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
