/**
 * Every committed figure and table, from the committed results, or from the experiment run again.
 *
 * <p>Purpose: {@link org.flowtracer.workbench.reproduce.Experiments} lists the experiments, one class each; an
 * {@link org.flowtracer.workbench.reproduce.Experiment} draws from its data and knows how to make them anew.
 *
 * <p>Input: the folder {@code figures}, whose {@code data/NAME} holds what experiment NAME found. Output: {@code figures/NAME}. The bytes of SVG,
 * CSV and Markdown depend on the data alone.
 */
@NullMarked
package org.flowtracer.workbench.reproduce;

import org.jspecify.annotations.NullMarked;
