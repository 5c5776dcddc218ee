package org.flowtracer.workbench.rl;

import java.util.Arrays;

/**
 * The advantage of each response of a group, all of one prompt: its reward less the group's mean, over the group's standard deviation or not.
 *
 * <p>Source: DeepSeekMath, arXiv 2402.03300, section 4.1; without the division Dr. GRPO, arXiv 2503.20783.
 */
public enum GroupAdvantage {
    /** Over the standard deviation with divisor G - 1 (ddof 1), as in DeepSeekMath's followers. */
    SAMPLE_DEVIATION(1),
    /** Over that with divisor G (ddof 0). */
    POPULATION_DEVIATION(0),
    /** Not divided. */
    MEAN_ONLY(0);

    /** Rewards that differ by less are the same. */
    private static final double DEVIATION_MIN = 1e-12;

    private final int ddof;

    GroupAdvantage(int ddof) {
        this.ddof = ddof;
    }

    /** Whether the rewards differ, so that the group says something. */
    public static boolean hasVariance(double[] rewards) {
        return deviation(rewards, 0) >= DEVIATION_MIN;
    }

    /** The advantage of each response [G]; all 0 where the rewards do not differ. */
    public double[] of(double[] rewards) {
        if (!hasVariance(rewards)) {
            return new double[rewards.length];
        }
        double mean = Arrays.stream(rewards).average().orElseThrow();
        double scale = this == MEAN_ONLY ? 1 : deviation(rewards, ddof);
        return Arrays.stream(rewards).map(reward -> (reward - mean) / scale).toArray();
    }

    private static double deviation(double[] rewards, int ddof) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        double squares =
                Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
        return Math.sqrt(squares / Math.max(1, rewards.length - ddof));
    }
}
