/**
 * What was seen of a model while it reasoned.
 *
 * <p>Purpose: the exchange between whoever captured attention (our own engine or transformers) and every algorithm of this project.
 *
 * <p>Input: nothing. Output: {@link org.flowtracer.trace.AttentionTrace}: tokens, regions, attention, optional log-probabilities and
 * entropies.
 *
 * <p>Source: Dong et al., "How Does Reasoning Flow?", arXiv 2606.10646, section 3.
 */
@NullMarked
package org.flowtracer.trace;

import org.jspecify.annotations.NullMarked;
