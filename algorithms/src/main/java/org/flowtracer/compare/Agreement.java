package org.flowtracer.compare;

import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;

/**
 * How far two scorers agree on the eligible tokens of one trace. All four are symmetric.
 *
 * @param spearman Pearson correlation of the ranks, equal scores sharing their mean rank; NaN where a scorer is constant
 * @param kendall tau-b: concordant less discordant pairs over the geometric mean of the pairs that each scorer does not tie; NaN where a
 *     scorer is constant
 * @param overlap20 share of the top 20 % that is common, see {@link #overlap}
 * @param overlap40 share of the top 40 % that is common
 */
public record Agreement(double spearman, double kendall, double overlap20, double overlap40) {
    /**
     * The agreement on the eligible tokens. Cost O(m log m) for m of them.
     *
     * @throws IllegalArgumentException if the scorers saw different numbers of tokens, or fewer than 2 are eligible
     */
    public static Agreement of(TokenScores first, TokenScores second, Positions eligible) {
        if (first.values().length != second.values().length) {
            throw new IllegalArgumentException("expected scores of the same tokens, found " + first.values().length
                    + " by " + first.scorer() + " and " + second.values().length + " by " + second.scorer());
        }
        if (eligible.size() < 2) {
            throw new IllegalArgumentException("expected at least 2 eligible tokens, found " + eligible);
        }
        double[] x = eligible(first, eligible);
        double[] y = eligible(second, eligible);
        return new Agreement(
                new SpearmansCorrelation().correlation(x, y),
                new KendallsCorrelation().correlation(x, y),
                overlap(first, second, 0.2, eligible),
                overlap(first, second, 0.4, eligible));
    }

    private static double[] eligible(TokenScores scores, Positions eligible) {
        return eligible.stream()
                .mapToDouble(k -> scores.of(k) + Detection.UNSIGNED_ZERO)
                .toArray();
    }

    /**
     * The share of the K = ceil(fraction x eligible) tokens of highest score that both scorers name; of equal scores the earlier token counts as
     * higher. Two unrelated scorers reach about the fraction itself.
     */
    public static double overlap(TokenScores first, TokenScores second, double fraction, Positions eligible) {
        Positions top = first.top(fraction, eligible);
        Positions other = second.top(fraction, eligible);
        return (double) top.stream().filter(other::contains).count() / top.size();
    }
}
