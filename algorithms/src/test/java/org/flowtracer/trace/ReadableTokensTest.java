package org.flowtracer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadableTokensTest {
    @Test
    void decodesByteLevelSpelling() {
        assertEquals(
                List.of("Ana", " has", "\n\n", "é", "‹C3›", "<|im_end|>", "你"),
                ReadableTokens.of(List.of("Ana", "Ġhas", "ĊĊ", "Ã©", "Ã", "<|im_end|>", "ä½ł")));
    }

    @Test
    void decodesSentencePieceSpelling() {
        assertEquals(List.of(" Ana", "\n", "‹E2›", "s"), ReadableTokens.of(List.of("▁Ana", "<0x0A>", "<0xE2>", "s")));
    }

    @Test
    void leavesTextAsItIs() {
        List<String> maltese = List.of("Il-", "Ġgodda", " raba'", "\n");
        assertEquals(maltese, ReadableTokens.of(maltese));
        assertEquals(List.of("b", "=", "7"), ReadableTokens.of(List.of("b", "=", "7")));
    }

    @Test
    void spellsOutWhatDoesNotPrint() {
        assertEquals("␣a⏎⇥U+202EU+0007", ReadableTokens.visible(" a\n\t\u202E\u0007"));
    }

    @Test
    void shortensLabels() {
        assertEquals("has", ReadableTokens.label(" has", 12));
        assertEquals("␣␣", ReadableTokens.label("  ", 12));
        assertEquals("multipl…", ReadableTokens.label(" multiplied", 8));
        assertEquals("12345678", ReadableTokens.label("12345678", 8));
    }
}
