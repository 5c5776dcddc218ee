package org.flowtracer.credit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Regions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenCreditTest {
    /** Two question tokens, five of the response, the last two of them the answer. */
    private static final Regions REGIONS = Regions.ofRanges(0, 2, 2, 7, 5, 7);

    private static final TokenScores SCORES = scores(9, 9, 1, 3, 3, 0, 7);

    private static TokenScores scores(double... values) {
        return new TokenScores("test", values);
    }

    private static double[] weights(TokenCredit credit) {
        return credit.weights(SCORES, REGIONS, 1).values();
    }

    @Test
    void theTopFortyPercentOfTheResponseWeighsHalfMore() {
        // ceil(0.4 x 5) = 2: the 7 and, of the equal 3s, the earlier.
        CreditWeights weights = TokenCredit.DEFAULT.weights(SCORES, REGIONS, -1);
        assertArrayEquals(new double[] {1, 1, 1, 1.5, 1, 1, 1.5}, weights.values());
        assertEquals(1.2, weights.mean(), 1e-12);
        assertFalse(weights.uninformed());
    }

    @Test
    void optionsChooseWhoIsRaised() {
        assertArrayEquals(
                new double[] {1, 1, 3, 1, 1, 3, 1},
                weights(TokenCredit.DEFAULT.withShaping(Shaping.BOTTOM).withGamma(3)));
        assertArrayEquals(new double[] {1, 1, 1, 1.5, 1.5, 1, 1.5}, weights(TokenCredit.DEFAULT.withFraction(0.6)));
        // Without the answer ceil(0.4 x 3) = 2 tokens: both 3s.
        TokenCredit withoutAnswer = TokenCredit.DEFAULT.withAnswerTokens(TokenCredit.AnswerTokens.LEFT_OUT);
        assertArrayEquals(new double[] {1, 1, 1, 1.5, 1.5, 1, 1}, weights(withoutAnswer));
    }

    @Test
    void signsChooseWhichResponses() {
        TokenCredit positive = TokenCredit.DEFAULT.withSigns(TokenCredit.Signs.NON_NEGATIVE);
        CreditWeights punished = positive.weights(SCORES, REGIONS, -0.1);
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1}, punished.values());
        assertFalse(punished.uninformed());
        assertArrayEquals(weights(TokenCredit.DEFAULT), weights(positive));
    }

    @ParameterizedTest
    @EnumSource(Shaping.class)
    void constantScoresRaiseNothing(Shaping shaping) {
        CreditWeights weights =
                TokenCredit.DEFAULT.withShaping(shaping).weights(scores(1, 2, 4, 4, 4, 4, 4), REGIONS, 1);
        assertTrue(weights.uninformed());
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1}, weights.values());
    }

    @ParameterizedTest
    @EnumSource(
            value = Shaping.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BOTTOM"})
    void weightsRiseWithScoresFromOneToGamma(Shaping shaping) {
        double[] weights = weights(TokenCredit.DEFAULT.withShaping(shaping));
        int[] ascending = {5, 2, 4, 3, 6};
        for (int j = 1; j < ascending.length; j++) {
            assertTrue(weights[ascending[j]] >= weights[ascending[j - 1]]);
        }
        assertTrue(weights[6] > weights[5]);
        assertTrue(Arrays.stream(weights).allMatch(weight -> weight >= 1 && weight <= 1.5));
    }

    @Test
    void continuousShapingsByHand() {
        // Of 0, 2: mean 1, deviation 1, so z = -1, 1; median 1, absolute deviations 1, 1; u = 0, 2.
        Regions two = Regions.ofRanges(0, 1, 1, 3, 2, 3);
        TokenScores scores = scores(0, 0, 2);
        double gamma = 2;
        double high = 1 / (1 + Math.exp(-1));
        assertArrayEquals(new double[] {1, 2 - high, 1 + high}, shaped(Shaping.SIGMOID, gamma, scores, two), 1e-12);
        assertArrayEquals(new double[] {1, 1, 1 + Math.tanh(1)}, shaped(Shaping.TANH, gamma, scores, two), 1e-12);
        double robust = 1 / (1 + Math.exp(-1 / 1.4826));
        assertArrayEquals(new double[] {1, 2 - robust, 1 + robust}, shaped(Shaping.MAD, gamma, scores, two), 1e-12);
        // Of 0, 1, 2: u = 0, 1, 2.
        Regions three = Regions.ofRanges(0, 1, 1, 4, 3, 4);
        assertArrayEquals(
                new double[] {1, 1, 1 + Math.log(2) / Math.log(3), 2},
                shaped(Shaping.LOG1P, gamma, scores(5, 0, 1, 2), three),
                1e-12);
    }

    private static double[] shaped(Shaping shaping, double gamma, TokenScores scores, Regions regions) {
        return TokenCredit.DEFAULT
                .withShaping(shaping)
                .withGamma(gamma)
                .weights(scores, regions, 1)
                .values();
    }

    @Test
    void noMedianDeviationTellsNothingApart() {
        // Most scores are equal, so their median absolute deviation is 0.
        assertTrue(TokenCredit.DEFAULT
                .withShaping(Shaping.MAD)
                .weights(scores(0, 0, 4, 4, 4, 4, 9), REGIONS, 1)
                .uninformed());
    }

    @Test
    void controlsKeepTheMean() {
        CreditWeights weights = TokenCredit.DEFAULT.weights(SCORES, REGIONS, 1);
        assertArrayEquals(
                new double[] {1, 1, 1.2, 1.2, 1.2, 1.2, 1.2},
                weights.flattened().values(),
                1e-12);
        assertEquals(1, weights.meanOne().mean(), 1e-12);
        assertEquals(1.25, weights.meanOne().values()[6], 1e-12);
        assertEquals(1, weights.meanOne().values()[0]);
        CreditWeights shuffled = weights.shuffled(3);
        assertArrayEquals(shuffled.values(), weights.shuffled(3).values());
        double[] before = weights.values().clone();
        double[] after = shuffled.values().clone();
        assertArrayEquals(new double[] {1, 1}, Arrays.copyOf(after, 2));
        Arrays.sort(before);
        Arrays.sort(after);
        assertArrayEquals(before, after);
    }

    @Test
    void shufflingReachesEveryTokenAlike() {
        int draws = 4000;
        int[] raised = new int[7];
        for (int seed = 0; seed < draws; seed++) {
            double[] weights = TokenCredit.DEFAULT
                    .weights(SCORES, REGIONS, 1)
                    .shuffled(seed)
                    .values();
            for (int k = 0; k < 7; k++) {
                raised[k] += weights[k] > 1 ? 1 : 0;
            }
        }
        for (int k = 2; k < 7; k++) {
            assertEquals(0.4, (double) raised[k] / draws, 0.03);
        }
    }

    @Test
    void annealingEndsAtOne() {
        assertEquals(1.5, TokenCredit.DEFAULT.annealed(0).gamma());
        assertEquals(1.25, TokenCredit.DEFAULT.annealed(0.5).gamma());
        assertEquals(1, TokenCredit.DEFAULT.annealed(1).gamma());
        assertThrows(IllegalArgumentException.class, () -> TokenCredit.DEFAULT.annealed(1.5));
    }

    @Test
    void brokenOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> TokenCredit.DEFAULT.withFraction(1.1));
        assertThrows(IllegalArgumentException.class, () -> TokenCredit.DEFAULT.withGamma(0));
        assertThrows(IllegalArgumentException.class, () -> TokenCredit.DEFAULT.weights(scores(1, 2), REGIONS, 1));
    }
}
