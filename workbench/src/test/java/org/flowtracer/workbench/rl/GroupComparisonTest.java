package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.task.Countdown;
import org.flowtracer.workbench.task.Verdict;
import org.flowtracer.workbench.train.Reading;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class GroupComparisonTest {
    private static final int[] PROMPT = {1, 2, 3};

    private static SampledGroup group(double... rewards) {
        return new SampledGroup(Arrays.stream(rewards)
                .mapToObj(reward -> {
                    Rollout rollout = new Rollout(0, 0, new int[] {7, 8}, new float[2], true);
                    Judged judged = new Judged(
                            Countdown.parse("N 3 7 25 T 46\n"), 0, "", 1, true, new Verdict(reward, "by hand"));
                    return new SampledResponse(PROMPT, rollout, judged);
                })
                .toList());
    }

    /** Rewards 1, 0, 0, 1: mean 1/2, deviation 1/2 (ddof 0). */
    @Test
    void eachTokenHasTheAdvantageOfItsResponse() {
        GroupComparison source = new GroupComparison(GroupAdvantage.POPULATION_DEVIATION, false);
        List<double[]> advantages = source.advantages(List.of(group(1, 0, 0, 1), group(1, 1)), List.of(), 1);
        assertEquals(6, advantages.size());
        assertArrayEquals(new double[] {1, 1}, advantages.get(0));
        assertArrayEquals(new double[] {-1, -1}, advantages.get(1));
        assertArrayEquals(new double[] {0, 0}, advantages.get(4), "a group of equals says nothing");
    }

    @Test
    void groupsOfOneRewardAreSkippedWhereAskedFor() {
        SampledGroup differing = group(1, 0);
        List<SampledGroup> groups = List.of(group(1, 1), differing, group(0, 0, 0));
        assertEquals(List.of(differing), new GroupComparison(GroupAdvantage.MEAN_ONLY, true).lesson(groups));
        assertEquals(groups, new GroupComparison(GroupAdvantage.MEAN_ONLY, false).lesson(groups));
    }

    /** The weights are of prompt and written response; the token that ended it has none, and so keeps its advantage. */
    @Test
    void weightsMultiplyTheAdvantagesOfTheirTokens() {
        SampledResponse response = group(1).responses().get(0);
        float[] logProb = {-1, -2, -3, -4};
        Reading reading = new Reading(logProb, new float[5], null, List.of(), null);
        CreditWeights weights = new CreditWeights(new double[] {1, 1, 1, 1.5}, Positions.range(3, 4), false);
        WeightedResponse weighted = response.weighted(reading, reading, new double[] {2, -2}, weights);
        assertArrayEquals(new double[] {3, -2}, weighted.advantages());
        assertArrayEquals(new double[] {-3, -4}, weighted.old(), "of the tokens drawn alone");
    }
}
