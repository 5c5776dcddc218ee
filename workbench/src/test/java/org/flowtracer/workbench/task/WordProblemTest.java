package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordProblemTest {
    private static final String STORY = "Ana has 12 apples. Ben owns 7 coins. Later Ben loses 2 coins in town."
            + " Ana buys 5 more apples. Ana gives away 1 apple. Then Ben finds 1 coin.";
    private static final WordProblem PROBLEM =
            WordProblem.parse(STORY + " Ben counts the coins. How many apples does Ana have now?\n");
    private static final String REFERENCE = "Ana has 12 apples.\nAna buys 5 apples: 12 + 5 = 17.\n"
            + "Ana gives away 1 apple: 17 - 1 = 16.\nThe answer is \\boxed{16}.";

    @Test
    void workedExample() {
        assertEquals("16", PROBLEM.answer());
        assertEquals(Optional.of(REFERENCE), PROBLEM.reference());
        PlantedTruth truth = PROBLEM.needed().orElseThrow();
        assertEquals(List.of("Ana has 12 apples", "Ana buys 5 apples", "Ana gives away 1 apple"), truth.needed());
        assertEquals(List.of("Ben owns 7 coins", "Ben loses 2 coins", "Ben finds 1 coin"), truth.distractors());
        assertEquals(
                List.of(
                        new Dependency("Ana has 12 apples", "Ana buys 5 apples"),
                        new Dependency("Ana buys 5 apples", "Ana gives away 1 apple")),
                truth.neededDependencies());
        assertEquals(4, truth.dependencies().size());
    }

    @Test
    void statementsAndStepsCutTheTextWithoutGap() {
        List<Statement> statements = PROBLEM.statements();
        assertEquals(
                List.of(
                        "Ana has 12 apples.",
                        " Ben owns 7 coins.",
                        " Later Ben loses 2 coins in town.",
                        " Ana buys 5 more apples.",
                        " Ana gives away 1 apple.",
                        " Then Ben finds 1 coin.",
                        " Ben counts the coins. How many apples does Ana have now?\n"),
                statements.stream().map(s -> s.in(PROBLEM.prompt())).toList());
        assertEquals("Ben loses 2 coins", statements.get(2).name());
        assertEquals(Statement.QUERY, statements.get(6).name());
        String response = REFERENCE + "\nand more";
        List<Statement> steps = PROBLEM.steps(response);
        assertEquals(
                response,
                String.join("", steps.stream().map(s -> s.in(response)).toList()));
        assertEquals(
                List.of("Ana has 12 apples", "Ana buys 5 apples", "Ana gives away 1 apple", "#", ""),
                steps.stream().map(Statement::name).toList());
    }

    /** Adornments, and who of the two stands first, make no other problem; numbers and who is asked for do. */
    @Test
    void keyIsWhatIsAsked() {
        assertEquals(
                "Ana has 12 apples. Ana buys 5 apples. Ana gives away 1 apple | Ben owns 7 coins. Ben loses 2 coins. Ben finds 1 coin",
                PROBLEM.key());
        assertEquals(
                PROBLEM.key(),
                WordProblem.parse("Ben owns 7 coins. Ana has 12 apples. Ana buys 5 apples at home. Ben loses 2 coins."
                                + " Ben finds 1 more coin. Soon Ana gives away 1 apple. Ben looks at the coins."
                                + " How many apples does Ana have?\n")
                        .key());
        assertEquals(
                "Ben owns 7 coins. Ben loses 2 coins. Ben finds 1 coin | Ana has 12 apples. Ana buys 5 apples. Ana gives away 1 apple",
                WordProblem.parse(STORY + " Ana counts the apples. How many coins does Ben have?\n")
                        .key());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The answer is \\boxed{16}. | 1 | Ana has 16 apples",
                "\\boxed{6} no, \\boxed{16.0} | 1 | Ana has 16 apples",
                "#### 16 | 0 | 'expected \\boxed{16}, found no \\boxed{}'",
                "The answer is \\boxed{6}. | 0 | 'expected 16 apples, found 6, the number of coins of Ben'",
                "The answer is \\boxed{17}. | 0 | 'expected 16 apples, found 17'",
                "\\boxed{16 apples} | 1 | Ana has 16 apples",
                "\\boxed{16\\text{ Apples}} | 1 | Ana has 16 apples",
                "\\boxed{16\\textrm{ apples in the end}} | 1 | Ana has 16 apples",
                "\\boxed{x = \\frac{32}{2}} | 1 | Ana has 16 apples",
                "\\boxed 16 | 1 | Ana has 16 apples",
                "\\boxed{16 coins} | 0 | 'expected 16 apples, found 16 coins'",
                "\\boxed{16\\text{ coins}} | 0 | 'expected 16 apples, found 16\\text{ coins}'",
                "\\boxed{16\\text{ coins, not apples}} | 0 | 'expected 16 apples, found 16\\text{ coins, not apples}'",
                "\\boxed{16\\mathrm{dollars}} | 0 | 'expected 16 apples, found 16\\mathrm{dollars}'",
                "\\boxed{16 pineapples} | 0 | 'expected 16 apples, found 16 pineapples'",
                "\\boxed{6 coins} | 0 | 'expected 16 apples, found 6 coins, the number of coins of Ben'",
                "\\boxed{16} or \\boxed{}. | 1 | Ana has 16 apples",
                "The answer is 16. | 0 | 'expected \\boxed{16}, found no \\boxed{}'",
                "'' | 0 | 'expected \\boxed{16}, found no \\boxed{}'",
            })
    void everyOutcomeHasItsReason(String response, double reward, String reason) {
        assertEquals(new Verdict(reward, reason), PROBLEM.verify(response));
    }

    @Test
    void usedIsWhatTheResponseWorksOut() {
        assertEquals(PROBLEM.needed(), PROBLEM.used(REFERENCE));
        PlantedTruth mixed = PROBLEM.used("Ana has 12 apples.\nBen loses 2 coins: 12 - 2 = 10.\n"
                        + "Ana gives away 1 apple: 10 - 1 = 9.\nThe answer is \\boxed{9}.")
                .orElseThrow();
        assertEquals(List.of("Ana has 12 apples", "Ben loses 2 coins", "Ana gives away 1 apple"), mixed.needed());
        assertTrue(mixed.neededDependencies().contains(new Dependency("Ana has 12 apples", "Ben loses 2 coins")));
        for (String unclear : List.of("", "Ana has 12 apples.", REFERENCE.replace("buys 5", "buys 6"))) {
            assertEquals(Optional.empty(), PROBLEM.used(unclear));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "How many apples does Ana have?\n",
                "Ana has 2 apples. Ben counts the coins. How many apples does Ana have?\n",
                "Ana has 2 apples. Ben has 3 apples. Ben counts the coins. How many apples does Ana have?\n",
                "Ana has 2 apples. Ben has 3 coins. Ben counts the coins. How many apples does Ana have?",
                "Ana has 2 apples. Ben has 3 coins. Ben counts the coins. How many coins does Ana have?\n",
                "Ana has 2 apples. Ben has 3 coins. Ana counts the apples. How many apples does Ana have?\n",
                "Ana has 2 apples. Ben has 3 coins. Leo counts the coins. How many apples does Ana have?\n",
                "Ana buys 2 apples. Ben has 3 coins. Ben counts the coins. How many apples does Ana have?\n",
                "Ana has 2 apples. Ana has 3 apples. Ben counts the coins. How many apples does Ana have?\n",
                "Ana has 2 apples. Ben has 3 coins. Ana buys 4 pens. Ben wins 1 coin. Ben counts the coins. How many apples does Ana have?\n",
                "Ana has 2 apples. Ben has 3 coins. Ana buys 4 apples. Ben counts the coins. How many apples does Ana have?\n",
                "Ana has 2 apples. Ben has 3 coins. Leo has 3 pens. Ben counts the coins. How many apples does Ana have?\n",
            })
    void refusesWhatIsNoSuchProblem(String prompt) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> WordProblem.parse(prompt));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("expected"), refusal.getMessage());
    }

    @Test
    void aRefusalNamesItsPlace() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> WordProblem.parse("Ana has 2 apples. Ben eats 3 coins. What now?"));
        assertEquals(
                "expected a sentence such as 'Ana buys 5 apples.', or a query and a line's end, found 'Ben eats 3 coins. What now?',"
                        + " at character 17 of the word problem",
                refusal.getMessage());
    }
}
