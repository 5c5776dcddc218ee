package org.flowtracer.trace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Tokens as people read them.
 *
 * <p>Traces made elsewhere often hold the vocabulary's own spelling: byte-level ones write a space as {@code Ġ} and a newline as {@code Ċ},
 * SentencePiece ones a space as {@code ▁} and a byte as {@code <0x0A>}.
 */
public final class ReadableTokens {
    private static final String BYTE_LEVEL_MARKS = "ĠĊ";
    private static final String SENTENCE_PIECE_MARK = "▁";

    private ReadableTokens() {}

    /**
     * The text that each token stands for. Tokens are taken as vocabulary spelling only where some of them bears its mark and none holds a
     * real space or newline; all others are text already. Bytes that are no whole character by themselves are shown as {@code ‹E2 82›}.
     */
    public static List<String> of(List<String> tokens) {
        boolean hasBlank = tokens.stream().anyMatch(token -> token.indexOf(' ') >= 0 || token.indexOf('\n') >= 0);
        if (hasBlank) {
            return List.copyOf(tokens);
        }
        if (tokens.stream().anyMatch(token -> token.chars().anyMatch(c -> BYTE_LEVEL_MARKS.indexOf(c) >= 0))) {
            return texts(tokens, TokenSpelling.BYTE_LEVEL);
        }
        if (tokens.stream().anyMatch(token -> token.contains(SENTENCE_PIECE_MARK))) {
            return texts(tokens, TokenSpelling.SENTENCE_PIECE);
        }
        return List.copyOf(tokens);
    }

    private static List<String> texts(List<String> tokens, TokenSpelling spelling) {
        return tokens.stream().map(token -> text(spelling.bytes(token))).toList();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "‹" + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes) + "›";
        }
    }

    /**
     * A text with everything invisible spelled out: {@code ␣} for a space, {@code ⏎} for a newline, {@code ⇥} for a tab, {@code U+202E} for
     * other characters that do not print.
     */
    public static String visible(String text) {
        var visible = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case ' ' -> visible.append('␣');
                case '\n' -> visible.append('⏎');
                case '\t' -> visible.append('⇥');
                default -> appendVisible(visible, c);
            }
        });
        return visible.toString();
    }

    private static void appendVisible(StringBuilder visible, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> visible.append("U+%04X".formatted(c));
            default -> visible.appendCodePoint(c);
        }
    }

    /** A short {@link #visible} form for axes and lists: without the space before a word, and with {@code …} beyond {@code limit} characters. */
    public static String label(String text, int limit) {
        String label = visible(text.isBlank() ? text : text.stripLeading().replaceAll(" +$", ""));
        int length = label.codePointCount(0, label.length());
        return length <= limit ? label : label.substring(0, label.offsetByCodePoints(0, limit - 1)) + "…";
    }
}
