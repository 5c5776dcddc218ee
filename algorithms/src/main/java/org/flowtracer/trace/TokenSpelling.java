package org.flowtracer.trace;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How a vocabulary writes the bytes that its tokens stand for. */
public enum TokenSpelling {
    /**
     * Each character stands for a byte, after GPT-2: printable Latin-1 bytes are written as themselves, and the 68 others, in their order, as the characters
     * from U+0100 on. A token with any other character stands for itself.
     */
    BYTE_LEVEL {
        @Override
        public byte[] bytes(String token) {
            byte[] decoded = new byte[token.length()];
            for (int j = 0; j < decoded.length; j++) {
                int value = byteOf(token.charAt(j));
                if (value < 0) {
                    return PLAIN.bytes(token);
                }
                decoded[j] = (byte) value;
            }
            return decoded;
        }
    },
    /** Lower one eighth block for a space, and {@code <0xE6>} for a byte, after SentencePiece. */
    SENTENCE_PIECE {
        @Override
        public byte[] bytes(String token) {
            return BYTE.matcher(token).matches()
                    ? new byte[] {(byte) Integer.parseInt(token, 3, 5, 16)}
                    : PLAIN.bytes(token.replace('\u2581', ' '));
        }
    },
    /** As it is. */
    PLAIN {
        @Override
        public byte[] bytes(String token) {
            return token.getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    /** The UTF-8 bytes of a token; they need not be whole characters. */
    public abstract byte[] bytes(String token);

    /** The byte that a character of the byte-level alphabet stands for; -1 for any other. */
    private static int byteOf(char letter) {
        if (letter < 0x100) {
            return isPrintable(letter) ? letter : -1;
        }
        int left = letter - 0x100;
        for (int value = 0; value < 0x100; value++) {
            if (!isPrintable(value) && left-- == 0) {
                return value;
            }
        }
        return -1;
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
    }
}
