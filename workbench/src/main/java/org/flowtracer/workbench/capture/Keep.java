package org.flowtracer.workbench.capture;

/** What of the attention is kept. Heads are averaged with equal weight, and so are layers. */
public enum Keep {
    /** One matrix, the mean over the heads of the band's layers: n^2 / 2 floats. */
    WEIGHTS,
    /** For each layer of the band the mean over its heads. */
    LAYERS,
    /** Every head of the band's layers. */
    HEADS
}
