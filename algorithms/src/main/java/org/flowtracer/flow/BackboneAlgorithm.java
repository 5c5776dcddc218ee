package org.flowtracer.flow;

/** A rule that picks the edges along which most of a flow runs. */
public interface BackboneAlgorithm {
    /** The edges that the rule picks. */
    Backbone extract(ReasoningFlow flow);
}
