package org.flowtracer.trace;

import java.io.ByteArrayOutputStream;
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
            return tokens.stream().map(ReadableTokens::ofByteLevel).toList();
        }
        if (tokens.stream().anyMatch(token -> token.contains(SENTENCE_PIECE_MARK))) {
            return tokens.stream().map(ReadableTokens::ofSentencePiece).toList();
        }
        return List.copyOf(tokens);
    }

    private static String ofByteLevel(String token) {
        var bytes = new ByteArrayOutputStream();
        for (int j = 0; j < token.length(); j++) {
            int value = byteOf(token.charAt(j));
            if (value < 0) {
                return token;
            }
            bytes.write(value);
        }
        return text(bytes.toByteArray());
    }

    /** The byte that a character of the byte-level alphabet stands for, -1 for any other: printable Latin-1 is itself, the rest from U+0100 on. */
    private static int byteOf(char c) {
        if (c < 0x100) {
            return isItself(c) ? c : -1;
        }
        int rank = c - 0x100;
        for (int value = 0; value < 0x100; value++) {
            if (!isItself(value) && rank-- == 0) {
                return value;
            }
        }
        return -1;
    }

    private static boolean isItself(int value) {
        return (value >= 0x21 && value <= 0x7E) || (value >= 0xA1 && value != 0xAD);
    }

    private static String ofSentencePiece(String token) {
        if (token.matches("<0x[0-9A-F]{2}>")) {
            return text(new byte[] {(byte) Integer.parseInt(token, 3, 5, 16)});
        }
        return token.replace(SENTENCE_PIECE_MARK, " ");
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
