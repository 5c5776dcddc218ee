package org.flowtracer.compare;

import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
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
        return of(Ranking.of(first, eligible), Ranking.of(second, eligible));
    }

    /**
     * The same for scores that are ranked already.
     *
     * @throws IllegalArgumentException if other numbers of tokens are ranked, or fewer than 2
     */
    public static Agreement of(Ranking first, Ranking second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException("expected rankings of the same tokens, found " + first.size() + " by "
                    + first.scorer() + " and " + second.size() + " by " + second.scorer());
        }
        if (first.size() < 2) {
            throw new IllegalArgumentException("expected at least 2 eligible tokens, found " + first.eligible());
        }
        return new Agreement(
                new PearsonsCorrelation().correlation(first.ranks(), second.ranks()),
                new KendallsCorrelation().correlation(first.ranks(), second.ranks()),
                overlap(first, second, 0.2),
                overlap(first, second, 0.4));
    }

    /**
     * The share of the K = ceil(fraction x m) tokens of highest score that both scorers name; of equal scores the earlier token counts as higher.
     * Two unrelated scorers reach about the fraction itself.
     */
    public static double overlap(Ranking first, Ranking second, double fraction) {
        int top = (int) Math.ceil(fraction * first.size());
        int common = 0;
        for (int j = 0; j < first.size(); j++) {
            common += first.places()[j] <= top && second.places()[j] <= top ? 1 : 0;
        }
        return (double) common / top;
    }
}
