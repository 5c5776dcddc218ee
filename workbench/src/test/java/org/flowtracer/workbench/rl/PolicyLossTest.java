package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class PolicyLossTest {
    private static final double LOG_2 = Math.log(2);

    /**
     * Two answers to one prompt, right and wrong. Mean 1/2, population deviation 1/2: advantages 1 and -1. The first token of the right answer
     * became twice as likely: its ratio of 2 is cut to 1.2 and pulls no further. Its second weighs 1.5. The wrong answer's only token became
     * half as likely: cut at 0.8, the loss of that is 0.8, above the 0.5 of the free term.
     */
    @Test
    void groupOfTwo() {
        double[] advantages = GroupAdvantage.POPULATION_DEVIATION.of(new double[] {1, 0});
        assertArrayEquals(new double[] {1, -1}, advantages);
        WeightedResponse right = new WeightedResponse(
                new double[] {-2 * LOG_2, -LOG_2}, new double[] {-2 * LOG_2, -LOG_2}, new double[] {1, 1.5});
        WeightedResponse wrong = new WeightedResponse(new double[] {-LOG_2}, new double[] {-LOG_2}, new double[] {-1});
        PolicyLoss loss = new PolicyLoss(ClippedObjective.DEFAULT, Aggregation.SEQUENCE_MEAN, 4, List.of(right, wrong));

        assertArrayEquals(new double[] {0, -1.5 / 4}, loss.slopes(0, new double[] {-LOG_2, -LOG_2}), 1e-15);
        assertArrayEquals(new double[] {0}, loss.slopes(1, new double[] {-2 * LOG_2}), 1e-15);
        PolicyLoss.Summary summary = loss.summary();
        assertEquals(-(1.2 + 1.5) / 4 + 0.8 / 2, summary.loss(), 1e-15);
        assertEquals(2.0 / 3, summary.clipFraction(), 1e-15);
    }

    @Test
    void aTokensShareDependsOnTheAggregation() {
        int[] lengths = {1, 3};
        assertArrayEquals(new double[] {1.0 / 2, 1.0 / 6}, Aggregation.SEQUENCE_MEAN.shares(lengths, 10), 1e-15);
        assertArrayEquals(new double[] {1.0 / 4, 1.0 / 4}, Aggregation.TOKEN_MEAN.shares(lengths, 10), 1e-15);
        assertArrayEquals(new double[] {1.0 / 20, 1.0 / 20}, Aggregation.CONSTANT.shares(lengths, 10), 1e-15);
    }

    /** The reference finds the token twice as likely: k3 = 2 - log 2 - 1, and the loss falls by 1 - 2 a unit of log-probability. */
    @Test
    void leavingTheReferenceIsPenalised() {
        ClippedObjective.Term term = new ClippedObjective(0.2, 0.2, 0.5).of(-LOG_2, -LOG_2, 0, 0);
        assertEquals(1 - LOG_2, ClippedObjective.k3(-LOG_2, 0), 1e-15);
        assertEquals(0.5 * (1 - LOG_2), term.loss(), 1e-15);
        assertEquals(-0.5, term.slope(), 1e-15);
    }

    @Test
    void equalRewardsSayNothing() {
        double[] same = {0.1, 0.1, 0.1};
        assertFalse(GroupAdvantage.hasVariance(same));
        assertTrue(GroupAdvantage.hasVariance(new double[] {0.1, 0.1, 0}));
        for (GroupAdvantage advantage : GroupAdvantage.values()) {
            assertArrayEquals(new double[3], advantage.of(same));
        }
    }

    @Test
    void withoutDivisionAnAdvantageIsTheRewardLessTheMean() {
        assertArrayEquals(
                new double[] {0.75, -0.25, -0.25, -0.25}, GroupAdvantage.MEAN_ONLY.of(new double[] {1, 0, 0, 0}));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new ClippedObjective(1.1, 0.2, 0));
        assertThrows(IllegalArgumentException.class, () -> new ClippedObjective(0.2, -0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ClippedObjective(0.2, 0.2, Double.NaN));
        assertThrows(
                IllegalArgumentException.class,
                () -> new WeightedResponse(new double[2], new double[2], new double[1]));
    }
}
