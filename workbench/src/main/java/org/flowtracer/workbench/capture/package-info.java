/**
 * From a model and a token sequence to a trace.
 *
 * <p>Purpose: one extra teacher-forced pass over prompt and response that keeps of the attention what was asked for, and no more.
 *
 * <p>Input: {@link org.flowtracer.workbench.model.ModelWeights}, token ids, regions. Output: {@link org.flowtracer.trace.AttentionTrace} with
 * log-probabilities and entropies.
 *
 * <p>Source: arXiv 2606.10646, section 3.1.
 */
@NullMarked
package org.flowtracer.workbench.capture;

import org.jspecify.annotations.NullMarked;
