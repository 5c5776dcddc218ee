/**
 * The workbench in a few verbs, the same for notebooks, scripts and the command line.
 *
 * <p>Purpose: load a model, let it respond, trace how the question reached the answer, read and save traces.
 *
 * <p>Input: a checkpoint's folder and a prompt, or a trace folder made elsewhere. Output:
 * {@link org.flowtracer.workbench.exchange.ReasoningTrace}, and folders with report and figures.
 */
@NullMarked
package org.flowtracer.workbench;

import org.jspecify.annotations.NullMarked;
