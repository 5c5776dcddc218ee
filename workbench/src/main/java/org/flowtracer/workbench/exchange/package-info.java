/**
 * Traces and graphs as files that other programs read and write.
 *
 * <p>Purpose: a trace is written once and read by anything; traces and graphs made elsewhere come in, checked at the door.
 *
 * <p>Input and output: trace folders ({@link org.flowtracer.workbench.exchange.TraceFolder}: {@code trace.json}, {@code trace.safetensors},
 * {@code tokens.csv}, {@code edges.csv}), graphs as JSON ({@link org.flowtracer.workbench.exchange.DagFile}), GraphML and DOT
 * ({@link org.flowtracer.workbench.exchange.GraphExport}).
 */
@NullMarked
package org.flowtracer.workbench.exchange;

import org.jspecify.annotations.NullMarked;
