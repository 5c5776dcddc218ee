package org.flowtracer.score;

import java.util.Optional;

/**
 * {@code integrated-gradients}: what the token's embedding adds to the answer's log-likelihood on the straight way from a baseline, the mean of all
 * embeddings, to the tokens. The scores sum to the difference between both ends. Source: Sundararajan et al., arXiv 1703.01365. Signed.
 */
public record IntegratedGradientsScorer() implements TokenScorer {
    @Override
    public String name() {
        return "integrated-gradients";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(Optional.ofNullable(evidence.gradients().integrated()), "integrated gradients");
    }

    @Override
    public double[] values(Evidence evidence) {
        return Evidence.widened(
                Optional.ofNullable(evidence.gradients().integrated()).orElseThrow());
    }
}
