/**
 * The one-page report of a trace.
 *
 * <p>Input: a trace, its flow, figures. Output: {@code report.html}, one file that needs neither network nor library: a template, a style and a
 * script of our own (in the resources), and one block of JSON with what {@link org.flowtracer.workbench.report.TraceReport} documents.
 *
 * <p>Source: arXiv 2606.10646.
 */
@NullMarked
package org.flowtracer.workbench.report;

import org.jspecify.annotations.NullMarked;
