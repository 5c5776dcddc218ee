package org.flowtracer.flow;

/**
 * Numbers of at least 0 whose range goes beyond a double's: entry k is {@code mantissa[k] * 2^exponent[k]}. Over thousands of hops a potential
 * falls below 1e-308 while the ratio of two neighbours' potentials, which is all that the flow needs, stays ordinary.
 *
 * @param mantissa 0, or a normal double [n]
 * @param exponent powers of two [n]; all 0 where no entry leaves the range of a double
 */
record ScaledVector(double[] mantissa, int[] exponent) {
    /** A vector of n ordinary doubles, not copied. */
    static ScaledVector of(double[] values) {
        return new ScaledVector(values, new int[values.length]);
    }

    /** Entry k as a double: 0 or infinite where it leaves the range. */
    double get(int k) {
        return Math.scalb(mantissa[k], exponent[k]);
    }

    boolean isPositive(int k) {
        return mantissa[k] > 0;
    }

    /** Entry k divided by entry i; 0 where entry i is 0. */
    double ratio(int k, int i) {
        if (mantissa[i] == 0) {
            return 0;
        }
        double quotient = mantissa[k] / mantissa[i];
        int shift = exponent[k] - exponent[i];
        return shift == 0 ? quotient : Math.scalb(quotient, shift);
    }

    /** 1 divided by entry k, which must not be 0. */
    double reciprocal(int k) {
        return Math.scalb(1 / mantissa[k], -exponent[k]);
    }
}
