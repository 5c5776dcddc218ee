package org.flowtracer.workbench.train;

/**
 * The learning rate of each step: a straight rise over {@code warmUp} steps, then a fall from {@code peak} to {@code floor} at the last step,
 * along a straight line or half a cosine. Step s of the warm-up has peak (s + 1) / warmUp.
 *
 * <p>ND4J's schedules are not used: 1.0.0-M2.1 has no cosine, and its {@code PolySchedule}, meant to fall along a line, rises to twice the rate
 * before it drops to 0.
 *
 * @param warmUp steps of the rise; 0 for none
 * @param steps all steps, the warm-up's included
 */
public record LearningRate(double peak, double floor, int warmUp, int steps, Decay decay) {
    /** How the rate falls. */
    public enum Decay {
        LINEAR,
        COSINE
    }

    /** @throws IllegalArgumentException if the rates are negative or out of order, or the warm-up is longer than the training */
    public LearningRate {
        if (!(floor >= 0 && peak >= floor && peak < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected 0 <= floor <= peak, found " + floor + " and " + peak);
        }
        if (warmUp < 0 || steps < 1 || warmUp > steps) {
            throw new IllegalArgumentException(
                    "expected a warm-up of 0 to " + steps + " steps, at least 1 in all, found " + warmUp);
        }
    }

    /**
     * The rate of a step.
     *
     * @param step from 0; from the last one on the rate stays at the floor
     */
    public double at(int step) {
        if (step < warmUp) {
            return peak * (step + 1) / warmUp;
        }
        double passed = Math.min(1, (step - warmUp) / (double) Math.max(1, steps - 1 - warmUp));
        double left = switch (decay) {
            case LINEAR -> 1 - passed;
            case COSINE -> (1 + Math.cos(Math.PI * passed)) / 2;
        };
        return floor + (peak - floor) * left;
    }
}
