package org.flowtracer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenClassTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '~',
            value = {
                " apples~WORD",
                " a~WORD",
                "x~VARIABLE",
                "don't~WORD",
                " 42~NUMBER",
                "3.5~NUMBER",
                "1,000~NUMBER",
                "-7~NUMBER",
                " +~OPERATOR",
                "=~OPERATOR",
                "×~OPERATOR",
                " \\~OPERATOR",
                "-~OPERATOR",
                "(~BRACKET",
                ")}~BRACKET",
                ".~PUNCTUATION",
                ";~PUNCTUATION",
                "?!~PUNCTUATION",
                "}.~PUNCTUATION",
                "'  '~SPACE",
                "<|im_end|>~SPECIAL",
                "<eos>~SPECIAL",
                "</s>~SPECIAL",
                "<~OPERATOR",
                "☃~OTHER"
            })
    void classifiesByCharacters(String text, TokenClass expected) {
        assertEquals(expected, TokenClass.of(text));
    }

    @ParameterizedTest
    @CsvSource({"'\n',NEWLINE", "'.\n',NEWLINE", "'  \n\n',NEWLINE", "'end\n',WORD", "'',OTHER"})
    void countsALineBreakBeforePunctuation(String text, TokenClass expected) {
        assertEquals(expected, TokenClass.of(text));
    }
}
