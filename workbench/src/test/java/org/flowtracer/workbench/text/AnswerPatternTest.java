package org.flowtracer.workbench.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPatternTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** The response with / for a line break, one token a character, and the answer's text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            boxed           | \\boxed{1} so \\boxed{ \\frac{3}{4} }. | \\frac{3}{4}
            boxed           | \\boxed{7} and \\boxed{8             | 7
            boxed           | \\boxed{7} and \\boxed{ }            | 7
            boxed           | \\boxed{a\\}b}                       | a\\}b
            boxed           | \\boxed{ \\boxed{7} and 8}          | 7
            boxed           | \\boxed{8 \\boxed{7}              | 7
            boxed           | {\\boxed{7}                       | 7
            boxed           | }\\boxed{7}}                      | 7
            boxed           | \\{\\boxed{7\\\\}              | 7\\\\
            boxed           | so $\\boxed 2$.                   | 2
            boxed           | so $\\boxed2$.                    | 2
            boxed           | so $\\boxed   -\\frac12$.         | -\\frac12
            boxed           | so \\boxed .5/and 6               | .5
            boxed           | so \\boxed 2\\pi                  | 2\\pi
            boxed           | so $\\boxed x$                    | x
            boxed           | \\(\\boxed 2\\)                 | 2
            boxed           | {\\boxed 12}                      | 12
            boxed           | \\boxed{7}, no, $\\boxed 8$       | 8
            boxed           | $\\boxed 8$, no, \\boxed{7}       | 7
            boxed           | \\boxed 8\\boxed 9               | 9
            boxed           | \\boxed 8\\boxed{9}              | 9
            boxed           | \\boxed{7} as in \\boxed: by \\boxed and `\\boxed` | 7
            boxed           | \\boxed{7} and \\boxed/8          | 7
            boxed           | \\boxed{7} and \\boxed\\text{8   | 7
            auto            | #### 8/$\\boxed 9$                | 9
            auto            | $\\boxed 9$/#### 8                | 8
            hash            | a/# 1/####  42 /                     | 42
            hash            | x #### 5                             | 5
            hash            | x # 5/#8/                            | 8
            hash            | #8/#                                 | 8
            hash            | #### 5/# Notes/                      | 5
            hash            | #7/####                              | 7
            hash            | #### 5 #### 6                        | 6
            last-line       | one/ two / /                         | two
            auto            | #8/\\boxed{9}                        | 9
            auto            | #8/end                               | 8
            auto            | \\boxed{9}/#8                        | 9
            auto            | \\boxed{9}/#### 8/# Notes            | 8
            auto            | #### 8/\\boxed{9}/#7                 | 9
            auto            | #### 8/# Notes/It is whole.          | 8
            auto            | x # 5/end/                           | end
            regex:\\d+      | 12 and 345.                          | 345
            regex:is (\\d+) | it is 12, is 3 x                     | 3
            regex:^a.       | ab/ac/                               | ac
            """)
    void finds(String pattern, String response, String answer) {
        TokenText text = characters(response.replace('/', '\n'));
        Positions found = new AnswerPattern(pattern).in(text, 10);
        assertTrue(found.isRange());
        assertEquals(Optional.of(answer), new AnswerPattern(pattern).textIn(text.text()));
        assertEquals(
                answer, found.stream().mapToObj(t -> text.pieces().get(t - 10)).collect(Collectors.joining()));
    }

    /** Box by box from its brace, however long that takes. */
    private static Optional<String> lastClosedBox(String text) {
        Optional<String> last = Optional.empty();
        for (int at = text.indexOf("\\boxed{"); at >= 0; at = text.indexOf("\\boxed{", at + 1)) {
            int from = at + "\\boxed{".length();
            int open = 1;
            int j = from;
            while (j < text.length() && open > 0) {
                char c = text.charAt(j);
                open += c == '{' ? 1 : c == '}' ? -1 : 0;
                j += c == '\\' ? 2 : 1;
            }
            if (open == 0 && !text.substring(from, j - 1).isBlank()) {
                last = Optional.of(text.substring(from, j - 1).strip());
            }
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bracesAreMatchedAsBoxByBox(long seed) {
        Random random = new Random(seed);
        List<String> pieces = List.of("\\boxed{", "{", "}", "}", "\\", "7", " ", "\n");
        for (int j = 0; j < 20_000; j++) {
            String text = random.ints(random.nextInt(12), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            assertEquals(lastClosedBox(text), AnswerPattern.BOXED.textIn(text), "seed " + seed + ": " + text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\boxed{", "\\boxed", "\\boxed ", "\\boxed2", "\\boxed\\text{", "{", "2", "\\boxed{}", "\\"})
    void longResponsesTakeNoLongTime(String piece) {
        String response = "\\boxed{7} \\boxed 8" + piece.repeat(200_000);
        assertTrue(
                assertTimeout(SOON, () -> AnswerPattern.BOXED.textIn(response)).isPresent());
        String unopened = " ".repeat(200_000) + piece + "}".repeat(200_000);
        assertTimeout(SOON, () -> AnswerPattern.BOXED.textIn(unopened));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            boxed    | 5
            boxed    | put it in \\boxed and so on
            boxed    | \\boxed.
            boxed    | \\boxedx 2
            hash     | x # 5
            hash     | #
            regex:\\d | none
            regex:x* | none
            """)
    void refusesWhereThereIsNone(String pattern, String response) {
        String message = assertThrows(
                        InputException.class, () -> new AnswerPattern(pattern).in(characters(response), 0))
                .getMessage();
        assertEquals("expected an answer by the pattern '" + pattern + "', found none, in the response", message);
    }

    @Test
    void aRangeFindsNoText() {
        assertEquals(Optional.empty(), AnswerPattern.BOXED.textIn("#5"));
        assertThrows(IllegalStateException.class, () -> new AnswerPattern("3..4").textIn("#5"));
    }

    @Test
    void refusesABlankResponse() {
        assertThrows(InputException.class, () -> AnswerPattern.AUTO.in(characters(" \n "), 0));
        assertThrows(InputException.class, () -> AnswerPattern.AUTO.in(characters(""), 0));
    }

    @Test
    void takesWholeTokensThatOverlap() {
        TokenText text = TokenText.of(
                java.util.List.of(bytes("The \\boxed"), bytes("{1"), bytes("2"), bytes("6}."), bytes("\n")));
        assertEquals(Positions.range(21, 24), AnswerPattern.AUTO.in(text, 20));
    }

    @Test
    void takesARangeOfTokens() {
        TokenText text = characters("abc");
        assertEquals(Positions.range(6, 8), new AnswerPattern("6..8").in(text, 5));
        for (String outside : new String[] {"4..6", "6..9", "6..6", "7..6"}) {
            assertThrows(InputException.class, () -> new AnswerPattern(outside).in(text, 5));
        }
    }

    @Test
    void refusesAnotherName() {
        assertThrows(InputException.class, () -> new AnswerPattern("box"));
        assertThrows(InputException.class, () -> new AnswerPattern("3..x"));
        String message = assertThrows(InputException.class, () -> new AnswerPattern("regex:("))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
    }

    private static TokenText characters(String text) {
        return TokenText.of(
                text.codePoints().mapToObj(c -> bytes(Character.toString(c))).toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
