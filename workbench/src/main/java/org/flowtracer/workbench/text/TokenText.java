package org.flowtracer.workbench.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.flowtracer.trace.Positions;

/**
 * What a sequence of tokens says, and which token says which part.
 *
 * <p>A character whose bytes are spread over several tokens counts as text of all of them; it is shown with the first, and the others show
 * {@value #CONTINUED}. Bytes that form no character are shown by their value, as {@code \xE6}, in the pieces and in the text.
 *
 * @param text the whole text
 * @param pieces what to show for each token
 * @param starts where in {@link #text} each token's part begins, in UTF-16 units
 * @param ends where it ends, exclusive
 */
public record TokenText(String text, List<String> pieces, int[] starts, int[] ends) {
    /** What is shown for a token that only continues a character. */
    public static final String CONTINUED = "\u25CC";

    /** @throws IllegalArgumentException if the lengths do not agree */
    public TokenText {
        pieces = List.copyOf(pieces);
        if (starts.length != pieces.size() || ends.length != pieces.size()) {
            throw new IllegalArgumentException("expected a start and an end for each of " + pieces.size()
                    + " tokens, found " + starts.length + " and " + ends.length);
        }
    }

    /** Tokens of which each stands for a text of its own. */
    public static TokenText ofPieces(List<String> pieces) {
        int[] starts = new int[pieces.size()];
        int[] ends = new int[pieces.size()];
        int end = 0;
        for (int token = 0; token < starts.length; token++) {
            starts[token] = end;
            end += pieces.get(token).length();
            ends[token] = end;
        }
        return new TokenText(String.join("", pieces), pieces, starts, ends);
    }

    /** The text of tokens that stand for the given UTF-8 bytes. */
    static TokenText of(List<byte[]> tokens) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        tokens.forEach(joined::writeBytes);
        byte[] utf8 = joined.toByteArray();

        StringBuilder text = new StringBuilder();
        int[] begin = new int[utf8.length + 1]; // for each byte, where in the text its character begins,
        int[] end = new int[utf8.length + 1]; // and where it ends
        boolean[] leads = new boolean[utf8.length + 1]; // whether the byte is the first of its character
        for (int from = 0; from < utf8.length; ) {
            Letter letter = letter(utf8, from);
            Arrays.fill(begin, from, from + letter.bytes(), text.length());
            text.append(letter.shown());
            Arrays.fill(end, from, from + letter.bytes(), text.length());
            leads[from] = true;
            from += letter.bytes();
        }
        begin[utf8.length] = text.length();

        List<String> pieces = new ArrayList<>();
        int[] starts = new int[tokens.size()];
        int[] ends = new int[tokens.size()];
        int from = 0;
        for (int token = 0; token < starts.length; token++) {
            int to = from + tokens.get(token).length;
            starts[token] = begin[from];
            ends[token] = from == to ? begin[from] : end[to - 1];
            int shownFrom = from == to || leads[from] ? starts[token] : end[from];
            pieces.add(shownFrom == ends[token] && from < to ? CONTINUED : text.substring(shownFrom, ends[token]));
            from = to;
        }
        return new TokenText(text.toString(), pieces, starts, ends);
    }

    /** A character, or a byte that belongs to none. */
    private record Letter(String shown, int bytes) {}

    private static Letter letter(byte[] utf8, int from) {
        int first = utf8[from] & 0xFF;
        int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (from + length <= utf8.length) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(utf8, from, length);
                return new Letter(
                        StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), length);
            } catch (CharacterCodingException e) {
                return invalid(first);
            }
        }
        return invalid(first);
    }

    private static Letter invalid(int value) {
        return new Letter(String.format(Locale.ROOT, "\\x%02X", value), 1);
    }

    /** The number of tokens. */
    public int size() {
        return pieces.size();
    }

    /** The tokens that overlap the stretch of text from unit {@code from} to {@code to} (exclusive), by their index. */
    public Positions tokensOf(int from, int to) {
        int first = 0;
        while (first < size() && ends[first] <= from) {
            first++;
        }
        int end = first;
        while (end < size() && starts[end] < to) {
            end++;
        }
        return Positions.range(first, end);
    }
}
