package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecallTest {
    private static final Recall PROBLEM = Recall.parse("e=31;b=a-7;h=5;d=b+e;?hb\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "e=31;b=a-7;h=5;d=b+e;?hb~ | h=5;b=a-7~#a-7~",
                "e=31;b=a-7;?e~ | e=31~#31~",
                "e=31;b=a-7;d=b+e;?bed~ | b=a-7;e=31;d=b+e~#b+e~",
            })
    void repeatsWhatIsAskedForInOrder(String prompt, String reference) {
        Recall problem = Recall.parse(prompt.replace('~', '\n'));
        assertEquals(Optional.of(reference.replace('~', '\n')), problem.reference());
        assertTrue(problem.verify(problem.reference().orElseThrow()).isRight());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h=5;b=a-7~#a-7~ | 1 | b is a-7",
                "#a-7 | 1 | b is a-7",
                "h=5;b=a-7~#5 | 0 | 'expected a-7 for b, found 5'",
                "h=5;b=a-7 | 0 | 'expected a line such as #a-7, found no line that starts with #'",
            })
    void everyOutcomeHasItsReason(String response, double reward, String reason) {
        assertEquals(new Verdict(reward, reason), PROBLEM.verify(response.replace('~', '\n')));
    }

    @Test
    void textsAreCutIntoStatements() {
        assertEquals(
                List.of("e", "b", "h", "d", Statement.QUERY),
                PROBLEM.statements().stream().map(Statement::name).toList());
        assertEquals(
                List.of("h", "b", Statement.ANSWER),
                PROBLEM.steps("h=5;b=a-7\n#a-7\n").stream().map(Statement::name).toList());
    }

    @Test
    void generatedProblemsAskForDifferentStatements() {
        Recalls.Options options = new Recalls.Options(2, 16, 5, 9);
        Recalls generator = new Recalls(options, Split.VALIDATION, 3);
        for (int j = 0; j < 300; j++) {
            Recall problem = generator.problem(j);
            assertEquals(Split.VALIDATION, Split.of(problem.key()));
            List<String> steps = problem.steps(problem.reference().orElseThrow()).stream()
                    .map(Statement::name)
                    .toList();
            int statements = problem.statements().size() - 1;
            assertTrue(statements >= 2 && statements <= 16, problem.prompt());
            assertEquals(Math.min(5, statements), steps.size() - 1, problem.prompt());
            assertEquals(steps.size(), Set.copyOf(steps).size(), problem.prompt());
            assertEquals(problem.prompt(), generator.problem(j).prompt());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e=31;?e", "e=31;?\n", "e=31;?a\n", "e=31;e=5;?e\n", "e=31?e\n", "e=3*1;?e\n"})
    void refusesWhatIsNoPrompt(String prompt) {
        assertThrows(IllegalArgumentException.class, () -> Recall.parse(prompt));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Recalls.Options(1, 3, 1, 9));
        assertThrows(IllegalArgumentException.class, () -> new Recalls.Options(4, 3, 1, 9));
        assertThrows(IllegalArgumentException.class, () -> new Recalls.Options(2, 17, 1, 9));
        assertThrows(IllegalArgumentException.class, () -> new Recalls.Options(2, 3, 0, 9));
        assertThrows(IllegalArgumentException.class, () -> new Recalls.Options(2, 3, 1, -1));
    }
}
