package org.flowtracer.score;

import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;

/**
 * {@code throughput} and {@code throughput-passing}: FlowTracer's tau(k), the flow into a token plus the flow out of it, with answer tokens that
 * absorb or pass flow on. Source: arXiv 2606.10646, section 3.3. Cost O(n^2).
 *
 * @param answerMode what an answer token does with the flow that reaches it
 */
public record ThroughputScorer(FlowOptions.AnswerMode answerMode) implements TokenScorer {
    @Override
    public String name() {
        return answerMode == FlowOptions.AnswerMode.ABSORBING ? "throughput" : "throughput-passing";
    }

    @Override
    public double[] values(Evidence evidence) {
        return flow(evidence).throughput();
    }

    @Override
    public EdgeScores edgeScores(Evidence evidence) {
        return flow(evidence)::edgeFlow;
    }

    private ReasoningFlow flow(Evidence evidence) {
        return FlowTracer.trace(evidence.dag(), FlowOptions.DEFAULT.withAnswerMode(answerMode));
    }
}
