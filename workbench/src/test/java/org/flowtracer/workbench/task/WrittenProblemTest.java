package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.flowtracer.workbench.text.AnswerPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenProblemTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18 | 18.0",
                "70,000 | 70000",
                "70{,}000 | 70000",
                "70\\!,000 | 70000",
                "1,234,567.50 | 1234567.5",
                "$18 | 18",
                "\\$18.00 | 18",
                "50\\% | 50",
                "90^\\circ | 90",
                "-3 | -3.",
                ".5 | 0.5",
                "1/2 | 0.5",
                "\\frac{1}{2} | 0.50",
                "\\dfrac{3}{6} | \\tfrac12",
                "\\frac1{2} | \\frac{1}2",
                "-\\frac{3}{4} | -0.75",
                "\\frac{-3}{4} | -0.75",
                "3\\frac{1}{2} | 3.5",
                "5\\text{ cm} | 5",
                "5 \\mbox{ inches} | 5",
                "x = 4 | 4",
                "\\left( 3, \\frac{\\pi}{2} \\right) | (3,\\frac{\\pi}2)",
                "\\text{Evelyn} | Evelyn",
                "\\sqrt{2} | \\sqrt{2}",
                "(1,234) | (1, 234)",
                "3\\frac{1}{2} | 3 1/2",
                "-3 \\frac12 | -3.5",
                "3\\ 1/2 cups | 7/2",
                "1 319 | 1,319",
                "1 000/3 | \\frac{1000}{3}",
                "1\\,234\\,567 | 1234567",
                "12\\text{ cm}^2 | 12",
                "12\\,\\mathrm{cm}^{3} | 12.0",
                "\\frac{1}{2}\\text{ cup} | 0.5",
                "18 dollars | 18",
                "18 dollars. | $18",
                "60 km/h | 60",
                "12 cm^2 | 12",
                "\\frac{1}{-2} | -\\frac{1}{2}",
                "\\frac{-1}{-2} | 0.5",
                "-1/-2 | 1/2",
                "+3 | 3",
                "+\\frac{+1}{2} | 1/2",
                "{18} | 18",
                "{\\frac{1}{2}} | 0.5",
                "\\cfrac{1}{2} | 1/2",
                "\\frac 1 2 | 1/2",
                "\\frac{1{,}000}{3} | \\frac{1000}{3}",
                "\\frac{1\\,000}{3} | 1,000/3",
                "\u22123 | -3",
                "\\frac{\u22121}{2} | -0.5",
                "-\\frac{-1}{2} | 0.5",
                "5\\textrm{ cm} | 5",
                "5\\textit{ cm}^2 | 5",
                "5 \\textnormal{cups} | 5",
                "5\\quad\\text{cm} | 5",
                "x =\\quad 5 | 5",
                "x\\qquad<5 | x<5",
                "5\u00b0 | 5",
                "5\u00b0 | 5^\\circ",
                "1\u00a0319 | 1319",
                "1\u202f234\u202f567 | 1,234,567",
                "1\u2009319 | 1 319",
                "18\u00a0dollars | 18",
                "18\u202fkm | 18 km",
                "\u00a018\u2009 | 18",
                "10:30\\text{ a.m.} | 10:30 AM",
                "10:30\\text{ a. m.} | 10:30am",
                "6 p.m. | 6 PM",
                "5 seconds | 5",
                "5 quarters | 5",
                "5 months | 5",
                "5 depths | 5",
                "5 notes | 5",
                "5 pints | 5",
                "5 oranges | 5",
                "5 tons | 5",
                "5 tents | 5",
                "5 ties | 5",
                "5 hundredweight | 5",
                "5 squares | 5",
                "5 square\\text{ feet} | 5",
                "18 dollars a day | 18",
                "60 kilometers per hour. | 60",
                "no solution | nosolution",
                "\\frac 12 cups | 1/2",
                "12\\text{ square feet} | 12",
                "12\\text{ cm squared} | 12",
                "**0.5** | 0.5",
                "**18 dollars.** | 18",
                "**\\frac{1}{2}**. | 0.5",
                "***18*** | 18",
                "__18__ | 18",
                "*18* | 18",
                "_18_. | 18",
                "18** | 18",
                "** 18 ** | 18",
                "**Evelyn** | Evelyn",
            })
    void sameAnswers(String a, String b) {
        assertTrue(MathAnswer.of(a).sameAs(MathAnswer.of(b)), MathAnswer.of(a) + " and " + MathAnswer.of(b));
        assertTrue(MathAnswer.of(b).sameAs(MathAnswer.of(a)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18 | 19",
                "70,000 | 70",
                "1/3 | 0.3333333333333333",
                "\\frac{1}{2} | \\frac{2}{1}",
                "3\\frac{1}{2} | \\frac{31}{2}",
                "-3 | 3",
                "1/0 | 2/0",
                "\\frac{1}{0} | 0",
                "x | 4",
                "(1,2) | (2,1)",
                "Evelyn | Briana",
                "'' | 0",
                "15.5 | 3 1/2",
                "15.5 | 3\\frac{1}{2}",
                "1319 | 1, 319",
                "1,319 | 1, 319",
                "1,319 | 1 , 319",
                "1319 | 13 19",
                "18 | 1 8",
                "18 | 1\\,8",
                "18 | 1,8",
                "1234 | 12,34",
                "1234567 | 1234,567",
                "12^2 | 12\\text{ cm}^2",
                "144 | 12^2",
                "18 | 18 million",
                "18 | 18\\text{ million}",
                "2 | 2 pi",
                "5 | 5 millions",
                "5 | 5 Thousands",
                "5 | 5\\text{ thousands}",
                "5 | 5\\text{ million dollars}",
                "5 | 5 million dollars",
                "5 | 5 bn",
                "2 | 2 and a half",
                "2 | 2 or three",
                "5 | 5 x y",
                "18 eggs 3 | 18",
                "5 | 5 dozens",
                "2 | 2 lakh",
                "2 | 2 crores",
                "2 | 2 third",
                "2 | 2 thirds",
                "2 | 2\\text{ thirds}",
                "2 | 2\\textrm{ thirds}",
                "3 | 3 halves",
                "1 | 1 half",
                "3 | 3 tenths",
                "3 | 3 fourteenths",
                "3 | 3 fortieths",
                "2 | 2 hundredths",
                "2 | 2 millionths",
                "2 thirds | 2 tenths",
                "3 | 3 squared",
                "3 squared | 3 cubed",
                "3 | 3\\text{ cubed}",
                "4 | 4 factorial",
                "18 | 18 not",
                "18 | 18 or",
                "2 | 2\\text{ and 3}",
                "10:30\\text{ a.m.} | 10:30\\text{ p.m.}",
                "10:30\\text{ a. m.} | 10:30\\text{ p. m.}",
                "10:30\\text{ AM} | 10:30\\text{ PM}",
                "6 am | 6 pm",
                "6 am | 6 p.m.",
                "18 | --18",
                "-18 | --18",
                "18 | -+18",
                "-18 | +-18",
                "18 | - -18",
                "18 | {--18}",
                "-18 | \u2212-18",
                "7/2 | --3 1/2",
                "1/2 | --\\frac{1}{2}",
                "13 19 | 1319",
                "1319 | 13\u00a019",
                "8 | 2**3",
                "23 | 2**3",
                "x | x^*",
                "18 | 18*",
                "23 | 2\\text{ or }3",
                "18 | 18x",
                "5 | 5 x",
                "34 | 3{4}",
                "1/25 | \\frac{1}{2}5",
                "3.5 | \\frac{3 1}{2}",
                "3 | - 3",
            })
    void differentAnswers(String a, String b) {
        assertEquals(false, MathAnswer.of(a).sameAs(MathAnswer.of(b)));
        assertEquals(false, MathAnswer.of(b).sameAs(MathAnswer.of(a)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She makes 9*2=18.~#### 18 | 18",
                "#### 17~no: #### 18 | 18",
                "so \\boxed{18} | 18",
                "\\boxed{17}, no, \\boxed{\\frac{1}{2}} | \\frac{1}{2}",
                "\\boxed{\\{1,2\\}} #### 3 | 3",
                "#### 3~so \\boxed{\\{1,2\\}} | \\{1,2\\}",
                "first \\boxed{7}~#### 1,319 | 1,319",
                "#### \\boxed{18} | 18",
                "#### 18~# Notes~It is whole. | 18",
                "\\boxed{18}~# Notes | 18",
                "# Notes~#18~end | 18",
                "\\boxed{7}~\\boxed{1{2 | 7",
                "#18 | 18",
                "\\fbox{18}~#### 4 | 4",
            })
    void lastStatedAnswerCounts(String text, String answer) {
        assertEquals(Optional.of(answer), AnswerPattern.statedIn(text.replace('~', '\n')));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noTextThrows(long seed) {
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "\\frac",
                "\\text{ cm}",
                "\\,",
                "{",
                "}",
                "/",
                "-",
                "+",
                ".",
                ",",
                " ",
                "0",
                "12",
                "345",
                "^2",
                "x",
                " eggs",
                " thirds",
                " pm",
                "\\quad",
                "\u00a0",
                "*",
                "**",
                "_",
                "\u00b0");
        for (int j = 0; j < 20_000; j++) {
            String written = random.ints(random.nextInt(9), 0, pieces.size())
                    .mapToObj(pieces::get)
                    .collect(Collectors.joining());
            assertTrue(
                    MathAnswer.of(written).sameAs(MathAnswer.of(" " + written + " ")), "seed " + seed + ": " + written);
        }
    }

    @Test
    void aNumberOfManyDigitsIsNone() {
        assertTrue(MathAnswer.of("1,000".repeat(100_000)).number().isEmpty());
    }

    /** Pieces that a pattern could go through again and again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,000",
                " ",
                "1 ",
                "**",
                "** ",
                "*_",
                "__ ",
                "\\text{",
                "1\\text{ ",
                "1 \\text ",
                "1\\text{a",
                "\\frac{",
                "\\quad",
                "teen",
                "1 a",
                "-"
            })
    void longTextsTakeNoLongTime(String piece) {
        for (String end : List.of("", "1", "}", "x")) {
            String written = "1" + piece.repeat(100_000) + end;
            assertTimeout(SOON, () -> MathAnswer.of(written));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "The answer is 18.", "\\boxed{18", "a # b"})
    void noStatedAnswer(String text) {
        assertEquals(Optional.empty(), AnswerPattern.statedIn(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9*2=18~#### 18 | 1 | 18 is 18",
                "\\boxed{\\$18.00} | 1 | \\$18.00 is 18",
                "#### 19 | 0 | 'expected 18, found 19'",
                "#### eighteen | 0 | 'expected 18, found eighteen'",
                "#### **18** | 1 | **18** is 18",
                "**#### 18** | 1 | 18** is 18",
                "__#### 18.__ | 1 | 18.__ is 18",
                "**#### 19** | 0 | 'expected 18, found 19**'",
                "so **\\boxed{18}** | 1 | 18 is 18",
                "so \\boxed{**18**} | 1 | **18** is 18",
                "\\boxed{} | 0 | 'expected 18 in \\boxed{} or after ####, found neither'",
                "It is 18. | 0 | 'expected 18 in \\boxed{} or after ####, found neither'",
            })
    void everyOutcomeHasItsReason(String response, double reward, String reason) {
        WrittenProblem problem = WrittenProblem.of("gsm8k", "How many?", "9*2=18\n#### 18", PromptTemplate.BASE);
        assertEquals(new Verdict(reward, reason), problem.verify(response.replace('~', '\n')));
    }

    @Test
    void theSolutionsAnswerIsReadLikeTheResponses() {
        WrittenProblem problem = WrittenProblem.of("gsm8k", "How many?", "so\n#### 1,319", PromptTemplate.BASE);
        assertEquals("1,319", problem.answer());
        assertTrue(problem.verify("first \\boxed{7}\n#### 1,319").isRight());
        assertEquals(0, problem.verify("#### 1,319\nno, \\boxed{7}").reward());
    }

    @Test
    void templatePutsTheQuestionInAsItIs() {
        assertEquals("Q: what is $1 + {x}?", new PromptTemplate("Q: {question}?").promptFor("what is $1 + {x}"));
        assertEquals(
                "Question: How many?\nReason step by step and put the final answer in \\boxed{}.\nAnswer:",
                PromptTemplate.BASE.promptFor("How many?"));
        assertEquals("How many?", PromptTemplate.PLAIN.promptFor("How many?"));
        assertTrue(PromptTemplate.CHAT.promptFor("How many?").startsWith("How many?\n\n"));
        assertThrows(IllegalArgumentException.class, () -> new PromptTemplate("no place"));
        assertThrows(IllegalArgumentException.class, () -> new PromptTemplate("{question} {question}"));
    }

    @Test
    void solutionWithoutAnswerIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> WrittenProblem.of("math", "How many?", "eighteen", PromptTemplate.BASE));
    }
}
