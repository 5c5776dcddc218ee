package org.flowtracer.workbench.figure;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Values along a straight line of the page.
 *
 * @param least the value at {@code start}
 * @param greatest the value at {@code end}, above {@code least}
 */
record Axis(double least, double greatest, double start, double end) {
    private static final double PADDING = 0.04;

    /**
     * An axis that holds all values, with a little room at either side.
     *
     * @param values NaN among them is passed over; at least one is not NaN
     */
    static Axis over(double[] values, double start, double end) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double least = Arrays.stream(finite).min().orElseThrow();
        double greatest = Arrays.stream(finite).max().orElseThrow();
        double room = greatest > least ? (greatest - least) * PADDING : Math.max(Math.abs(least), 1) * PADDING;
        return new Axis(least - room, greatest + room, start, end);
    }

    /** Where a value stands. */
    double at(double value) {
        return start + (value - least) / (greatest - least) * (end - start);
    }

    /** Round values along the axis, no more steps than {@code most}. */
    List<BigDecimal> ticks(int most) {
        return Ticks.between(least, greatest, most);
    }

    /** The same values along another line. */
    Axis along(double otherStart, double otherEnd) {
        return new Axis(least, greatest, otherStart, otherEnd);
    }
}
