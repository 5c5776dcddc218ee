/**
 * The attention graph of a trace.
 *
 * <p>Purpose: one node a token, one edge from each token to every later token that attends to it; the memory that all algorithms share.
 *
 * <p>Input: {@link org.flowtracer.trace.AttentionTrace} and {@link org.flowtracer.dag.DagOptions} (layer band, heads, first token, diagonal,
 * place of the answer). Output: {@link org.flowtracer.dag.AttentionDag}, packed rows of floats, 4 bytes an edge,
 * and {@link org.flowtracer.dag.AttentionGraph}, the same memory as a JGraphT graph.
 *
 * <p>Source: arXiv 2606.10646, section 3.1.
 */
@NullMarked
package org.flowtracer.dag;

import org.jspecify.annotations.NullMarked;
