package org.flowtracer.workbench.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerWriterTest {
    @TempDir
    Path folder;

    @Test
    void charactersHaveIdsInTheOrderOfTheirCodes() throws IOException {
        TokenizerWriter writer = TokenizerWriter.ofCharacters("ba=a\n7");
        assertEquals(List.of("\n", "7", "=", "a", "b"), writer.vocabulary());
        writer.write(folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertEquals(writer.size(), tokenizer.size());
            assertArrayEquals(new int[] {6, 5, 4, 4, 3}, tokenizer.encodePrompt("a=77\n"));
            assertArrayEquals(new int[] {2, 6}, tokenizer.encodeContinuation("xa"));
            assertEquals(OptionalInt.of(1), tokenizer.idOf("<eos>"));
        }
    }

    @Test
    void wordsKeepTheirBlanksAndDigitsStandAlone() throws IOException {
        TokenizerWriter.ofWords(List.of("Ana", " has", " ", "1", "2", " apples", ".", " +", " =", " \\boxed", "{", "}"))
                .write(folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            String text = "Ana has 12 apples. Ana has 1 + 2 = 12 apples. \\boxed{12}";
            TokenText tokens = tokenizer.decode(tokenizer.encodePrompt(text));
            assertEquals(
                    List.of("Ana", " has", " ", "1", "2", " apples", "."),
                    tokens.pieces().subList(0, 7));
            assertTrue(tokens.pieces().containsAll(List.of(" \\boxed", "{", " +", " =")));
            assertEquals(text.replace(". Ana", ".<unk>"), tokens.text());
        }
    }

    @Test
    void refusesTokensThatTheCutWouldNotLeaveWhole() {
        for (List<String> words : List.of(List.of("12"), List.of("Ana has"), List.of("a", "a"), List.of("." + "."))) {
            assertThrows(IllegalArgumentException.class, () -> TokenizerWriter.ofWords(words), words.toString());
        }
    }
}
