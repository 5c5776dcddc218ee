/**
 * Experiments: a question put to many problems, answered with intervals.
 *
 * <p>Purpose: to learn on tasks whose true dependencies are known which scorer finds them, and by interventions on what the answer depends.
 *
 * <p>Input: a {@link org.flowtracer.workbench.model.LanguageModel} and what is asked of it. Output: findings with bootstrap intervals, as records
 * and as one tidy table, and a manifest that says how to get them again.
 *
 * <p>Source: ours; AUROC after Fawcett (2006), the bootstrap after Efron and Tibshirani (1993).
 */
@NullMarked
package org.flowtracer.workbench.experiment;

import org.jspecify.annotations.NullMarked;
