package org.flowtracer.credit;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How a score becomes the share, from 0 to 1, of the bonus {@code gamma - 1} that a token gets. The paper found the hard top best and names the
 * other shapings without formulas; theirs are ours. Means and moments are over the eligible tokens and divided by their count (ddof 0).
 */
public enum Shaping {
    /** 1 for the ceil(fraction x eligible) tokens of highest score, of equal scores the earlier first, else 0. */
    TOP,
    /** The same for the tokens of lowest score, of equal scores the earlier first. */
    BOTTOM,
    /** 1 / (1 + exp(-z)), z the score less the mean over the standard deviation. */
    SIGMOID,
    /** tanh(z) where positive, else 0. */
    TANH,
    /** 1 / (1 + exp(-m)), m the score less the median over 1.4826 times the median absolute deviation; that must not be 0. */
    MAD,
    /** log(1 + u) / log(1 + largest u), u the score less the least score over the mean of such differences. */
    LOG1P;

    /** Makes the median absolute deviation of a normal sample its standard deviation. */
    private static final double MAD_TO_DEVIATION = 1.4826;

    /** Whether a fraction of the tokens is picked out rather than every token weighted. */
    boolean isHard() {
        return this == TOP || this == BOTTOM;
    }

    /**
     * The share by score, for a shaping that is not hard.
     *
     * @param scores of the eligible tokens, which the shaping {@link #canTellApart}
     */
    DoubleUnaryOperator of(double[] scores) {
        double mean = Arrays.stream(scores).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(scores)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElseThrow());
        return switch (this) {
            case SIGMOID -> score -> sigmoid((score - mean) / deviation);
            case TANH -> score -> Math.max(0, Math.tanh((score - mean) / deviation));
            case MAD -> {
                double median = median(scores);
                double spread = MAD_TO_DEVIATION
                        * median(Arrays.stream(scores)
                                .map(s -> Math.abs(s - median))
                                .toArray());
                yield score -> sigmoid((score - median) / spread);
            }
            case LOG1P -> {
                double least = Arrays.stream(scores).min().orElseThrow();
                double largest = Arrays.stream(scores).max().orElseThrow();
                double scale = mean - least;
                yield score -> Math.log1p((score - least) / scale) / Math.log1p((largest - least) / scale);
            }
            case TOP, BOTTOM -> throw new IllegalStateException("expected a continuous shaping, found " + this);
        };
    }

    /** Whether the scores differ enough for this shaping to tell tokens apart. */
    boolean canTellApart(double[] scores) {
        if (Arrays.stream(scores).allMatch(score -> score == scores[0])) {
            return false;
        }
        double median = median(scores);
        return this != MAD
                || median(Arrays.stream(scores).map(s -> Math.abs(s - median)).toArray()) > 0;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int upper = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
    }
}
