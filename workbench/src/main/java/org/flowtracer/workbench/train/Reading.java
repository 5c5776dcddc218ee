package org.flowtracer.workbench.train;

import java.util.List;
import org.flowtracer.trace.CausalMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What a model makes of a sequence of n tokens that it reads.
 *
 * @param logProb natural log-probabilities [n - 1]; entry t is that of token t + 1 given tokens 0..t
 * @param entropy in nats [n]; entry t is that of the distribution after token t
 * @param attention the mean over all heads of the layers that were asked for; null where none were, or its heads are kept apart
 * @param heads {@code heads.get(l).get(h)}: head h of the l-th layer that was asked for; empty where heads were not kept apart
 * @param hidden the normed hidden state after each token, of which logits are made [n, D], row by row; null where not asked for
 */
public record Reading(
        float[] logProb,
        float[] entropy,
        @Nullable CausalMatrix attention,
        List<List<CausalMatrix>> heads,
        float @Nullable [] hidden) {}
