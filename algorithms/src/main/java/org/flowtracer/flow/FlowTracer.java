package org.flowtracer.flow;

import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;

/**
 * Traces the information of the question to the answer.
 *
 * <p>With A the sinks, the <em>potential</em> h of section 3.2 says how much of a token's signal can reach the answer at all:
 *
 * <pre>
 * h(i) = sum over k > i of W[i][k] h(k)        (for i in A: 1, or 1 + that sum when the answer passes flow on)
 * </pre>
 *
 * It turns weights into the <em>conserved weights</em> {@code W'[i][k] = W[i][k] h(k) / h(i)} (a Doob transform), which with the sink's edge
 * {@code 1 / h(i)} sum to 1 at every token that can reach the answer (Theorem 3.1). Under them a unit of flow runs forward from the question
 * (section 3.3):
 *
 * <pre>
 * f(k) = share(k) + sum over i < k of f(i) W'[i][k]
 * </pre>
 *
 * Departures from the paper, all of them options: whether the answer absorbs ({@link FlowOptions.AnswerMode}), and shares other than
 * 1 / |Q| ({@link FlowOptions.SourceShares}).
 *
 * <p>Cost: two sweeps over the packed weights, O(n^2) time, O(n) memory. Potentials far outside the
 * ordinary range of a double are carried with an exponent of their own, which takes about ten times as long.
 */
public final class FlowTracer {
    private FlowTracer() {}

    /** As {@link #trace(AttentionDag, FlowOptions, int)} with all processors. */
    public static ReasoningFlow trace(AttentionDag dag, FlowOptions options) {
        return trace(dag, options, Runtime.getRuntime().availableProcessors());
    }

    /**
     * The flow through a graph. Its question may be unable to reach the answer: then nothing arrives, and the result says so.
     *
     * @param threads how many threads large graphs are shared among; the result is the same bit for bit
     * @throws IllegalArgumentException if that is less than 1
     */
    public static ReasoningFlow trace(AttentionDag dag, FlowOptions options, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
        }
        boolean absorbing = options.answerMode() == FlowOptions.AnswerMode.ABSORBING;
        PanelSweeps sweeps = new PanelSweeps(dag, absorbing, threads);
        double[] plain = sweeps.potential();
        if (plain == null) {
            ScaledVector potential = ScaledSweeps.potential(dag, absorbing);
            double[] shares = shares(dag, potential, options.sourceShares());
            double[] inflow = ScaledSweeps.inflow(dag, absorbing, potential, shares);
            return new ReasoningFlow(dag, options, potential, shares, inflow);
        }
        ScaledVector potential = ScaledVector.of(plain);
        double[] shares = shares(dag, potential, options.sourceShares());
        return new ReasoningFlow(dag, options, potential, shares, sweeps.inflow(plain, shares));
    }

    /** The share of the unit that enters at each token [n]; they sum to 1. */
    private static double[] shares(AttentionDag dag, ScaledVector potential, FlowOptions.SourceShares rule) {
        Positions sources = dag.sources();
        double[] shares = new double[dag.size()];
        int largest = sources.first();
        for (int source : sources.toArray()) {
            largest = potential.ratio(source, largest) > 1 || !potential.isPositive(largest) ? source : largest;
        }
        boolean uniform = rule == FlowOptions.SourceShares.UNIFORM || !potential.isPositive(largest);
        double sum = 0;
        for (int source : sources.toArray()) {
            shares[source] = uniform ? 1 : potential.ratio(source, largest);
            sum += shares[source];
        }
        for (int source : sources.toArray()) {
            shares[source] /= sum;
        }
        return shares;
    }
}
