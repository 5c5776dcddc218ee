package org.flowtracer.compare;

/**
 * A mean and how far chance may have moved it.
 *
 * @param mean the mean of the sample
 * @param low the lower end
 * @param high the upper end
 * @param count how many observations went into it
 */
public record Interval(double mean, double low, double high, int count) {
    /** Whether the interval leaves 0 out. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
