package org.flowtracer.workbench.train;

import java.util.List;

/**
 * What a {@link Reading} keeps beside log-probabilities and entropies.
 *
 * @param layers whose attention is kept, ascending; empty for none
 * @param heads whether the heads of these layers are kept apart, and not their mean alone
 * @param hidden whether hidden states are kept
 */
public record Kept(List<Integer> layers, boolean heads, boolean hidden) {
    /** Nothing. */
    public static final Kept NOTHING = new Kept(List.of(), false, false);

    public Kept {
        layers = List.copyOf(layers);
    }

    /** The mean over the heads of some layers. */
    public static Kept mean(List<Integer> layers) {
        return new Kept(layers, false, false);
    }

    public Kept withHidden(boolean choice) {
        return new Kept(layers, heads, choice);
    }

    boolean meanAttention() {
        return !layers.isEmpty() && !heads;
    }
}
