package org.flowtracer.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * How well scores tell the items that are known to matter from the others: statements of one problem, or edges between its steps.
 *
 * <p>Items of equal score never profit from the order in which they are given.
 */
public final class Detection {
    /** Added to a score, makes -0 equal to 0 for whoever compares as {@link Double#compare}. */
    static final double UNSIGNED_ZERO = 0.0;

    private Detection() {}

    /**
     * The area under the receiver operating characteristic: how often a positive item outscores a negative one, half for a draw. Computed from
     * mean ranks, {@code (R - p (p + 1) / 2) / (p q)} with R the rank sum of the p positives beside q negatives (Mann and Whitney).
     *
     * @throws IllegalArgumentException if the lengths differ, a score is NaN, or one of the classes is empty
     */
    public static double areaUnderRoc(double[] scores, boolean[] positive) {
        double positives = requireBothClasses(scores, positive);
        double negatives = scores.length - positives;
        double[] unsigned =
                Arrays.stream(scores).map(score -> score + UNSIGNED_ZERO).toArray();
        double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(unsigned);
        double rankSum = IntStream.range(0, ranks.length)
                .filter(j -> positive[j])
                .mapToDouble(j -> ranks[j])
                .sum();
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }

    /**
     * Average precision: the sum over distinct scores, from the highest down, of the gain in recall times the precision there; items of equal
     * score enter together, so that constant scores reach the share of positives. No interpolation.
     *
     * @throws IllegalArgumentException as {@link #areaUnderRoc}
     */
    public static double averagePrecision(double[] scores, boolean[] positive) {
        double positives = requireBothClasses(scores, positive);
        int[] order = descending(scores);
        double sum = 0;
        int found = 0;
        for (int from = 0; from < order.length; ) {
            int to = endOfTie(scores, order, from);
            int gained = count(positive, order, from, to);
            found += gained;
            sum += gained / positives * found / to;
            from = to;
        }
        return sum;
    }

    /**
     * The share of the positive items among the {@code budget} of highest score. Items that tie at the cut count in proportion, as if their order
     * were drawn at random many times.
     *
     * @throws IllegalArgumentException as {@link #areaUnderRoc}, and if the budget is negative or beyond the items
     */
    public static double recallAt(int budget, double[] scores, boolean[] positive) {
        double positives = requireBothClasses(scores, positive);
        if (budget < 0 || budget > scores.length) {
            throw new IllegalArgumentException(
                    "expected a budget of 0 to " + scores.length + " items, found " + budget);
        }
        int[] order = descending(scores);
        double found = 0;
        for (int from = 0; from < budget; ) {
            int to = endOfTie(scores, order, from);
            double share = Math.min(1, (double) (budget - from) / (to - from));
            found += share * count(positive, order, from, to);
            from = to;
        }
        return found / positives;
    }

    private static int[] descending(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> UNSIGNED_ZERO - scores[j]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The end, exclusive, of the run of equal scores that starts at {@code from}. */
    private static int endOfTie(double[] scores, int[] order, int from) {
        int to = from + 1;
        while (to < order.length && scores[order[to]] == scores[order[from]]) {
            to++;
        }
        return to;
    }

    private static int count(boolean[] positive, int[] order, int from, int to) {
        return (int) IntStream.range(from, to).filter(j -> positive[order[j]]).count();
    }

    /** The number of positives, after the checks. */
    private static double requireBothClasses(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    "expected a label for each of " + scores.length + " scores, found " + positive.length);
        }
        int positives = 0;
        for (int j = 0; j < scores.length; j++) {
            if (Double.isNaN(scores[j])) {
                throw new IllegalArgumentException("expected numbers for scores, found NaN at item " + j);
            }
            positives += positive[j] ? 1 : 0;
        }
        if (positives == 0 || positives == scores.length) {
            throw new IllegalArgumentException("expected at least one positive and one negative item, found "
                    + positives + " positive of " + scores.length);
        }
        return positives;
    }
}
