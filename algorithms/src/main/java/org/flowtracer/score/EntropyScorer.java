package org.flowtracer.score;

import java.util.Optional;

/**
 * {@code entropy}: H(k) = -sum over p of p log p, in nats, of the distribution that produced token k; high at forking tokens.
 *
 * <p>Source: Wang et al., "Beyond the 80/20 Rule", arXiv 2506.01939. Ours: the first token, which no distribution produced, scores 0.
 */
public record EntropyScorer() implements TokenScorer {
    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.entropy(), "entropies");
    }

    @Override
    public double[] values(Evidence evidence) {
        float[] entropy = evidence.entropy().orElseThrow();
        double[] scores = new double[evidence.size()];
        for (int k = 1; k < scores.length; k++) {
            scores[k] = entropy[k - 1];
        }
        return scores;
    }
}
