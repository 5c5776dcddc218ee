package org.flowtracer.score;

import java.util.Optional;

/**
 * {@code gradient-norm}: the Euclidean norm of the gradient of the answer's log-likelihood in the token's embedding. Source: Simonyan et al., arXiv
 * 1312.6034. The answer's last token and all after it predict nothing of the answer and score 0.
 */
public record GradientNormScorer() implements TokenScorer {
    @Override
    public String name() {
        return "gradient-norm";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(Optional.ofNullable(evidence.gradients().norm()), "gradient norms");
    }

    @Override
    public double[] values(Evidence evidence) {
        return Evidence.widened(Optional.ofNullable(evidence.gradients().norm()).orElseThrow());
    }
}
