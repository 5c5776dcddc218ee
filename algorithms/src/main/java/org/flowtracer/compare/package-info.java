/**
 * How far scorers agree, how well they find what is known to matter, and whether one way to train beats another.
 *
 * <p>Purpose: from scores of many scorers on many traces to agreement, detection quality and intervals; from results of paired runs to
 * differences and tests. Plain numbers in and out, tables and pictures are made elsewhere.
 *
 * <p>Input: {@link org.flowtracer.score.TokenScores} or arrays. Output: numbers and {@link org.flowtracer.compare.Interval}s, each estimator
 * named where it is computed.
 *
 * <p>Source: Kendall (1945) for tau-b, Fawcett (2006) for AUROC, Efron and Tibshirani (1993) for the bootstrap, Student (1908),
 * Fisher (1935) and Holm (1979) for runs.
 */
@NullMarked
package org.flowtracer.compare;

import org.jspecify.annotations.NullMarked;
