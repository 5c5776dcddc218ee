package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the time of a step goes into: the columns of its clock. */
public enum Phase {
    /** Sampling responses and judging them. */
    ROLLOUT,
    /** Finding the values of states: a critic's, or those of continuations. */
    VALUE,
    /** The forward pass for log-probabilities, entropies and attention. */
    READ,
    /** The start model's pass, where the divergence from it is asked for. */
    REFER,
    /** From attention to weights: graph, scores, credit. */
    CREDIT,
    /** Forward and backward passes and the optimiser. */
    UPDATE,
    /** Measuring on validation problems. */
    VALIDATE;

    /** The names in tables, in order. */
    public static List<String> labels() {
        return Arrays.stream(values())
                .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
