package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {
    private static final double TOLERANCE = 1e-12;

    private static TokenScores scores(double... values) {
        return new TokenScores("test", values);
    }

    private static Ranking ranking(double... values) {
        return Ranking.of(scores(values), Positions.range(0, values.length));
    }

    @Test
    void ranksAndPlacesByHand() {
        Ranking ranking = Ranking.of(scores(7, 2, 9, 2, -0.0, 0.0), Positions.range(1, 6));
        assertArrayEquals(new double[] {2.5, 1, 2.5, 4.5, 4.5}, ranking.ranks());
        assertArrayEquals(new int[] {2, 1, 3, 4, 5}, ranking.places());
        assertTrue(ranking(3, 3).isConstant() && !ranking.isConstant());
    }

    @Test
    void withTiesByHand() {
        // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: covariance 4.5, variances 4.5 and 5. Pairs: 5 concordant, one tied in x
        // only.
        Agreement agreement = Agreement.of(scores(1, 2, 2, 3), scores(10, 30, 20, 40), Positions.range(0, 4));
        assertEquals(4.5 / Math.sqrt(4.5 * 5), agreement.spearman(), TOLERANCE);
        assertEquals(5 / Math.sqrt(5.0 * 6), agreement.kendall(), TOLERANCE);
        // The top 20 % of 4 is one token, 3 in both; the top 40 % two, 3 and, as the earlier of the tied, 1.
        assertEquals(1, agreement.overlap20());
        assertEquals(1, agreement.overlap40());
    }

    @Test
    void onlyEligibleTokensCount() {
        Positions eligible = Positions.range(2, 7);
        Agreement agreement = Agreement.of(scores(9, 9, 1, 2, 3, 4, 5, 9), scores(0, 5, 5, 4, 3, 2, 1, 7), eligible);
        assertEquals(-1, agreement.spearman(), TOLERANCE);
        assertEquals(-1, agreement.kendall(), TOLERANCE);
        assertEquals(0, agreement.overlap20());
        assertEquals(0, agreement.overlap40());
    }

    @Test
    void overlapCountsCommonTokens() {
        // ceil(0.4 x 5) = 2: tokens 4, 3 against 4, 0.
        assertEquals(0.5, Agreement.overlap(ranking(1, 2, 3, 4, 5), ranking(4, 3, 2, 1, 5), 0.4), TOLERANCE);
    }

    @Test
    void constantScoresHaveNoRankCorrelation() {
        Agreement agreement = Agreement.of(scores(1, 1, 1), scores(1, 2, 3), Positions.range(0, 3));
        assertTrue(Double.isNaN(agreement.spearman()) && Double.isNaN(agreement.kendall()));
    }

    @Test
    void otherTokensAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Agreement.of(scores(1, 2), scores(1, 2, 3), Positions.range(0, 2)));
        assertThrows(IllegalArgumentException.class, () -> Agreement.of(scores(1, 2), scores(1, 2), Positions.of(1)));
    }

    @ParameterizedTest
    @CsvSource({"1,200,1000000", "2,200,7", "3,57,3", "4,2,1000000"})
    void equalsItsDefinitionOnManyTies(long seed, int size, int distinct) {
        Random random = new Random(seed);
        double[] x = random.doubles(size).map(u -> Math.floor(u * distinct)).toArray();
        double[] y = new double[size];
        for (int j = 0; j < size; j++) {
            y[j] = Math.floor(0.5 * x[j] + 0.5 * random.nextDouble() * distinct);
        }
        Agreement agreement = Agreement.of(scores(x), scores(y), Positions.range(0, size));
        assertEquals(pearson(midranks(x), midranks(y)), agreement.spearman(), 1e-10);
        assertEquals(tauB(x, y), agreement.kendall(), 1e-10);
    }

    private static double tauB(double[] x, double[] y) {
        double difference = 0;
        double untiedX = 0;
        double untiedY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                difference += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
                untiedX += x[i] == x[j] ? 0 : 1;
                untiedY += y[i] == y[j] ? 0 : 1;
            }
        }
        return difference / Math.sqrt(untiedX * untiedY);
    }

    private static double[] midranks(double[] values) {
        return Arrays.stream(values)
                .map(v -> 0.5
                        + Arrays.stream(values).filter(w -> w < v).count()
                        + 0.5 * Arrays.stream(values).filter(w -> w == v).count())
                .toArray();
    }

    private static double pearson(double[] x, double[] y) {
        double meanX = Arrays.stream(x).sum() / x.length;
        double meanY = Arrays.stream(y).sum() / y.length;
        double covariance = 0;
        double varianceX = 0;
        double varianceY = 0;
        for (int j = 0; j < x.length; j++) {
            covariance += (x[j] - meanX) * (y[j] - meanY);
            varianceX += (x[j] - meanX) * (x[j] - meanX);
            varianceY += (y[j] - meanY) * (y[j] - meanY);
        }
        return covariance / Math.sqrt(varianceX * varianceY);
    }
}
