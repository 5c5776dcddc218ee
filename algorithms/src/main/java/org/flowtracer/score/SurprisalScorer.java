package org.flowtracer.score;

import java.util.Optional;

/** {@code surprisal}: -log p(token k | tokens before it), in nats. Ours: the first token, which nothing predicted, scores 0. */
public record SurprisalScorer() implements TokenScorer {
    @Override
    public String name() {
        return "surprisal";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.logProb(), "log-probabilities");
    }

    @Override
    public double[] values(Evidence evidence) {
        float[] logProb = evidence.logProb().orElseThrow();
        double[] scores = new double[evidence.size()];
        for (int k = 1; k < scores.length; k++) {
            scores[k] = -logProb[k - 1];
        }
        return scores;
    }
}
