package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.List;

/**
 * Advantages of the tokens of one response from values at the beginnings of its steps: each token of a step has what the step changed, the value
 * after it less the value before it, and the last step the reward less the value before it.
 *
 * <p>Source: VinePPO, Kazemnejad et al., arXiv 2410.01679, where the values are means over continuations from these states.
 */
public final class StepAdvantage {
    private StepAdvantage() {}

    /**
     * The advantage of each token [T].
     *
     * @param starts where each step begins, ascending, the first at 0
     * @param values before each step, as many
     * @param reward of the whole response
     * @param length T
     * @throws IllegalArgumentException if the starts are not so, or there are other than one value a step
     */
    public static double[] of(List<Integer> starts, double[] values, double reward, int length) {
        if (starts.isEmpty() || starts.get(0) != 0 || starts.size() != values.length) {
            throw new IllegalArgumentException("expected steps from token 0 on, each with a value, found steps at "
                    + starts + " and " + values.length + " values");
        }
        double[] advantages = new double[length];
        for (int step = 0; step < values.length; step++) {
            boolean last = step == values.length - 1;
            int end = last ? length : starts.get(step + 1);
            if (end <= starts.get(step)) {
                throw new IllegalArgumentException(
                        "expected ascending steps below " + length + ", found them at " + starts);
            }
            Arrays.fill(advantages, starts.get(step), end, (last ? reward : values[step + 1]) - values[step]);
        }
        return advantages;
    }
}
