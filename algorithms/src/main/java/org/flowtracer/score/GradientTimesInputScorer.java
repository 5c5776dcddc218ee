package org.flowtracer.score;

import java.util.Optional;

/**
 * {@code gradient-x-input}: the gradient of the answer's log-likelihood in the token's embedding, times that embedding. Source: Shrikumar et al., arXiv
 * 1605.01713. Signed: below 0 where a longer embedding would make the answer less likely.
 */
public record GradientTimesInputScorer() implements TokenScorer {
    @Override
    public String name() {
        return "gradient-x-input";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(Optional.ofNullable(evidence.gradients().timesInput()), "gradients times input");
    }

    @Override
    public double[] values(Evidence evidence) {
        return Evidence.widened(
                Optional.ofNullable(evidence.gradients().timesInput()).orElseThrow());
    }
}
