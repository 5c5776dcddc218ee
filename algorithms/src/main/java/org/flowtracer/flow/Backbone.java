package org.flowtracer.flow;

import java.util.List;

/**
 * The dominant part of a flow: the edges between tokens that carry most of it (section 3.3).
 *
 * @param edges ordered by their later token, then by their earlier one; a view that computes each edge when it is read
 * @param share the part of the edge-flow mass (the sum of phi over all edges between tokens) that they hold; 0 where nothing flows
 * @param rule how they were chosen, for people
 */
public record Backbone(List<FlowEdge> edges, double share, String rule) {}
