package org.flowtracer.score;

import java.util.Optional;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.AttentionGraph;
import org.flowtracer.dag.EdgeWeight;
import org.flowtracer.graph.LeastCostMaximumFlow;
import org.flowtracer.graph.NetworkFlow;

/**
 * {@code max-flow} and {@code min-cost-flow}: what enters a token in the canonical maximum flow, the one of least cost with costs -log W: from a source
 * that gives any amount, or one that gives 1 / q to each of the q question tokens.
 *
 * <p>On dense attention the minimum cut often just isolates the answer; then the amount says nothing of the way there, see
 * {@link NetworkFlow#cutIsolatesAnswer}. Cost: see {@link LeastCostMaximumFlow}.
 *
 * @param source what may enter at the question
 */
public record MaximumFlowScorer(Source source) implements TokenScorer {
    /** What may enter at the question. */
    public enum Source {
        FREE,
        UNIT
    }

    @Override
    public String name() {
        return source == Source.FREE ? "max-flow" : "min-cost-flow";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        AttentionDag dag = evidence.dag();
        boolean unbounded = source == Source.FREE && dag.sources().stream().anyMatch(dag.sinks()::contains);
        return unbounded ? Optional.of("an answer that is not read at a question token") : Optional.empty();
    }

    @Override
    public double[] values(Evidence evidence) {
        return flow(evidence.dag()).inflow();
    }

    @Override
    public EdgeScores edgeScores(Evidence evidence) {
        return flow(evidence.dag())::along;
    }

    /** The flow itself, with its value, its edges and its minimum cut. */
    public NetworkFlow flow(AttentionDag dag) {
        EdgeWeight capacity = source == Source.FREE ? EdgeWeight.CAPACITY_FREE_SOURCE : EdgeWeight.CAPACITY_UNIT_SOURCE;
        AttentionGraph network = dag.asGraph().withSourceAndSink().weightedBy(capacity);
        return new LeastCostMaximumFlow(network).getMaximumFlow(network.source(), network.sink());
    }
}
