package org.flowtracer.workbench.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round numbers for axes: steps of 1, 2 or 5 times a power of ten, kept as decimals so that they print as they are. */
final class Ticks {
    private Ticks() {}

    /**
     * The ticks from 0 to {@code maximum}.
     *
     * @param most how many steps there may be
     */
    static List<BigDecimal> upTo(double maximum, int most) {
        return between(0, maximum, most);
    }

    /**
     * The multiples of a step from {@code least} to {@code greatest}.
     *
     * @param most how many steps there may be
     */
    static List<BigDecimal> between(double least, double greatest, int most) {
        List<BigDecimal> ticks = new ArrayList<>();
        BigDecimal step = step((greatest - least) / most);
        BigDecimal first =
                BigDecimal.valueOf(least).divide(step, 0, RoundingMode.CEILING).multiply(step);
        for (BigDecimal tick = first; tick.doubleValue() <= greatest; tick = tick.add(step)) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** The smallest such step that is at least {@code least}. */
    static BigDecimal step(double least) {
        if (!(least > 0)) {
            return BigDecimal.ONE;
        }
        BigDecimal exact = BigDecimal.valueOf(least);
        int power = exact.precision() - exact.scale() - 1;
        for (int digit : new int[] {1, 2, 5}) {
            BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
            if (step.compareTo(exact) >= 0) {
                return step;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(power + 1);
    }

    /** {@code 0.02} or {@code 200}, without trailing zeros or exponent. */
    static String label(BigDecimal tick) {
        return tick.signum() == 0 ? "0" : tick.stripTrailingZeros().toPlainString();
    }

    /** The same with its sign, for differences: {@code +2} or {@code −0.5}. */
    static String signed(BigDecimal tick) {
        return (tick.signum() > 0 ? "+" : "") + label(tick).replace('-', '−');
    }
}
