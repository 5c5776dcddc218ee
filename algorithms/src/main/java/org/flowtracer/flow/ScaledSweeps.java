package org.flowtracer.flow;

import org.flowtracer.dag.AttentionDag;

/**
 * The two sweeps for any range of potentials: every sum is kept as a double and a power of two of its own. Scaling by a power of two is exact,
 * so results differ from plain doubles only where those would underflow or overflow.
 *
 * <p>A weight lies between 2^-149 and 2^128 and a sum has fewer than 2^16 terms, so a normalised mantissa times a weight, and sums of such
 * products, stay far inside the range of a double.
 */
final class ScaledSweeps {
    private final double[] mantissa;
    private final int[] exponent;

    private ScaledSweeps(int size) {
        mantissa = new double[size];
        exponent = new int[size];
    }

    /** The potential h of every token; see {@link FlowTracer}. Each later token k gives W[i][k] h(k) to all earlier i. */
    static ScaledVector potential(AttentionDag dag, boolean absorbing) {
        int size = dag.size();
        float[] packed = dag.packed();
        ScaledSweeps sums = new ScaledSweeps(size);
        for (int k = size - 1; k >= 0; k--) {
            if (dag.sinks().contains(k)) {
                if (absorbing) {
                    sums.mantissa[k] = 0;
                }
                sums.add(k, 1, 0);
            }
            sums.normalise(k);
            if (sums.mantissa[k] > 0) {
                int row = AttentionDag.rowStart(k);
                for (int i = 0; i < k; i++) {
                    sums.add(i, packed[row + i] * sums.mantissa[k], sums.exponent[k]);
                }
            }
        }
        return new ScaledVector(sums.mantissa, sums.exponent);
    }

    /**
     * The inflow f of every token [n]. The sums hold g = f / h, for which g(k) = share(k) / h(k) + sum over i < k of g(i) W[i][k].
     *
     * @param shares what enters at each token [n]
     */
    static double[] inflow(AttentionDag dag, boolean absorbing, ScaledVector potential, double[] shares) {
        int size = dag.size();
        float[] packed = dag.packed();
        double[] inflow = new double[size];
        ScaledSweeps sums = new ScaledSweeps(size);
        for (int k = 0; k < size; k++) {
            if (!potential.isPositive(k)) {
                inflow[k] = shares[k];
                continue;
            }
            sums.add(k, shares[k] / potential.mantissa()[k], -potential.exponent()[k]);
            int row = AttentionDag.rowStart(k);
            for (int i = 0; i < k; i++) {
                sums.add(k, packed[row + i] * sums.mantissa[i], sums.exponent[i]);
            }
            inflow[k] = Math.scalb(
                    sums.mantissa[k] * potential.mantissa()[k],
                    sums.exponent[k] + potential.exponent()[k]);
            sums.normalise(k);
            if (absorbing && dag.sinks().contains(k)) {
                sums.mantissa[k] = 0;
            }
        }
        return inflow;
    }

    /** Adds {@code value * 2^power} to entry j. */
    private void add(int j, double value, int power) {
        if (value == 0) {
            return;
        }
        int shift = power - exponent[j];
        if (mantissa[j] == 0) {
            mantissa[j] = value;
            exponent[j] = power;
        } else if (shift <= 0) {
            mantissa[j] += Math.scalb(value, shift);
        } else {
            mantissa[j] = value + Math.scalb(mantissa[j], -shift);
            exponent[j] = power;
        }
    }

    /** Brings the mantissa of entry j into [1, 2). */
    private void normalise(int j) {
        if (mantissa[j] != 0) {
            int shift = Math.getExponent(mantissa[j]);
            mantissa[j] = Math.scalb(mantissa[j], -shift);
            exponent[j] += shift;
        }
    }
}
