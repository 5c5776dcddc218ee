/**
 * Every sensible answer to "which tokens matter?" behind one small interface.
 *
 * <p>Purpose: FlowTracer's throughput beside its alternatives from graph theory and credit assignment; one class an alternative.
 *
 * <p>Input: {@link org.flowtracer.score.Evidence}: an attention graph, with its trace where there is one. Output:
 * {@link org.flowtracer.score.TokenScores}: one number a token, higher = more important.
 *
 * <p>Source: each class names its own.
 */
@NullMarked
package org.flowtracer.score;

import org.jspecify.annotations.NullMarked;
