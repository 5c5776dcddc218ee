package org.flowtracer.compare;

import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;

/**
 * Some tokens in the order of one scorer's scores. Arrays follow the positions of the tokens, ascending, and must not be changed.
 *
 * @param scorer the name of the scorer
 * @param eligible the m tokens that are ranked
 * @param ranks 1 = the highest score; equal scores share their mean rank [m]
 * @param places 1 to m without ties: of equal scores the earlier token comes first [m]
 */
public record Ranking(String scorer, Positions eligible, double[] ranks, int[] places) {
    /** The eligible tokens by their scores. Cost O(m log m). */
    public static Ranking of(TokenScores scores, Positions eligible) {
        double[] descending = eligible.stream()
                .mapToDouble(k -> Detection.UNSIGNED_ZERO - scores.of(k))
                .toArray();
        double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(descending);
        double[] places = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.SEQUENTIAL).rank(descending);
        int[] order = new int[places.length];
        for (int j = 0; j < order.length; j++) {
            order[j] = (int) places[j];
        }
        return new Ranking(scores.scorer(), eligible, ranks, order);
    }

    /** How many tokens are ranked. */
    public int size() {
        return ranks.length;
    }

    /** How high the {@code j}-th eligible token is ranked, in percent: 100 (m - rank + 1/2) / m. */
    public double percentile(int j) {
        return 100 * (size() - ranks[j] + 0.5) / size();
    }

    /** Whether all scores are equal, so that the order says nothing. */
    public boolean isConstant() {
        for (double rank : ranks) {
            if (rank != ranks[0]) {
                return false;
            }
        }
        return true;
    }
}
