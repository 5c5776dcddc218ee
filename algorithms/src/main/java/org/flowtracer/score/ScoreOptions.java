package org.flowtracer.score;

/**
 * The choices that scorers leave open, with their defaults in one place.
 *
 * @param seed of {@code random}
 * @param headShare share of all stored heads in each of the local and the global group, in (0, 1]
 * @param horizonFrom the nearest later token, in tokens ahead, whose attention {@code fai} counts; at least 1
 * @param horizonTo the farthest such token, included
 * @param windowMax W of {@code waad}: the distance, in tokens, at which distances are clipped; at least 1
 * @param anchorShare share of the response tokens, by {@code fai}, that {@code coupled-rhythm} takes for anchors, in [0, 1]
 * @param introductoryShare alpha of {@code coupled-rhythm}: what an anchor hands to its introductory token, in [0, 1]
 * @param receiverHeads how many heads {@code receiver-heads} averages; at least 1
 * @param attentionFlowWorkMax the most of layers x tokens^3 that {@code attention-flow} takes on, one maximum flow a token; at least 1
 */
public record ScoreOptions(
        long seed,
        double headShare,
        int horizonFrom,
        int horizonTo,
        int windowMax,
        double anchorShare,
        double introductoryShare,
        int receiverHeads,
        long attentionFlowWorkMax) {
    /** A minute on the attention that takes longest, which falls off quickly with distance; some seconds on most. */
    public static final long ATTENTION_FLOW_WORK_MAX_DEFAULT = 1L << 33;

    /** The sources' choices where they state one. */
    public static final ScoreOptions DEFAULT =
            new ScoreOptions(1, 0.3, 10, 50, 10, 0.4, 0.5, 16, ATTENTION_FLOW_WORK_MAX_DEFAULT);

    /** @throws IllegalArgumentException if a value is outside its range */
    public ScoreOptions {
        require(headShare > 0 && headShare <= 1, "a share of heads in (0, 1]", headShare);
        require(horizonFrom >= 1, "a horizon from at least 1 token ahead", horizonFrom);
        require(horizonTo >= horizonFrom, "a horizon to at least " + horizonFrom + " tokens ahead", horizonTo);
        require(windowMax >= 1, "a window of at least 1 token", windowMax);
        require(anchorShare >= 0 && anchorShare <= 1, "a share of anchors in [0, 1]", anchorShare);
        require(
                introductoryShare >= 0 && introductoryShare <= 1,
                "a share for introductory tokens in [0, 1]",
                introductoryShare);
        require(receiverHeads >= 1, "at least 1 receiver head", receiverHeads);
        require(attentionFlowWorkMax >= 1, "work of at least 1 for attention flow", attentionFlowWorkMax);
    }

    private static void require(boolean holds, String expected, Number found) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }

    public ScoreOptions withSeed(long other) {
        return new ScoreOptions(
                other,
                headShare,
                horizonFrom,
                horizonTo,
                windowMax,
                anchorShare,
                introductoryShare,
                receiverHeads,
                attentionFlowWorkMax);
    }

    /** Later tokens from {@code from} to {@code to} ahead; {@link Integer#MAX_VALUE} runs to the end of the response. */
    public ScoreOptions withHorizon(int from, int to) {
        return new ScoreOptions(
                seed,
                headShare,
                from,
                to,
                windowMax,
                anchorShare,
                introductoryShare,
                receiverHeads,
                attentionFlowWorkMax);
    }

    public ScoreOptions withReceiverHeads(int count) {
        return new ScoreOptions(
                seed,
                headShare,
                horizonFrom,
                horizonTo,
                windowMax,
                anchorShare,
                introductoryShare,
                count,
                attentionFlowWorkMax);
    }

    public ScoreOptions withAttentionFlowWorkMax(long layersTimesTokensCubed) {
        return new ScoreOptions(
                seed,
                headShare,
                horizonFrom,
                horizonTo,
                windowMax,
                anchorShare,
                introductoryShare,
                receiverHeads,
                layersTimesTokensCubed);
    }
}
