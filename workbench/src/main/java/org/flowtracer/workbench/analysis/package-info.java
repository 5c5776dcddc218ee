/**
 * What traces say, as numbers in tables.
 *
 * <p>Input: {@link org.flowtracer.trace.AttentionTrace} and what the algorithms made of it. Output: records of numbers with a statement in plain
 * words, and Tablesaw tables of what many scorers say of many traces, for figures and reports.
 *
 * <p>Source: arXiv 2606.10646, section 3, for the observation on hubs.
 */
@NullMarked
package org.flowtracer.workbench.analysis;

import org.jspecify.annotations.NullMarked;
