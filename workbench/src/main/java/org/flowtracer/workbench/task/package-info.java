/**
 * Problems whose answers can be checked, and some whose true dependencies are known.
 *
 * <p>Purpose: what models are trained on, sampled on and judged by; and, where a problem was planted with a distractor, the truth that every
 * token scorer is measured against.
 *
 * <p>Input: a seed and an index, or a file of JSON lines. Output: {@link org.flowtracer.workbench.task.Problem}: prompt, expected answer,
 * reference response, spans of statements and steps, {@link org.flowtracer.workbench.task.PlantedTruth}, and
 * {@link org.flowtracer.workbench.task.Verdict}s.
 *
 * <p>Source: twin chains and Countdown as the first bundled model's script drew them ({@code train.py} among the test resources); Countdown's reward as in TinyZero; GSM8K (Cobbe
 * et al., arXiv 2110.14168) and MATH (Hendrycks et al., arXiv 2103.03874) for the file layouts.
 */
@NullMarked
package org.flowtracer.workbench.task;

import org.jspecify.annotations.NullMarked;
