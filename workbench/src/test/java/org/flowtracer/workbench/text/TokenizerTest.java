package org.flowtracer.workbench.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.stream.IntStream;
import org.flowtracer.workbench.CheckpointFixture;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTest {
    private static int[] ids(JsonObject object, String key) {
        return object.integers(key).stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void encodesAsTransformersDoes(CheckpointFixture fixture) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(fixture.folder())) {
            for (JsonObject encoding : fixture.reference().objects("encodings")) {
                String text = encoding.string("text");
                assertArrayEquals(ids(encoding, "ids"), tokenizer.encodePrompt(text), text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void decodesWhatItEncoded(CheckpointFixture fixture) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(fixture.folder())) {
            for (JsonObject encoding : fixture.reference().objects("encodings")) {
                String text = encoding.string("text");
                TokenText decoded = tokenizer.decode(tokenizer.encodeContinuation(text));
                String expected =
                        fixture == CheckpointFixture.LLAMA3 ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
                assertEquals(expected, decoded.text());
                assertEquals(expected, String.join("", decoded.pieces()).replace(TokenText.CONTINUED, ""));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsSpecialTokensToThePromptOnly(CheckpointFixture fixture) throws IOException {
        JsonObject reference = fixture.reference();
        try (Tokenizer tokenizer = Tokenizer.open(fixture.folder())) {
            String joined = tokenizer
                            .decode(tokenizer.encodePrompt(reference.string("prompt")))
                            .text()
                    + tokenizer
                            .decode(tokenizer.encodeContinuation(reference.string("response")))
                            .text();
            int begins = fixture == CheckpointFixture.LLAMA3 ? "<|begin_of_text|>".length() : 0;
            assertEquals(reference.string("prompt") + reference.string("response"), joined.substring(begins));
        }
    }

    @Test
    void neverCutsALongText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(CheckpointFixture.QWEN3.folder())) {
            assertEquals(5000, tokenizer.encodeContinuation("7".repeat(5000)).length);
        }
    }

    @Test
    void findsTheTokensOfAStretchOfText() throws IOException {
        JsonObject reference = CheckpointFixture.QWEN3.reference();
        try (Tokenizer tokenizer = Tokenizer.open(CheckpointFixture.QWEN3.folder())) {
            String response = reference.string("response");
            TokenText text = tokenizer.decode(tokenizer.encodeContinuation(response));
            int from = response.indexOf("126}.");
            int[] found = text.tokensOf(from, from + 3).toArray();
            int answer = reference.integers("answer").get(0)
                    - reference.integers("question").get(1);
            assertArrayEquals(IntStream.range(answer + 2, answer + 5).toArray(), found);
            assertEquals("1", text.pieces().get(found[0]));
            assertTrue(text.tokensOf(from, from).isEmpty());
        }
    }

    @Test
    void showsASplitCharacterOnce() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(CheckpointFixture.QWEN3.folder())) {
            int[] ids = tokenizer.encodeContinuation("日!");
            TokenText text = tokenizer.decode(ids);
            assertEquals("[日, ◌, ◌, !]", text.pieces().toString());
            assertArrayEquals(new int[] {0, 0, 0, 1}, text.starts());
            assertArrayEquals(new int[] {1, 1, 1, 2}, text.ends());
            assertEquals("0..3", text.tokensOf(0, 1).toString());
            assertEquals("[\\x97, !]", tokenizer.decode(ids[1], ids[3]).pieces().toString());
        }
    }

    @Test
    void showsThePaddingOfAVocabularyByItsId() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(CheckpointFixture.QWEN3.folder())) {
            assertEquals("<767>!", tokenizer.decode(767, 0).text());
            assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(-1));
        }
    }

    @Test
    void refusesAnUnknownDecoder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, "{\"model\": {\"vocab\": {\"a\": 0}}, \"decoder\": {\"type\": \"WordPiece\"}}");
        var decoder = assertThrows(InputException.class, () -> Tokenizer.open(folder));
        assertTrue(decoder.getMessage().contains("found \"WordPiece\", in " + file));
        Files.writeString(file, "{\"model\": {\"vocab\": {\"a\": 0}}}");
        var broken = assertThrows(InputException.class, () -> Tokenizer.open(folder));
        assertTrue(broken.getMessage().contains(file.toString()), broken.getMessage());
    }
}
