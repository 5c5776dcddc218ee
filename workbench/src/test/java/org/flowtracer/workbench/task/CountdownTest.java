package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.text.AnswerPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountdownTest {
    private static final Countdown PROBLEM = Countdown.parse("N 3 7 25 T 46\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25-7=18,18*3=54 no~3*7=21,21+25=46 ok~#3*7+25~ | 1 | 3*7+25 = 46",
                "# 25 + (7 * 3) | 1 | 25 + (7 * 3) = 46",
                "#--25-(-7)*3 | 1 | --25-(-7)*3 = 46",
                "x #### 3*7+25 | 1 | 3*7+25 = 46",
                "#### 3*7+25~# notes | 1 | 3*7+25 = 46",
                "#+3*+7 - -25 | 1 | +3*+7 - -25 = 46",
                "#3\t*\f7 +25 | 1 | 3 * 7 +25 = 46",
                "#3*7+2 5 | 0 | 'not an expression: 3*7+2 5: expected an operator or the end, found ''5'' at character 6'",
                "#3*7\u00a0+25 | 0 | 'not an expression: 3*7\u00a0+25: expected an operator or the end, found ''\u00a0'' at character 3'",
                "#3*7+25^@999 | 0 | 'not an expression: 3*7+25^@999: expected an operator or the end, found U+0000 at character 6'",
                "#3*7+25 ^@ | 0 | 'not an expression: 3*7+25 ^@: expected an operator or the end, found U+0000 at character 7'",
                "#3*7+^@25 | 0 | 'not an expression: 3*7+^@25: expected a number, a sign or (, found U+0000 at character 4'",
                "#(3*7^@)+25 | 0 | 'not an expression: (3*7^@)+25: expected an operator or ), found U+0000 at character 4'",
                "#^@3*7+25 | 0 | 'not an expression: ^@3*7+25: expected a number, a sign or (, found U+0000 at character 0'",
                "#3*7+25^[ | 0 | 'not an expression: 3*7+25^[: expected an operator or the end, found U+001B at character 6'",
                "#3*7+25 \t\f | 1 | 3*7+25 = 46",
                "#03*7+25 | 0 | 'not an expression: 03*7+25: expected a number without a leading zero, found 03 at character 0'",
                "#00+0+46 | 0.1 | 'expected each of [3, 7, 25] once, found [0, 0, 46]'",
                "<answer>3*7+25</answer> | 0 | 'expected a line of # and an expression, found nothing after #### or a line''s #'",
                "#3+7+25 | 0.1 | 'expected 46, found 3+7+25 = 35'",
                "#25/7*3 | 0.1 | 'expected 46, found 25/7*3 = 75/7'",
                "#3*7 | 0.1 | 'expected each of [3, 7, 25] once, found [3, 7]'",
                "#3*7+25+25-25 | 0.1 | 'expected each of [3, 7, 25] once, found [3, 7, 25, 25, 25]'",
                "#46 | 0.1 | 'expected each of [3, 7, 25] once, found [46]'",
                "#37+25 | 0.1 | 'expected each of [3, 7, 25] once, found [25, 37]'",
                "#99999999999999999999999*7 | 0.1 | 'expected each of [3, 7, 25] once, found [7, 99999999999999999999999]'",
                "#3*7+25=46 | 0 | 'not an expression: 3*7+25=46: expected an operator or the end, found ''='' at character 6'",
                "#3*7+ | 0 | 'not an expression: 3*7+: expected a number, a sign or (, found the end at character 4'",
                "#3**7+25 | 0 | 'not an expression: 3**7+25: expected a number, a sign or (, found ''*'' at character 2'",
                "#25//7 | 0 | 'not an expression: 25//7: expected a number, a sign or (, found ''/'' at character 3'",
                "#(3*7+25 | 0 | 'not an expression: (3*7+25: expected an operator or ), found the end at character 7'",
                "#3.0*7+25 | 0 | 'not an expression: 3.0*7+25: expected an operator or the end, found ''.'' at character 1'",
                "# | 0 | 'expected a line of # and an expression, found nothing after #### or a line''s #'",
                "3*7+25 | 0 | 'expected a line of # and an expression, found nothing after #### or a line''s #'",
                "'' | 0 | 'expected a line of # and an expression, found nothing after #### or a line''s #'",
            })
    void everyOutcomeHasItsReason(String response, double reward, String reason) {
        assertEquals(new Verdict(reward, controls(reason)), PROBLEM.verify(controls(response.replace('~', '\n'))));
    }

    /** NUL is written {@code ^@} and ESC {@code ^[}. */
    private static String controls(String text) {
        return text.replace("^@", "\0").replace("^[", "\u001b");
    }

    /** No character beside white space is passed over. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7, 8, 0x1b, 0x1f, 0x7f, 0x85, 0xa0, 0x200b, 0x2028, 0xfeff})
    void noOtherCharacterStandsInAnExpression(int character) {
        for (String response : List.of("#3*7+25%c999", "#3*7+25%c9", "#3%c*7+25", "#3*7+%c25", "#3*7+2%c5")) {
            assertEquals(
                    0,
                    PROBLEM.verify(response.replace("%c", Character.toString(character)))
                            .reward(),
                    response);
        }
    }

    @Test
    void divisionByZeroIsWellFormedAndWrong() {
        Countdown problem = Countdown.parse("N 5 7 7 T 12\n");
        assertEquals(new Verdict(0.1, "expected 12, found a division by zero in 5/(7-7)"), problem.verify("#5/(7-7)"));
        assertEquals(
                new Verdict(0.1, "expected 12, found a division by zero in -(5/(7-7))"), problem.verify("#-(5/(7-7))"));
    }

    @Test
    void workIsBoundedWhateverIsWritten() {
        assertEquals(
                "expected at most 500 characters, found 1000000",
                PROBLEM.verify("#" + "9".repeat(1_000_000)).reason().replaceAll("^.*: ", ""));
        assertEquals(
                "expected at most 50 nested brackets, found more",
                PROBLEM.verify("#" + "(".repeat(400)).reason().replaceAll("^.*: ", ""));
        assertEquals(
                "expected at most 50 nested brackets, found more",
                PROBLEM.verify("#" + "-".repeat(400) + "3").reason().replaceAll("^.*: ", ""));
        assertEquals(0.1, PROBLEM.verify("#" + "9*".repeat(249) + "9").reward());
    }

    /** Fractions between steps are exact: 8 / (3 - 8 / 3) = 24 exactly, which doubles miss. */
    @Test
    void fractionsAreExact() {
        assertTrue(Countdown.parse("N 8 3 8 3 T 24\n").verify("#8/(3-8/3)").isRight());
        assertTrue(Countdown.parse("N 49 49 1 T 1\n").verify("#1/49*49").isRight());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noResponseThrows(long seed) {
        Random random = new Random(seed);
        String alphabet = "0123456789+-*/()# \n.=noké\0\1\t\f\r\u001b\u007f\u0085\u00a0\u2028";
        for (int j = 0; j < 20_000; j++) {
            StringBuilder response = new StringBuilder("#");
            for (int length = random.nextInt(20); length > 0; length--) {
                response.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Verdict verdict = PROBLEM.verify(response.toString());
            assertTrue(List.of(0.0, 0.1, 1.0).contains(verdict.reward()), "seed " + seed + ": " + response);
            String found = AnswerPattern.HASH.textIn(response.toString()).orElse("");
            assertTrue(verdict.reward() == 0 || found.matches("[0-9+*/() \t\f-]+"), "seed " + seed + ": " + response);
        }
    }

    @Test
    void waysAreThoseOfTrainPy() throws IOException {
        for (JsonNode reference : TrainPyProblems.read("plans")) {
            List<Integer> numbers = new ArrayList<>();
            reference.get("numbers").forEach(number -> numbers.add(number.intValue()));
            List<String> ways = Combination.all(numbers, 400, 999).stream()
                    .map(way -> String.join(",", way.workings()) + " " + way.expression())
                    .sorted()
                    .toList();
            assertEquals(TrainPyProblems.strings(reference.get("plans")), ways);
        }
    }

    @Test
    void readsWhatTrainPyWrites() throws IOException {
        for (JsonNode drawn : TrainPyProblems.read("countdowns")) {
            Countdown problem = Countdown.parse(drawn.get("prompt").textValue());
            assertEquals(drawn.get("prompt").textValue(), problem.prompt());
            assertEquals(drawn.get("answer").textValue(), problem.answer());
            assertEquals(drawn.get("split").textValue(), Split.of(problem.key()).label());
            assertTrue(problem.verify(drawn.get("response").textValue()).isRight());
        }
    }

    @Test
    void generatedProblemsAreSolvedByTheirReference() {
        for (Countdowns.Options options : List.of(
                Countdowns.Options.DEFAULT,
                new Countdowns.Options(4, 4, 50, 200, 0),
                new Countdowns.Options(3, 4, 99, 999, 0.1))) {
            Set<Integer> counts = new TreeSet<>();
            Countdowns generator = new Countdowns(options, Split.TRAIN, 9);
            for (int j = 0; j < 200; j++) {
                Countdown problem = generator.problem(j);
                counts.add(problem.numbers().size());
                assertTrue(problem.numbers().stream().allMatch(n -> n >= 1 && n <= options.largestNumber()));
                assertTrue(problem.target() >= 1 && problem.target() <= options.largestTarget());
                String reference = problem.reference().orElseThrow();
                assertEquals(1, problem.verify(reference).reward(), reference);
                assertEquals(problem, generator.problem(j));
                String steps = String.join(
                        "",
                        problem.steps(reference).stream()
                                .map(s -> s.in(reference))
                                .toList());
                assertEquals(reference, steps);
            }
            assertEquals(new TreeSet<>(List.of(options.fewestNumbers(), options.mostNumbers())), counts);
        }
    }

    @Test
    void theRewardOfAWrongExpressionIsAnOption() {
        Countdown problem = new Countdowns(new Countdowns.Options(3, 3, 30, 99, 0.25), Split.TRAIN, 9).problem(0);
        assertEquals(0.25, problem.verify("#1+1\n").reward());
        assertEquals(0, problem.verify("1+1\n").reward());
        assertEquals(1, problem.verify(problem.reference().orElseThrow()).reward());
    }

    /** Of the one problem that these options allow, 1 1 1 to 1, the split is train. */
    @ParameterizedTest
    @EnumSource(
            value = Split.class,
            names = {"VALIDATION", "TEST"})
    void optionsThatLeaveTheSplitNoProblemAreRefused(Split split) {
        Countdowns.Options options = new Countdowns.Options(3, 3, 1, 1, 0.1);
        InputException refusal = assertThrows(InputException.class, () -> new Countdowns(options, split, 1).problem(0));
        assertEquals(
                "expected options that leave a problem in the " + split.label()
                        + " split, found none in 100000 draws, in task countdown with {\"fewest_numbers\":3,\"most_numbers\":3,"
                        + "\"largest_number\":1,\"largest_target\":1,\"well_formed_reward\":0.1}",
                refusal.getMessage());
        assertEquals(
                "N 1 1 1 T 1\n",
                new Countdowns(options, Split.TRAIN, 1).problem(0).prompt());
    }

    /** Three numbers up to 999 seldom come to 1, and one in ten times in the split. */
    @Test
    void scarceProblemsAreFound() {
        Countdowns generator = new Countdowns(new Countdowns.Options(3, 3, 999, 1, 0.1), Split.TEST, 1);
        for (int j = 0; j < 5; j++) {
            assertEquals(Split.TEST, Split.of(generator.problem(j).key()));
            assertEquals(1, generator.problem(j).target());
        }
    }

    @Test
    void orderOfNumbersMakesNoOtherProblem() {
        assertEquals("[3, 7, 25] 46", PROBLEM.key());
        assertEquals(PROBLEM.key(), Countdown.parse("N 25 7 3 T 46\n").key());
        assertEquals(
                List.of("N ", "3 ", "7 ", "25 ", "T ", "46\n"),
                PROBLEM.statements().stream().map(s -> s.in(PROBLEM.prompt())).toList());
        assertEquals(Optional.empty(), PROBLEM.needed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N 3 T 5\n",
                "N 3 7 25 T 46",
                "N 3 0 25 T 46\n",
                "N 3 7 25 T -1\n",
                "N 3 7 25\n",
                "N 3  7 T 10\n"
            })
    void refusesWhatIsNoPrompt(String prompt) {
        assertThrows(IllegalArgumentException.class, () -> Countdown.parse(prompt));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Countdowns.Options(2, 3, 30, 99, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Countdowns.Options(3, 5, 30, 99, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Countdowns.Options(3, 3, 0, 99, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Countdowns.Options(4, 3, 30, 99, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Countdowns.Options(3, 3, 30, 99, 1));
        assertThrows(IllegalArgumentException.class, () -> new Countdowns.Options(3, 3, 30, 99, Double.NaN));
    }
}
