package org.flowtracer.workbench.rollout;

import java.util.List;

/** Runs a model over rows, each a sequence of its own, side by side. One thread uses it at a time. */
interface BatchDecoder extends AutoCloseable {
    /**
     * Forgets everything and reads a prompt into each row, from row 0.
     *
     * @param prompts at most as many as there are rows; their samples do not matter here
     * @return the logits of the token after each prompt, row by row [N, V]; valid until the next call
     */
    float[] start(List<RolloutRequest> prompts);

    /**
     * Rearranges the rows, with what they have read: row j becomes what row {@code sources[j]} was, and rows from {@code sources.length} on are
     * free.
     *
     * @param sources rows in ascending order; with repetitions only before the first step
     */
    void arrange(int[] sources);

    /**
     * Reads one more token in each row.
     *
     * @param tokenIds [N], of rows that have not reached their capacity
     * @return the logits of the token after it, row by row [N, V]; valid until the next call
     */
    float[] step(int[] tokenIds);

    @Override
    void close();
}
