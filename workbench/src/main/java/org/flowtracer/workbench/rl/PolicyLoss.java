package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.List;

/**
 * The loss of a minibatch of responses: the {@link ClippedObjective} of each token, gathered by an {@link Aggregation}. Everything is computed in
 * doubles. Responses may be visited in any order and by several threads, each once; the {@link #summary} does not depend on that.
 */
public final class PolicyLoss {
    private final ClippedObjective objective;
    private final List<WeightedResponse> responses;
    private final double[] shares; // [B]
    private final double[] losses; // [B] of the responses visited
    private final int[] clipped; // [B]

    /** @param longest the most tokens that a response may have */
    public PolicyLoss(
            ClippedObjective objective, Aggregation aggregation, int longest, List<WeightedResponse> responses) {
        this.objective = objective;
        this.responses = responses;
        this.shares = aggregation.shares(
                responses.stream().mapToInt(WeightedResponse::length).toArray(), longest);
        this.losses = new double[responses.size()];
        this.clipped = new int[responses.size()];
    }

    /**
     * What a minibatch came to, once every response has been visited.
     *
     * @param loss the whole of it
     * @param clipFraction the share of the tokens whose clipped term was the smaller
     */
    public record Summary(double loss, double clipFraction) {}

    /**
     * Visits a response.
     *
     * @param logProb of each token under the new policy [T]
     * @return the derivative of the loss by each of them [T]
     */
    public double[] slopes(int response, double[] logProb) {
        WeightedResponse of = responses.get(response);
        double[] slopes = new double[of.length()];
        for (int token = 0; token < slopes.length; token++) {
            ClippedObjective.Term term =
                    objective.of(logProb[token], of.old()[token], of.reference()[token], of.advantages()[token]);
            slopes[token] = shares[response] * term.slope();
            losses[response] += shares[response] * term.loss();
            clipped[response] += term.clipped() ? 1 : 0;
        }
        return slopes;
    }

    /** The loss of a response that has been visited. */
    double lossOf(int response) {
        return losses[response];
    }

    public Summary summary() {
        double tokens = responses.stream().mapToInt(WeightedResponse::length).sum();
        return new Summary(Arrays.stream(losses).sum(), Arrays.stream(clipped).sum() / tokens);
    }
}
