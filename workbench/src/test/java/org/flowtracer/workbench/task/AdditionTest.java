package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdditionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "57+68=?~ | 7+8=15;5+6+1=12~#125~",
                "95+7=?~ | 5+7=12;9+0+1=10~#102~",
                "12+34=?~ | 2+4=6;1+3=4~#46~",
                "0+0=?~ | 0+0=0~#0~",
            })
    void workedColumnByColumn(String prompt, String reference) {
        Addition problem = Addition.parse(prompt.replace('~', '\n'));
        assertEquals(Optional.of(reference.replace('~', '\n')), problem.reference());
        assertTrue(problem.verify(problem.reference().orElseThrow()).isRight());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7+8=15;5+6+1=12~#125~ | 1 | 57+68=125",
                "#15 | 0 | 'expected 125, found 15, the sum without its carries'",
                "#126 | 0 | 'expected 125, found 126'",
                "#-1 | 0 | 'expected 125, found -1'",
                "125 | 0 | 'expected a line such as #125, found no line that starts with #'",
            })
    void everyOutcomeHasItsReason(String response, double reward, String reason) {
        assertEquals(new Verdict(reward, reason), new Addition(57, 68).verify(response.replace('~', '\n')));
    }

    @Test
    void generatedSumsCarryAndAreRight() {
        Additions generator = new Additions(new Additions.Options(2, 17), Split.TEST, 5);
        for (int j = 0; j < 500; j++) {
            Addition problem = generator.problem(j);
            assertTrue(problem.carries());
            assertEquals(
                    new BigInteger(Long.toString(problem.first()))
                            .add(BigInteger.valueOf(problem.second()))
                            .toString(),
                    problem.answer());
            String reference = problem.reference().orElseThrow();
            assertTrue(problem.verify(reference).isRight());
            assertTrue(reference.contains("+1="), reference);
            assertEquals(problem, Addition.parse(problem.prompt()));
        }
        assertFalse(new Addition(12, 34).carries());
        assertFalse(new Addition(82, 73).carries(), "the carry of the last column goes to none");
        assertTrue(new Addition(95, 7).carries());
    }

    @Test
    void orderMakesNoOtherProblem() {
        assertEquals("57+68", new Addition(68, 57).key());
        assertEquals(
                List.of("57+", "68=?\n"),
                new Addition(57, 68)
                        .statements().stream().map(s -> s.in("57+68=?\n")).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "57+68=?", "57-68=?\n", "57+68\n", "123456789012345678+1=?\n"})
    void refusesWhatIsNoSum(String prompt) {
        assertThrows(IllegalArgumentException.class, () -> Addition.parse(prompt));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Additions.Options(1, 3));
        assertThrows(IllegalArgumentException.class, () -> new Additions.Options(4, 3));
        assertThrows(IllegalArgumentException.class, () -> new Additions.Options(2, 18));
    }
}
