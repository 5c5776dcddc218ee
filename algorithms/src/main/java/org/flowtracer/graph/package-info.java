/**
 * Graph algorithms that JGraphT does not have, or not for real capacities and dense attention, written as JGraphT would.
 *
 * <p>Purpose: paths, flows, dominators and filters of the attention graph, the ground of FlowTracer's alternatives. Where JGraphT has an
 * algorithm it is used on {@link org.flowtracer.dag.AttentionGraph} instead.
 *
 * <p>Input: {@link org.flowtracer.dag.AttentionDag}, or any JGraphT graph where order does not matter. Output: numbers of tokens and edges. The
 * virtual source S has an edge to every source of the graph and the virtual sink T one from every sink; they have length 0 and never bind a
 * path; S's edges have capacity 1/q or infinite, T's infinite.
 *
 * <p>Source: each class names its own.
 */
@NullMarked
package org.flowtracer.graph;

import org.jspecify.annotations.NullMarked;
