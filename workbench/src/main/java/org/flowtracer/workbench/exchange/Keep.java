package org.flowtracer.workbench.exchange;

/** How much of the attention is kept, from least to most. */
public enum Keep {
    /** The edge weights of the graph alone. */
    WEIGHTS,
    /** The mean over heads of each layer. */
    LAYERS,
    /** Every head of each layer. */
    HEADS
}
