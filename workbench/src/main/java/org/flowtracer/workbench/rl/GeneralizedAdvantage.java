package org.flowtracer.workbench.rl;

/**
 * Advantages of the tokens of one response from a critic's values, with V the value before each token, r the token's reward (the response's at its
 * last token, else 0) and nothing after the last token:
 *
 * <pre>
 * delta(t) = r(t) + discount V(t + 1) - V(t)
 * A(t)     = delta(t) + discount lambda A(t + 1)
 * return(t) = A(t) + V(t)
 * </pre>
 *
 * <p>Source: Schulman et al., arXiv 1506.02438.
 *
 * @param discount in [0, 1]
 * @param lambda in [0, 1]: 1 for reward less value, 0 for the change of value from token to token
 */
public record GeneralizedAdvantage(double discount, double lambda) {
    /** No discount within a response, and the whole return. */
    public static final GeneralizedAdvantage DEFAULT = new GeneralizedAdvantage(1, 1);

    /** @throws IllegalArgumentException if a number is outside [0, 1] */
    public GeneralizedAdvantage {
        if (!(discount >= 0 && discount <= 1 && lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException(
                    "expected a discount and a lambda in [0, 1], found " + discount + " and " + lambda);
        }
    }

    /**
     * What the critic's values come to.
     *
     * @param advantages of each token [T]
     * @param returns what the critic should have said before each token [T]
     */
    public record Estimate(double[] advantages, double[] returns) {}

    /**
     * The estimate for one response.
     *
     * @param reward of the whole response
     * @param values the critic's before each token [T], T at least 1
     */
    public Estimate of(double reward, double[] values) {
        double[] advantages = new double[values.length];
        double[] returns = new double[values.length];
        double next = 0;
        double following = 0;
        for (int t = values.length - 1; t >= 0; t--) {
            double earned = t == values.length - 1 ? reward : 0;
            advantages[t] = earned + discount * following - values[t] + discount * lambda * next;
            returns[t] = advantages[t] + values[t];
            next = advantages[t];
            following = values[t];
        }
        return new Estimate(advantages, returns);
    }
}
