package org.flowtracer.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of a flow after paths were taken out, with question and answer merged into one node each; see {@link FlowDecomposition}.
 *
 * <p>Only edges that lost flow are stored; all others are computed from the flow when they are met.
 */
final class ResidualFlow {
    /** Stands for the merged question as the token before. */
    private static final int QUESTION = -1;

    private final ReasoningFlow flow;
    private final boolean[] question;
    private final boolean[] answer;
    /** What runs from the question to token k [n]. */
    private final double[] fromQuestion;
    /** What runs from token i to the answer [n]. */
    private final double[] toAnswer;

    private double direct;
    /** For a later token k, the residual flow of those edges i -> k that lost some. */
    private final Map<Integer, Map<Integer, Double>> changed = new HashMap<>();

    ResidualFlow(ReasoningFlow flow) {
        int size = flow.size();
        this.flow = flow;
        question = new boolean[size];
        answer = new boolean[size];
        fromQuestion = new double[size];
        toAnswer = new double[size];
        flow.dag().sources().stream().forEach(q -> question[q] = true);
        flow.dag().sinks().stream().forEach(a -> {
            answer[a] = true;
            direct += question[a] && flow.reaches(a) ? flow.sourceShare(a) : 0;
            question[a] = false;
        });
        double[] into = new double[size];
        for (int k = 0; k < size; k++) {
            flow.edgeFlowsInto(k, into);
            for (int i = 0; i < k && !question[k]; i++) {
                if (answer[k] && question[i]) {
                    direct += into[i];
                } else if (answer[k] && !answer[i]) {
                    toAnswer[i] += into[i];
                } else if (question[i]) {
                    fromQuestion[k] += into[i];
                }
            }
        }
    }

    /** The path with the largest bottleneck; of flow 0 where none is left. */
    FlowPath widestPath() {
        int size = flow.size();
        double[] width = new double[size];
        int[] before = new int[size];
        double[] into = new double[size];
        double widest = direct;
        int last = QUESTION;
        for (int k = 0; k < size; k++) {
            if (question[k] || answer[k]) {
                continue;
            }
            residualInto(k, into);
            double best = fromQuestion[k];
            int bestBefore = QUESTION;
            for (int i = 0; i < k; i++) {
                double through = Math.min(width[i], into[i]);
                if (through > best) {
                    best = through;
                    bestBefore = i;
                }
            }
            width[k] = best;
            before[k] = bestBefore;
            double arriving = Math.min(best, toAnswer[k]);
            if (arriving > widest) {
                widest = arriving;
                last = k;
            }
        }
        Deque<Integer> tokens = new ArrayDeque<>();
        for (int k = last; k != QUESTION; k = before[k]) {
            tokens.addFirst(k);
        }
        return new FlowPath(List.copyOf(tokens), widest);
    }

    private void residualInto(int k, double[] into) {
        flow.edgeFlowsInto(k, into);
        changed.getOrDefault(k, Map.of()).forEach((i, rest) -> into[i] = rest);
    }

    /** Takes a path's flow from all its edges. */
    void subtract(FlowPath path) {
        List<Integer> tokens = path.tokens();
        if (tokens.isEmpty()) {
            direct -= path.flow();
            return;
        }
        fromQuestion[tokens.get(0)] -= path.flow();
        toAnswer[tokens.get(tokens.size() - 1)] -= path.flow();
        for (int j = 1; j < tokens.size(); j++) {
            int i = tokens.get(j - 1);
            int k = tokens.get(j);
            changed.computeIfAbsent(k, token -> new HashMap<>())
                    .merge(i, flow.edgeFlow(i, k) - path.flow(), (rest, unused) -> rest - path.flow());
        }
    }
}
