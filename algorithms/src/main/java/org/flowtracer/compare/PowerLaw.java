package org.flowtracer.compare;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * A law {@code y = factor x^exponent}, such as how a run time grows with the number of tokens.
 *
 * @param factor y at x = 1
 * @param exponent the slope on logarithmic axes
 */
public record PowerLaw(double factor, double exponent) {
    /**
     * The law that fits best: ordinary least squares of log y on log x.
     *
     * @throws IllegalArgumentException if the lengths differ, a number is not positive and finite, or fewer than two x differ
     */
    public static PowerLaw fit(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("expected pairs, found " + x.length + " x and " + y.length + " y");
        }
        SimpleRegression regression = new SimpleRegression();
        for (int j = 0; j < x.length; j++) {
            regression.addData(logarithm(x[j]), logarithm(y[j]));
        }
        if (Double.isNaN(regression.getSlope())) {
            throw new IllegalArgumentException("expected at least two different x, found " + x.length + " in all");
        }
        return new PowerLaw(Math.exp(regression.getIntercept()), regression.getSlope());
    }

    private static double logarithm(double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("expected positive numbers, found " + value);
        }
        return Math.log(value);
    }

    /** The law's y at an x. */
    public double at(double x) {
        return factor * Math.pow(x, exponent);
    }
}
