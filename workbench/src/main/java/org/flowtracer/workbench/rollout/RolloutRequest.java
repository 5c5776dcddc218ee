package org.flowtracer.workbench.rollout;

import org.flowtracer.trace.Positions;

/**
 * A prompt to be continued.
 *
 * @param tokenIds the prompt, at least one token; it may end within a response
 * @param samples G, how many responses it gets
 * @param hidden positions of the prompt that no later token may attend to, prompt and response alike; each of them still sees itself
 */
public record RolloutRequest(int[] tokenIds, int samples, Positions hidden) {
    private static final Positions NOTHING = Positions.of();

    /** @throws IllegalArgumentException if there is no token or no sample, or a hidden position is not in the prompt */
    public RolloutRequest {
        if (tokenIds.length == 0) {
            throw new IllegalArgumentException("expected at least one token in a prompt, found none");
        }
        if (samples < 1) {
            throw new IllegalArgumentException("expected at least 1 sample of a prompt, found " + samples);
        }
        if (!hidden.isEmpty() && hidden.last() >= tokenIds.length) {
            throw new IllegalArgumentException(
                    "expected hidden positions in a prompt of " + tokenIds.length + " tokens, found " + hidden.last());
        }
    }

    /** A prompt of which nothing is hidden. */
    public static RolloutRequest of(int[] tokenIds, int samples) {
        return new RolloutRequest(tokenIds, samples, NOTHING);
    }
}
