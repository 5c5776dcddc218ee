package org.flowtracer.compare;

import java.util.Arrays;

/**
 * What a run reached after each of some steps.
 *
 * @param steps ascending [n]; not copied
 * @param values at these steps, such as an accuracy [n]; not copied
 */
public record LearningCurve(double[] steps, double[] values) {
    /** @throws IllegalArgumentException if the lengths differ, there is no point, steps do not ascend, or a number is not finite */
    public LearningCurve {
        if (steps.length != values.length || steps.length == 0) {
            throw new IllegalArgumentException("expected as many steps as values, at least 1, found " + steps.length
                    + " steps and " + values.length + " values");
        }
        for (int j = 1; j < steps.length; j++) {
            if (!(steps[j] > steps[j - 1])) {
                throw new IllegalArgumentException("expected ascending steps, found " + Arrays.toString(steps));
            }
        }
        if (!Double.isFinite(steps[0] + steps[steps.length - 1])
                || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("expected finite numbers, found steps " + Arrays.toString(steps)
                    + " and values " + Arrays.toString(values));
        }
    }

    /** The area under the curve by the trapezoid rule over the steps between its ends: the mean height; of a single point, its value. */
    public double area() {
        int last = steps.length - 1;
        if (last == 0) {
            return values[0];
        }
        double area = 0;
        for (int j = 1; j <= last; j++) {
            area += (steps[j] - steps[j - 1]) * (values[j - 1] + values[j]) / 2;
        }
        return area / (steps[last] - steps[0]);
    }
}
