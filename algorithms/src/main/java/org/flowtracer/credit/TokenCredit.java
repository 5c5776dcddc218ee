package org.flowtracer.credit;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;

/**
 * Turns scores into weights on the advantage: {@code 1 + (gamma - 1) x share}, the share by the {@link Shaping}. With the defaults, the 40 % of
 * response tokens of highest score weigh 1.5, the others 1.
 *
 * <p>Source: arXiv 2606.10646, section 4. A pure function: the same scores give the same weights. Cost O(m log m) for m eligible tokens.
 *
 * @param shaping how a score becomes a share of the bonus
 * @param fraction of the eligible tokens that the hard shapings pick, in [0, 1]
 * @param gamma the weight of a token that gets the whole bonus, positive
 * @param signs for which advantages weights apply
 * @param answerTokens whether the answer's own tokens are eligible
 */
public record TokenCredit(Shaping shaping, double fraction, double gamma, Signs signs, AnswerTokens answerTokens) {
    /** The paper's choice. */
    public static final TokenCredit DEFAULT = new TokenCredit(Shaping.TOP, 0.4, 1.5, Signs.BOTH, AnswerTokens.ELIGIBLE);

    /** The advantages to which weights apply. */
    public enum Signs {
        BOTH,
        /** Responses of negative advantage keep weights of 1. */
        NON_NEGATIVE
    }

    /** Whether the answer's tokens can be raised. */
    public enum AnswerTokens {
        ELIGIBLE,
        LEFT_OUT
    }

    /** @throws IllegalArgumentException if a number is outside its range */
    public TokenCredit {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("expected a fraction in [0, 1], found " + fraction);
        }
        if (!(gamma > 0 && gamma <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("expected a positive gamma, found " + gamma);
        }
    }

    /**
     * The weights of one response.
     *
     * @param scores of every token of prompt and response
     * @param advantage of the response; only its sign is used
     * @throws IllegalArgumentException if the regions leave the tokens
     */
    public CreditWeights weights(TokenScores scores, Regions regions, double advantage) {
        int size = scores.values().length;
        Positions eligible = eligible(regions.within(size));
        double[] ofEligible = eligible.stream().mapToDouble(scores::of).toArray();
        CreditWeights ones = CreditWeights.uninformed(size, eligible);
        if (eligible.isEmpty() || !shaping.canTellApart(ofEligible)) {
            return ones;
        }
        double[] weights = ones.values();
        if (signs == Signs.BOTH || advantage >= 0) {
            if (shaping.isHard()) {
                picked(scores, eligible).stream().forEach(k -> weights[k] = gamma);
            } else {
                DoubleUnaryOperator share = shaping.of(ofEligible);
                eligible.stream().forEach(k -> weights[k] = 1 + (gamma - 1) * share.applyAsDouble(scores.of(k)));
            }
        }
        return new CreditWeights(weights, eligible, false);
    }

    private Positions eligible(Regions regions) {
        return answerTokens == AnswerTokens.ELIGIBLE
                ? regions.response()
                : Positions.of(regions.response().stream()
                        .filter(k -> !regions.answer().contains(k))
                        .toArray());
    }

    private Positions picked(TokenScores scores, Positions eligible) {
        if (shaping == Shaping.TOP) {
            return scores.top(fraction, eligible);
        }
        double[] negated = Arrays.stream(scores.values()).map(score -> -score).toArray();
        return new TokenScores(scores.scorer(), negated).top(fraction, eligible);
    }

    /**
     * This credit with its bonus shrunk as training goes on: gamma falls linearly to 1.
     *
     * @param progress from 0 at the start to 1 at the end
     */
    public TokenCredit annealed(double progress) {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("expected a progress in [0, 1], found " + progress);
        }
        return withGamma(1 + (gamma - 1) * (1 - progress));
    }

    public TokenCredit withShaping(Shaping other) {
        return new TokenCredit(other, fraction, gamma, signs, answerTokens);
    }

    public TokenCredit withFraction(double other) {
        return new TokenCredit(shaping, other, gamma, signs, answerTokens);
    }

    public TokenCredit withGamma(double other) {
        return new TokenCredit(shaping, fraction, other, signs, answerTokens);
    }

    public TokenCredit withSigns(Signs other) {
        return new TokenCredit(shaping, fraction, gamma, other, answerTokens);
    }

    public TokenCredit withAnswerTokens(AnswerTokens other) {
        return new TokenCredit(shaping, fraction, gamma, signs, other);
    }
}
