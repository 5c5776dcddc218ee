package org.flowtracer.flow;

import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;
import org.jspecify.annotations.Nullable;

/**
 * The two sweeps in plain doubles, as fast as the weights can be read. Both are unit-triangular solves: with U the weights, potentials solve
 * (I - U) h = b and g = f / h solves (I - U^T) g = share / h. Both use the rows of {@link AttentionDag#packed}, each once and in order.
 *
 * <p>The rows are taken in panels. Inside a panel's own triangle the solve goes row by row; the long rest of its rows is then a product with a
 * vector that is already known (forward) or adds to one that is not needed yet (backward). The rest is read several
 * rows at a time (four backward, eight forward: the fastest of those measured), so that the vector is loaded once for all of them; and it is what
 * threads share, by columns backward and by rows forward.
 *
 * <p>Every sum is taken in an order that does not depend on the number of threads, so results are the same bit for bit.
 *
 * <p>Potentials must lie between {@link #SMALLEST} and {@link #LARGEST} or be 0; {@link ScaledSweeps} handles all others. In that range no
 * product of a potential and a float leaves the doubles, and neither does f / h for any flow above 2^-400 of the unit.
 */
final class PanelSweeps {
    static final double SMALLEST = 0x1p-400;
    static final double LARGEST = 0x1p400;

    private static final int PANEL = 128;
    /** Fewer columns are not worth waking another thread. */
    private static final int COLUMNS_FOR_THREADS = 2048;

    private final AttentionDag dag;
    private final float[] packed;
    private final boolean absorbing;
    private final int threads;

    PanelSweeps(AttentionDag dag, boolean absorbing, int threads) {
        this.dag = dag;
        this.packed = dag.packed();
        this.absorbing = absorbing;
        this.threads = threads;
    }

    /** The potential h of every token [n], or null if one leaves the range. */
    double @Nullable [] potential() {
        double[] h = new double[dag.size()];
        for (int end = h.length; end > 0; end -= PANEL) {
            int start = Math.max(0, end - PANEL);
            for (int k = end - 1; k >= start; k--) {
                if (dag.sinks().contains(k)) {
                    h[k] = absorbing ? 1 : 1 + h[k];
                }
                if (h[k] != 0 && !(h[k] >= SMALLEST && h[k] <= LARGEST)) {
                    return null;
                }
                addRow(packed, h, k, start, k);
            }
            int first = start;
            int last = end;
            share(start, start, (from, to) -> addRows(h, first, last, from, to));
        }
        return h;
    }

    /** Adds W[i][k] h(k) to h(i) for all i in [from, to) and k in [start, end). */
    private void addRows(double[] h, int start, int end, int from, int to) {
        int k = start;
        for (; k + 4 <= end; k += 4) {
            addFourRows(packed, h, k, from, to);
        }
        for (; k < end; k++) {
            addRow(packed, h, k, from, to);
        }
    }

    private static void addRow(float[] packed, double[] h, int k, int from, int to) {
        int row = AttentionDag.rowStart(k);
        double hk = h[k];
        for (int i = from; hk != 0 && i < to; i++) {
            h[i] += packed[row + i] * hk;
        }
    }

    private static void addFourRows(float[] packed, double[] h, int k, int from, int to) {
        int r0 = AttentionDag.rowStart(k);
        int r1 = AttentionDag.rowStart(k + 1);
        int r2 = AttentionDag.rowStart(k + 2);
        int r3 = AttentionDag.rowStart(k + 3);
        double h0 = h[k];
        double h1 = h[k + 1];
        double h2 = h[k + 2];
        double h3 = h[k + 3];
        if (h0 + h1 + h2 + h3 == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            double sum = Math.fma(packed[r2 + i], h2, Math.fma(packed[r3 + i], h3, h[i]));
            h[i] = Math.fma(packed[r0 + i], h0, Math.fma(packed[r1 + i], h1, sum));
        }
    }

    /**
     * The inflow f of every token [n].
     *
     * @param h the potentials
     * @param shares what enters at each token [n]
     */
    double[] inflow(double[] h, double[] shares) {
        double[] g = new double[h.length];
        double[] inflow = new double[h.length];
        for (int start = 0; start < h.length; start += PANEL) {
            int first = start;
            int end = Math.min(h.length, start + PANEL);
            share((end - start) / 8, start, (from, to) -> {
                for (int group = from; group < to; group++) {
                    sumEightRows(packed, g, first + group * 8, first);
                }
            });
            for (int k = start + (end - start) / 8 * 8; k < end; k++) {
                g[k] = sumRow(packed, g, k, 0, start);
            }
            for (int k = start; k < end; k++) {
                double sum = g[k] + sumRow(packed, g, k, start, k);
                boolean reaches = h[k] > 0;
                inflow[k] = reaches ? sum * h[k] + shares[k] : shares[k];
                boolean goesOn = reaches && !(absorbing && dag.sinks().contains(k));
                g[k] = goesOn ? sum + shares[k] / h[k] : 0;
            }
        }
        return inflow;
    }

    private static double sumRow(float[] packed, double[] g, int k, int from, int to) {
        int row = AttentionDag.rowStart(k);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += packed[row + i] * g[i];
        }
        return sum;
    }

    /** Sets g[k], ..., g[k + 7] to the sums over i in [0, to) of W[i][k] g[i]. */
    private static void sumEightRows(float[] packed, double[] g, int k, int to) {
        int r0 = AttentionDag.rowStart(k);
        int r1 = AttentionDag.rowStart(k + 1);
        int r2 = AttentionDag.rowStart(k + 2);
        int r3 = AttentionDag.rowStart(k + 3);
        int r4 = AttentionDag.rowStart(k + 4);
        int r5 = AttentionDag.rowStart(k + 5);
        int r6 = AttentionDag.rowStart(k + 6);
        int r7 = AttentionDag.rowStart(k + 7);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int i = 0; i < to; i++) {
            double gi = g[i];
            s0 = Math.fma(packed[r0 + i], gi, s0);
            s1 = Math.fma(packed[r1 + i], gi, s1);
            s2 = Math.fma(packed[r2 + i], gi, s2);
            s3 = Math.fma(packed[r3 + i], gi, s3);
            s4 = Math.fma(packed[r4 + i], gi, s4);
            s5 = Math.fma(packed[r5 + i], gi, s5);
            s6 = Math.fma(packed[r6 + i], gi, s6);
            s7 = Math.fma(packed[r7 + i], gi, s7);
        }
        g[k] = s0;
        g[k + 1] = s1;
        g[k + 2] = s2;
        g[k + 3] = s3;
        g[k + 4] = s4;
        g[k + 5] = s5;
        g[k + 6] = s6;
        g[k + 7] = s7;
    }

    private interface Part {
        void run(int from, int to);
    }

    /** Divides [0, units) among the threads where the panel's rows are long enough. */
    private void share(int units, int columns, Part part) {
        int parts = columns < COLUMNS_FOR_THREADS ? 1 : threads;
        if (parts == 1) {
            part.run(0, units);
            return;
        }
        IntStream.range(0, parts).parallel().forEach(p -> part.run(bound(units, p, parts), bound(units, p + 1, parts)));
    }

    private static int bound(int units, int part, int parts) {
        return (int) ((long) units * part / parts);
    }
}
