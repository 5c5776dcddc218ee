package org.flowtracer.flow;

/**
 * An edge between two tokens as the flow sees it.
 *
 * @param from the earlier token i
 * @param to the later token k
 * @param weight W[i][k], the attention that k pays to i
 * @param conserved W'[i][k], the share of i's flow that goes to k
 * @param flow phi(i -> k), in units of the unit flow
 */
public record FlowEdge(int from, int to, double weight, double conserved, double flow) {}
