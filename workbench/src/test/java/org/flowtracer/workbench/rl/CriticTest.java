package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.task.Countdown;
import org.flowtracer.workbench.task.Verdict;
import org.flowtracer.workbench.train.Reading;
import org.junit.jupiter.api.Test;

/** Worked by hand. */
class CriticTest {
    private static final double RATE = 0.1;

    /** v = w h + b from 0; Adam's first step is the rate in the direction against the gradient's sign: w = b = 0.1, v = 0.3. */
    @Test
    void goesTowardsTheTarget() {
        Critic critic = new Critic(1);
        List<Critic.Example> examples = List.of(new Critic.Example(new float[] {5, 2}, 1, 3));
        assertEquals(9, critic.learn(examples, 1, RATE));
        assertEquals(0.3, critic.value(new float[] {2}, 0), 1e-9);
        assertEquals(2.7 * 2.7, critic.learn(examples, 1, RATE), 1e-8);
        critic.learn(examples, 2000, RATE);
        assertEquals(3, critic.value(new float[] {2}, 0), 1e-6);
    }

    private static SampledResponse response(double reward) {
        Rollout rollout = new Rollout(0, 0, new int[] {7, 8}, new float[2], false);
        Judged judged = new Judged(Countdown.parse("N 3 7 25 T 46\n"), 0, "", 2, false, new Verdict(reward, "by hand"));
        return new SampledResponse(new int[] {1, 2}, rollout, judged);
    }

    /**
     * A critic that knows nothing yet: with lambda 1 the advantages are the rewards, 1, 1 and 0, 0; less their mean, over their deviation of 1/2 they
     * are 1, 1, -1, -1. The mean square of the values' errors is 1/2. Values of the second step: the states before the tokens drawn are rows 1 and 2
     * of the hidden states; learning moved w and b, so that a reward of 1 is no longer all surprise.
     */
    @Test
    void ppoTakesTheRewardLessTheValueAndLearnsTheReturns() {
        CriticValues source = new CriticValues(new Valuing(new GeneralizedAdvantage(1, 1), RATE, 1, 1, true), 1);
        List<SampledGroup> lesson = List.of(new SampledGroup(List.of(response(1), response(0))));
        List<Reading> readings = List.of(reading(1), reading(-1));
        List<double[]> first = source.advantages(lesson, readings, 1);
        assertArrayEquals(new double[] {1, 1}, first.get(0), 1e-12);
        assertArrayEquals(new double[] {-1, -1}, first.get(1), 1e-12);
        assertEquals(0.5, source.criticLoss(), 1e-12);
        // w = b = 0.1: values 0.2 and 0, errors 0.8 and 0.
        source.advantages(lesson, readings, 2);
        assertEquals(0.32, source.criticLoss(), 1e-8);
    }

    private static Reading reading(float hidden) {
        return new Reading(new float[3], new float[4], null, List.of(), new float[] {9, hidden, hidden, 9});
    }
}
