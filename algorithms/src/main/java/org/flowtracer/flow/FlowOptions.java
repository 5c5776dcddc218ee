package org.flowtracer.flow;

/**
 * How flow enters at the question and leaves at the answer.
 *
 * @param answerMode whether flow that meets an answer token must leave there
 * @param sourceShares how the unit of flow is shared among the question's tokens
 */
public record FlowOptions(AnswerMode answerMode, SourceShares sourceShares) {
    /** All flow leaves at the first answer token that it meets; each question token gives the same share, as in the paper. */
    public static final FlowOptions DEFAULT = new FlowOptions(AnswerMode.ABSORBING, SourceShares.UNIFORM);

    /** What an answer token does with the flow that reaches it. */
    public enum AnswerMode {
        /** All of it leaves to the sink: h = 1, edges to other tokens are cut. */
        ABSORBING,
        /** Part of it goes on to later answer tokens: h(i) = 1 + sum over k of W[i][k] h(k). */
        PASSING
    }

    /** What each question token contributes to the unit of flow. */
    public enum SourceShares {
        /** 1 / |Q| each. */
        UNIFORM,
        /** h(q) / sum of h over Q: in proportion to what can reach the answer. Uniform where no question token can. */
        POTENTIAL
    }

    public FlowOptions withAnswerMode(AnswerMode mode) {
        return new FlowOptions(mode, sourceShares);
    }

    public FlowOptions withSourceShares(SourceShares shares) {
        return new FlowOptions(answerMode, shares);
    }
}
