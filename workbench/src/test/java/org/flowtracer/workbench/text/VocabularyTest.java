package org.flowtracer.workbench.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void readsTheSpellingOfSentencePiece() {
        Vocabulary vocabulary = Vocabulary.of(JsonObject.parse("""
                {"model": {"vocab": {"<0xE6>": 0, "\u2581two": 1, "<s>": 2}},
                 "added_tokens": [{"id": 2, "content": "<s>"}],
                 "decoder": {"type": "Sequence", "decoders": [{"type": "Replace"}, {"type": "ByteFallback"}, {"type": "Fuse"}]}}
                """, "a test"));
        assertArrayEquals(new byte[] {(byte) 0xE6}, vocabulary.bytes(0));
        assertArrayEquals(" two".getBytes(StandardCharsets.UTF_8), vocabulary.bytes(1));
        assertEquals(2, vocabulary.idOf("<s>").orElseThrow());
        assertEquals(3, vocabulary.size());
    }

    @Test
    void everyByteHasItsLetterInTheByteLevelSpelling() {
        // GPT-2's table: 0x00 is written U+0100, 0x20 U+0120, 0x7F U+0121, 0xAD U+0143, and 'a' and 0xE9 as they are.
        Vocabulary vocabulary = Vocabulary.of(JsonObject.parse("""
                {"model": {"vocab": {"\u0100\u0120\u0121\u0143a\u00e9": 0}}, "decoder": {"type": "ByteLevel"}}
                """, "a test"));
        assertArrayEquals(new byte[] {0, 0x20, 0x7F, (byte) 0xAD, 'a', (byte) 0xE9}, vocabulary.bytes(0));
    }

    @Test
    void charactersMaySpanTokensInAnyWay() {
        byte[] rocket = "🚀".getBytes(StandardCharsets.UTF_8);
        TokenText text = TokenText.of(List.of(
                new byte[] {'a', rocket[0]},
                new byte[] {rocket[1]},
                new byte[] {},
                new byte[] {rocket[2], rocket[3], 'b'},
                new byte[] {rocket[0]}));
        assertEquals("a🚀b\\xF0", text.text());
        assertEquals(List.of("a🚀", "◌", "", "b", "\\xF0"), text.pieces());
        assertArrayEquals(new int[] {0, 1, 1, 1, 4}, text.starts());
        assertArrayEquals(new int[] {3, 3, 1, 4, 8}, text.ends());
    }
}
