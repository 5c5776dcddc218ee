package org.flowtracer.workbench.rl;

import java.util.List;

/**
 * A response as the objective sees it, token by token.
 *
 * @param old log-probability of each token under the policy that sampled it [T], T at least 1
 * @param reference under the start model [T]; any where it plays no part
 * @param advantages of each token, times its weight [T]
 */
public record WeightedResponse(double[] old, double[] reference, double[] advantages) {
    /** @throws IllegalArgumentException if the lengths differ, or there is no token */
    public WeightedResponse {
        if (old.length == 0 || reference.length != old.length || advantages.length != old.length) {
            throw new IllegalArgumentException(
                    "expected as many log-probabilities, reference log-probabilities and advantages, at least one, found "
                            + old.length + ", " + reference.length + " and " + advantages.length);
        }
    }

    /** T. */
    public int length() {
        return old.length;
    }

    /** How far the policy that sampled is from the start model: the mean of k3 over all tokens. */
    static double divergence(List<WeightedResponse> responses) {
        double sum = 0;
        double tokens = 0;
        for (WeightedResponse response : responses) {
            for (int token = 0; token < response.length(); token++) {
                sum += ClippedObjective.k3(response.old[token], response.reference[token]);
            }
            tokens += response.length();
        }
        return sum / tokens;
    }
}
