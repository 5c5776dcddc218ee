/**
 * From scores to what each token counts in reinforcement learning.
 *
 * <p>Purpose: {@link org.flowtracer.credit.TokenCredit}, the one place where credit methods differ: scores and an advantage in, a weight for each
 * token out.
 *
 * <p>Input: {@link org.flowtracer.score.TokenScores}, the regions of the trace, and the sign of the response's advantage. Output:
 * {@link org.flowtracer.credit.CreditWeights}, which multiply the advantage token by token.
 *
 * <p>Source: arXiv 2606.10646, section 4.
 */
@NullMarked
package org.flowtracer.credit;

import org.jspecify.annotations.NullMarked;
