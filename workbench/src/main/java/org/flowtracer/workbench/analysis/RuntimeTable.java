package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.flowtracer.compare.PowerLaw;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How long each scorer takes, and how that grows with the number of tokens.
 *
 * <p>Columns: {@code scorer}, {@code tokens}, {@code milliseconds} (median of the calls) and {@code exponent} of the law fitted to all sizes of
 * the scorer (blank for a single size). Sizes ascend; a size is left out where a scorer lacks something, and all sizes beyond one whose successor
 * is expected to take longer than the cap, taking the growth since the size before or at least the square.
 */
public final class RuntimeTable {
    private static final int CALLS = 3;
    private static final double GROWTH_LEAST = 2;

    private RuntimeTable() {}

    /**
     * Measures on one thread.
     *
     * @param evidence what to score, by number of tokens
     * @param sizes numbers of tokens, ascending
     * @param capSeconds the longest that a call may be expected to take
     */
    public static Table measure(
            List<TokenScorer> scorers, IntFunction<Evidence> evidence, int[] sizes, double capSeconds) {
        List<List<Double>> milliseconds = new ArrayList<>();
        List<List<Integer>> measured = new ArrayList<>();
        scorers.forEach(scorer -> {
            milliseconds.add(new ArrayList<>());
            measured.add(new ArrayList<>());
        });
        for (int size : sizes) {
            Evidence ofSize = evidence.apply(size);
            for (int s = 0; s < scorers.size(); s++) {
                TokenScorer scorer = scorers.get(s);
                if (scorer.lacks(ofSize).isEmpty()
                        && expectedSeconds(measured.get(s), milliseconds.get(s), size) <= capSeconds) {
                    measured.get(s).add(size);
                    milliseconds.get(s).add(median(scorer, ofSize));
                }
            }
        }
        return table(scorers, measured, milliseconds);
    }

    /** What a call of {@code size} tokens should take, judged by the last two sizes. */
    private static double expectedSeconds(List<Integer> sizes, List<Double> milliseconds, int size) {
        int last = sizes.size() - 1;
        if (last < 0) {
            return 0;
        }
        double growth = GROWTH_LEAST;
        if (last > 0) {
            growth = Math.max(
                    growth,
                    Math.log(milliseconds.get(last) / milliseconds.get(last - 1))
                            / Math.log((double) sizes.get(last) / sizes.get(last - 1)));
        }
        return milliseconds.get(last) / 1000 * Math.pow((double) size / sizes.get(last), growth);
    }

    private static double median(TokenScorer scorer, Evidence evidence) {
        double[] milliseconds = new double[CALLS];
        for (int call = 0; call < CALLS; call++) {
            long start = System.nanoTime();
            scorer.score(evidence);
            milliseconds[call] = (double) (System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(1);
        }
        Arrays.sort(milliseconds);
        return milliseconds[CALLS / 2];
    }

    private static Table table(
            List<TokenScorer> scorers, List<List<Integer>> measured, List<List<Double>> milliseconds) {
        StringColumn name = StringColumn.create("scorer");
        IntColumn tokens = IntColumn.create("tokens");
        DoubleColumn time = DoubleColumn.create("milliseconds");
        DoubleColumn exponent = DoubleColumn.create("exponent");
        for (int s = 0; s < scorers.size(); s++) {
            double[] x = measured.get(s).stream().mapToDouble(size -> size).toArray();
            double[] y = milliseconds.get(s).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            double growth = x.length > 1 ? PowerLaw.fit(x, y).exponent() : Double.NaN;
            for (int j = 0; j < x.length; j++) {
                name.append(scorers.get(s).name());
                tokens.append((int) x[j]);
                time.append(y[j]);
                exponent.append(growth);
            }
        }
        return Table.create("runtime", name, tokens, time, exponent);
    }
}
