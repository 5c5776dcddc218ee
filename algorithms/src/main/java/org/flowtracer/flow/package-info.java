/**
 * FlowTracer: how much of the question's information reaches the answer, and through which tokens.
 *
 * <p>Purpose: the reachability potential of every token, the flow that is conserved under it, its strongest routes, and a check of the
 * conservation itself.
 *
 * <p>Input: {@link org.flowtracer.dag.AttentionDag} and {@link org.flowtracer.flow.FlowOptions}. Output:
 * {@link org.flowtracer.flow.ReasoningFlow}; from it {@link org.flowtracer.flow.Backbone} and
 * {@link org.flowtracer.flow.FlowDecomposition}.
 *
 * <p>Source: Dong et al., "How Does Reasoning Flow?", arXiv 2606.10646, sections 3.2 and 3.3.
 */
@NullMarked
package org.flowtracer.flow;

import org.jspecify.annotations.NullMarked;
