package org.flowtracer.workbench.experiment;

import org.flowtracer.compare.Interval;

/**
 * What a scorer that cannot know the truth reaches on statements, the pair of which the query names one left out.
 *
 * @param auroc over all answered problems; one half where nothing but the dependencies tells the truth
 */
public record Control(String scorer, Interval auroc) {
    /** How far from one half a control may lie before no method's figure is to be believed. */
    public static final double TOLERANCE = 0.05;

    /** From so many problems on, chance alone does not move a blind control's mean beyond the tolerance. */
    public static final int PROBLEMS_ENOUGH = 400;

    /** Whether the mean lies within the tolerance. */
    public boolean isBlind() {
        return Math.abs(auroc.mean() - 0.5) <= TOLERANCE;
    }

    /**
     * Checks that the figures may be believed; fewer problems than {@link #PROBLEMS_ENOUGH} cannot tell.
     *
     * @throws IllegalStateException if the mean over enough problems lies outside the tolerance
     */
    void requireBlind() {
        if (auroc.count() >= PROBLEMS_ENOUGH && !isBlind()) {
            throw new IllegalStateException(
                    "expected " + scorer + " to tell needed statements no better than by chance, found AUROC "
                            + auroc.mean() + ", " + auroc.low() + " to " + auroc.high());
        }
    }
}
