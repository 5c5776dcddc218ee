package org.flowtracer.workbench.task;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction of any size, in lowest terms with a positive denominator, so that equal numbers are equal records.
 *
 * @param denominator not zero
 */
record Rational(BigInteger numerator, BigInteger denominator) {
    /** @throws ArithmeticException if the denominator is zero */
    Rational {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("expected a denominator other than zero");
        }
        BigInteger divisor = numerator.gcd(denominator);
        BigInteger signed = denominator.signum() < 0 ? divisor.negate() : divisor;
        numerator = numerator.divide(signed);
        denominator = denominator.divide(signed);
    }

    static Rational of(BigInteger whole) {
        return new Rational(whole, BigInteger.ONE);
    }

    static Rational of(BigDecimal decimal) {
        return decimal.scale() <= 0
                ? of(decimal.toBigIntegerExact())
                : new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    Rational plus(Rational other) {
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Rational minus(Rational other) {
        return plus(other.negated());
    }

    Rational times(Rational other) {
        return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** @throws ArithmeticException if {@code other} is zero */
    Rational dividedBy(Rational other) {
        return new Rational(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    Rational negated() {
        return new Rational(numerator.negate(), denominator);
    }

    boolean isZero() {
        return numerator.signum() == 0;
    }

    /** {@code 7/2}, or {@code 7} for a whole number. */
    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
    }
}
