/**
 * Drawings of traces and flows.
 *
 * <p>Purpose: one class a figure; each is the data that it shows and draws itself on a {@link java.awt.Graphics2D}, so that one drawing serves
 * screen, SVG, PDF and PNG. The bytes of SVG and CSV are the same on every machine: all text is drawn as outlines of the bundled fonts.
 *
 * <p>Input: {@link org.flowtracer.trace.AttentionTrace} and {@link org.flowtracer.flow.ReasoningFlow}. Output:
 * {@link org.flowtracer.workbench.figure.Figure}, written by {@link org.flowtracer.workbench.figure.FigureFiles}.
 *
 * <p>Source: arXiv 2606.10646 for what is drawn; colours after Okabe and Ito (2008), told apart by colour-blind readers.
 */
@NullMarked
package org.flowtracer.workbench.figure;

import org.jspecify.annotations.NullMarked;
