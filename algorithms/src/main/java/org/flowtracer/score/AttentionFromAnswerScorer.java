package org.flowtracer.score;

import org.flowtracer.dag.AttentionDag;

/**
 * {@code attention-from-answer}: the mean of W[k][a] over the answer's rows a, that is over the graph's sinks.
 *
 * <p>W is the graph's, so that its band of layers and its other options hold; rows that cannot see k, k's own among them, count with 0.
 * Cost O(|A| n).
 */
public record AttentionFromAnswerScorer() implements TokenScorer {
    @Override
    public String name() {
        return "attention-from-answer";
    }

    @Override
    public double[] values(Evidence evidence) {
        AttentionDag dag = evidence.dag();
        double[] scores = new double[dag.size()];
        for (int answer : dag.sinks().toArray()) {
            int start = AttentionDag.rowStart(answer);
            for (int key = 0; key < answer; key++) {
                scores[key] += dag.packed()[start + key];
            }
        }
        for (int key = 0; key < scores.length; key++) {
            scores[key] /= dag.sinks().size();
        }
        return scores;
    }
}
