package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class ValueAdvantageTest {
    private static final double[] VALUES = {0.5, 0.25, 0.75};

    /** delta = (0.25 - 0.5, 0.75 - 0.25, 1 - 0.75) = (-0.25, 0.5, 0.25); with lambda 1/2: A2 = 0.25, A1 = 0.5 + 0.125, A0 = -0.25 + 0.3125. */
    @Test
    void criticsValuesWithHalfOfTheTraceKept() {
        GeneralizedAdvantage.Estimate estimate = new GeneralizedAdvantage(1, 0.5).of(1, VALUES);
        assertArrayEquals(new double[] {0.0625, 0.625, 0.25}, estimate.advantages());
        assertArrayEquals(new double[] {0.5625, 0.875, 1}, estimate.returns());
    }

    @Test
    void withLambdaOneTheAdvantageIsTheRewardLessTheValue() {
        GeneralizedAdvantage.Estimate estimate = new GeneralizedAdvantage(1, 1).of(1, VALUES);
        assertArrayEquals(new double[] {0.5, 0.75, 0.25}, estimate.advantages());
        assertArrayEquals(new double[] {1, 1, 1}, estimate.returns());
    }

    /** A discount of 1/2 and lambda 1: returns 1, 1/2, 1/4 from the end. */
    @Test
    void aDiscountShrinksWhatIsFar() {
        GeneralizedAdvantage.Estimate estimate = new GeneralizedAdvantage(0.5, 1).of(1, VALUES);
        assertArrayEquals(new double[] {0.25, 0.5, 1}, estimate.returns());
        assertArrayEquals(new double[] {-0.25, 0.25, 0.25}, estimate.advantages());
    }

    /** Three steps of 2, 1 and 2 tokens; half of the continuations from the start succeed, a quarter after the first step, all after the second. */
    @Test
    void stepsAreWorthWhatTheyChange() {
        assertArrayEquals(
                new double[] {-0.25, -0.25, 0.75, 0, 0},
                StepAdvantage.of(List.of(0, 2, 3), new double[] {0.5, 0.25, 1}, 1, 5));
    }

    @Test
    void refusesStepsThatAreNotInOrder() {
        assertThrows(IllegalArgumentException.class, () -> StepAdvantage.of(List.of(0, 5), new double[] {0, 0}, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> StepAdvantage.of(List.of(1), new double[] {0}, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> StepAdvantage.of(List.of(0), new double[] {0, 1}, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> new GeneralizedAdvantage(1.1, 1));
    }
}
