package org.flowtracer.workbench.rollout;

import java.util.Arrays;

/**
 * A sampled response.
 *
 * @param request the index of the request that it answers
 * @param sample which of the request's samples it is, from 0
 * @param tokenIds every token drawn: the response and, where it ended by itself, the token that ended it
 * @param logProbabilities of each of these tokens, natural logarithms under the model's own distribution: the softmax of its logits, whatever
 *     temperature, top-k and top-p the token was drawn with. With temperature 1 and no truncation that is the distribution that was drawn from
 * @param ended whether it ended by itself, and not at the limit
 */
public record Rollout(int request, int sample, int[] tokenIds, float[] logProbabilities, boolean ended) {
    /** The response without the token that ended it. */
    public int[] written() {
        return ended ? Arrays.copyOf(tokenIds, tokenIds.length - 1) : tokenIds;
    }
}
