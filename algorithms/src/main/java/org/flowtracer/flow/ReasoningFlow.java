package org.flowtracer.flow;

import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;

/**
 * A unit of flow from the question to the answer, as {@link FlowTracer} found it. Amounts are in units of that flow.
 *
 * <p>Per-token values cost O(1), arrays O(n) and are fresh. Immutable; safe for many threads.
 */
public final class ReasoningFlow {
    private final AttentionDag dag;
    private final FlowOptions options;
    private final ScaledVector potential;
    private final double[] shares;
    private final double[] inflow;
    private final boolean[] sink;

    ReasoningFlow(AttentionDag dag, FlowOptions options, ScaledVector potential, double[] shares, double[] inflow) {
        this.dag = dag;
        this.options = options;
        this.potential = potential;
        this.shares = shares;
        this.inflow = inflow;
        this.sink = new boolean[dag.size()];
        dag.sinks().stream().forEach(k -> sink[k] = true);
    }

    /** The graph that the flow runs through. */
    public AttentionDag dag() {
        return dag;
    }

    /** How it enters and leaves. */
    public FlowOptions options() {
        return options;
    }

    /** The number of tokens n. */
    public int size() {
        return inflow.length;
    }

    /**
     * The reachability potential h(k). It may underflow to 0 or overflow to infinity as a double; flows and conserved weights are right
     * nevertheless, and {@link #reaches} tells whether it is truly 0.
     */
    public double potential(int k) {
        return potential.get(k);
    }

    /** Whether any path leads from token k to the answer, that is h(k) > 0. */
    public boolean reaches(int k) {
        return potential.isPositive(k);
    }

    /** The share of the unit that enters at token k; 0 outside the question. */
    public double sourceShare(int k) {
        return shares[k];
    }

    /** The flow f(k) into token k, its source share included. */
    public double inflow(int k) {
        return inflow[k];
    }

    /** The throughput tau(k) = f(k) + what flows out of k: 2 f(k), but f(k) where nothing can go on to the answer. */
    public double throughput(int k) {
        return reaches(k) ? 2 * inflow[k] : inflow[k];
    }

    /** The conserved weight of the edge from token k to the sink: 1 / h(k) for the answer's tokens, else 0. */
    public double toSink(int k) {
        return sink[k] ? potential.reciprocal(k) : 0;
    }

    /** The conserved weight W'[i][k] of the edge i -> k, the share of i's flow that goes to k; 0 where there is no edge. */
    public double conservedWeight(int i, int k) {
        double weight = dag.weight(i, k);
        return weight == 0 || isCut(i) ? 0 : weight * potential.ratio(k, i);
    }

    private boolean isCut(int i) {
        return sink[i] && options.answerMode() == FlowOptions.AnswerMode.ABSORBING;
    }

    /** The flow phi(i -> k) along an edge. */
    public double edgeFlow(int i, int k) {
        return inflow[i] * conservedWeight(i, k);
    }

    /**
     * The flow along all edges into one token. Cost O(k).
     *
     * @param flows where phi(i -> k) is written, at index i for every i < k; the rest is left as it is
     */
    public void edgeFlowsInto(int k, double[] flows) {
        for (int i = 0; i < k; i++) {
            flows[i] = inflow[i] == 0 ? 0 : edgeFlow(i, k);
        }
    }

    /** The flow that leaves from token k to the sink. */
    public double sinkFlow(int k) {
        return inflow[k] * toSink(k);
    }

    /** The flow that arrives at the sink: 1 unless some question token cannot reach the answer. */
    public double arrived() {
        return dag.sinks().stream().mapToDouble(this::sinkFlow).sum();
    }

    /** The source shares of the question tokens that cannot reach the answer: what was lost on the way in. */
    public double unreachableShare() {
        return dag.sources().stream()
                .filter(q -> !reaches(q))
                .mapToDouble(this::sourceShare)
                .sum();
    }

    /** {@link #potential(int)} of every token [n]. */
    public double[] potential() {
        return IntStream.range(0, size()).mapToDouble(this::potential).toArray();
    }

    /** {@link #inflow(int)} of every token [n]. */
    public double[] inflow() {
        return inflow.clone();
    }

    /** {@link #throughput(int)} of every token [n]. */
    public double[] throughput() {
        return IntStream.range(0, size()).mapToDouble(this::throughput).toArray();
    }

    /** {@link #toSink(int)} of every token [n]. */
    public double[] toSink() {
        return IntStream.range(0, size()).mapToDouble(this::toSink).toArray();
    }
}
