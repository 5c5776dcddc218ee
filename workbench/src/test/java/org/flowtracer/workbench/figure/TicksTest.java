package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    @ParameterizedTest
    @CsvSource({
        "1, 4, '0 0.5 1'",
        "0.083, 5, '0 0.02 0.04 0.06 0.08'",
        "70, 10, '0 10 20 30 40 50 60 70'",
        "1.04, 4, '0 0.5 1'",
        "300, 3, '0 100 200 300'"
    })
    void stepsAreOneTwoOrFive(double maximum, int most, String expected) {
        assertEquals(
                expected,
                String.join(
                        " ",
                        Ticks.upTo(maximum, most).stream().map(Ticks::label).toList()));
    }

    @ParameterizedTest
    @CsvSource({"-3.1, 4.4, 4, '−2 0 +2 +4'", "0.331, 0.609, 5, '+0.4 +0.5 +0.6'", "-0.2, -0.1, 2, '−0.2 −0.15 −0.1'"})
    void betweenAnyTwoValuesTheyAreMultiplesOfTheStep(double least, double greatest, int most, String expected) {
        assertEquals(
                expected,
                String.join(
                        " ",
                        Ticks.between(least, greatest, most).stream()
                                .map(Ticks::signed)
                                .toList()));
    }
}
