package org.flowtracer.workbench.exchange;

import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;

/** A trace as it was read from a folder. */
public record StoredTrace(AttentionTrace trace, Provenance provenance) {
    /** The band to take where none is asked for: the middle one where the trace holds it, else all that it holds. */
    public LayerBand bandDefault() {
        Attention attention = trace.attention();
        boolean holdsMiddle = !(attention instanceof Attention.Averaged)
                && attention.layers().containsAll(LayerBand.MIDDLE.layersOf(attention.modelLayers()));
        return holdsMiddle ? LayerBand.MIDDLE : LayerBand.STORED;
    }
}
