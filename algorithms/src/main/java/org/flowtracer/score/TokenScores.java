package org.flowtracer.score;

import java.util.Arrays;
import java.util.Comparator;
import org.flowtracer.trace.Positions;

/**
 * One number a token, higher = more important.
 *
 * @param scorer the name of the scorer
 * @param values score of each token [n]; not copied
 */
public record TokenScores(String scorer, double[] values) {
    /** @throws IllegalArgumentException if a score is NaN or infinite */
    public TokenScores {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw new IllegalArgumentException("expected a finite score for each token, found " + values[k] + " by "
                        + scorer + " at token " + k);
            }
        }
    }

    /** The score of token {@code position}. */
    public double of(int position) {
        return values[position];
    }

    /** The eligible positions from the highest score to the lowest; of equal scores the earlier token first. */
    public int[] ranking(Positions eligible) {
        return eligible.stream()
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> 0 - values[k]).thenComparing(k -> k))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The ceil(fraction x eligible) positions of highest score; of equal scores the earlier token first.
     *
     * @throws IllegalArgumentException if the fraction is outside [0, 1]
     */
    public Positions top(double fraction, Positions eligible) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("expected a fraction in [0, 1], found " + fraction);
        }
        int count = (int) Math.ceil(fraction * eligible.size());
        int[] ranking = ranking(eligible);
        return Positions.of(Arrays.copyOf(ranking, count));
    }
}
