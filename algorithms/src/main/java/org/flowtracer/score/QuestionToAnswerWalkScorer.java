package org.flowtracer.score;

import org.flowtracer.dag.AttentionDag;

/**
 * {@code question-to-answer-walk}: v(k) r(k) of the random walk that starts at a question token, each with the same chance, and goes on along the
 * outgoing weights of where it stands, normalised to 1: v(k) is its expected number of visits to k, r(k) the probability to reach the answer
 * from k (1 at the answer). It does not know of the answer while it walks, and it ends at tokens without outgoing weight. Cost O(n^2).
 */
public record QuestionToAnswerWalkScorer() implements TokenScorer {
    @Override
    public String name() {
        return "question-to-answer-walk";
    }

    /** The outgoing weight of each token [n], and its v and r. */
    private record Walk(double[] outgoing, double[] visits, double[] reach) {
        static Walk on(AttentionDag dag) {
            double[] outgoing = StrengthScorer.strengths(dag, StrengthScorer.Direction.OUT);
            return new Walk(
                    outgoing,
                    QuestionToAnswerWalkScorer.visits(dag, outgoing),
                    QuestionToAnswerWalkScorer.reach(dag, outgoing));
        }
    }

    @Override
    public double[] values(Evidence evidence) {
        Walk walk = Walk.on(evidence.dag());
        double[] scores = new double[evidence.size()];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = walk.visits[k] * walk.reach[k];
        }
        return scores;
    }

    /** How often the walk is expected to cross each edge and to reach the answer from there. */
    @Override
    public EdgeScores edgeScores(Evidence evidence) {
        AttentionDag dag = evidence.dag();
        Walk walk = Walk.on(dag);
        return (from, to) -> {
            double weight = dag.weight(from, to);
            return weight == 0 ? 0 : walk.visits[from] * weight / walk.outgoing[from] * walk.reach[to];
        };
    }

    private static double[] visits(AttentionDag dag, double[] outgoing) {
        double[] visits = new double[dag.size()];
        for (int question : dag.sources().toArray()) {
            visits[question] = 1.0 / dag.sources().size();
        }
        for (int to = 1; to < visits.length; to++) {
            int row = AttentionDag.rowStart(to);
            for (int from = 0; from < to; from++) {
                double weight = dag.packed()[row + from];
                visits[to] += weight == 0 ? 0 : visits[from] * weight / outgoing[from];
            }
        }
        return visits;
    }

    private static double[] reach(AttentionDag dag, double[] outgoing) {
        double[] reach = new double[dag.size()];
        boolean[] answer = new boolean[dag.size()];
        dag.sinks().stream().forEach(a -> answer[a] = true);
        for (int to = reach.length - 1; to >= 0; to--) {
            reach[to] = answer[to] ? 1 : reach[to];
            int row = AttentionDag.rowStart(to);
            for (int from = 0; from < to; from++) {
                double weight = dag.packed()[row + from];
                reach[from] += weight == 0 ? 0 : weight / outgoing[from] * reach[to];
            }
        }
        return reach;
    }
}
