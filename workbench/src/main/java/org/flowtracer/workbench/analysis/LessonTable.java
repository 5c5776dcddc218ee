package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What the runs of a sweep drew and learnt from, at their beginning and at their end: the mean over the first and over the last {@link #STEPS} steps of a run
 * that know the quantity, averaged over seeds; the two overlap in a run of fewer than twice as many. Steps stand in order.
 *
 * @param rows method by method, the quantities in the order of {@link SweepResults#LESSON}
 */
public record LessonTable(List<Entry> rows) {
    /** How many steps make a beginning or an end. */
    public static final int STEPS = 5;

    private static final int DECIMALS = 4;

    /**
     * A quantity of a method.
     *
     * @param quantity a column of training.csv
     * @param first over the first steps
     * @param last over the last ones
     */
    public record Entry(String method, String quantity, double first, double last, int seeds) {}

    public static LessonTable of(SweepResults results) {
        List<Entry> rows = new ArrayList<>();
        for (String method : results.methods()) {
            for (String quantity : SweepResults.LESSON) {
                List<double[]> runs = bySeed(results.training(), method, quantity);
                if (!runs.isEmpty()) {
                    rows.add(new Entry(method, quantity, mean(runs, true), mean(runs, false), runs.size()));
                }
            }
        }
        return new LessonTable(List.copyOf(rows));
    }

    /** The known values of each run, step by step. */
    private static List<double[]> bySeed(Table training, String method, String quantity) {
        Map<Integer, List<Double>> values = new TreeMap<>();
        for (Row row : training) {
            if (row.getString("method").equals(method) && !row.isMissing(quantity)) {
                values.computeIfAbsent(row.getInt("seed"), seed -> new ArrayList<>())
                        .add(row.getDouble(quantity));
            }
        }
        return values.values().stream()
                .map(run -> run.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
    }

    private static double mean(List<double[]> runs, boolean first) {
        return runs.stream()
                .mapToDouble(run -> {
                    int count = Math.min(STEPS, run.length);
                    int from = first ? 0 : run.length - count;
                    return Arrays.stream(run, from, from + count).average().orElseThrow();
                })
                .average()
                .orElseThrow();
    }

    /** A quantity of a method; empty where its runs do not know it. */
    public Optional<Entry> of(String method, String quantity) {
        return rows.stream()
                .filter(row -> row.method.equals(method) && row.quantity.equals(quantity))
                .findFirst();
    }

    /** Columns {@code method}, {@code quantity}, {@code first}, {@code last}, {@code seeds}. */
    public Table table() {
        return Table.create(
                "lessons",
                StringColumn.create("method", rows.stream().map(Entry::method)),
                StringColumn.create("quantity", rows.stream().map(Entry::quantity)),
                DoubleColumn.create("first", rows.stream().mapToDouble(row -> TableFile.rounded(row.first, DECIMALS))),
                DoubleColumn.create("last", rows.stream().mapToDouble(row -> TableFile.rounded(row.last, DECIMALS))),
                IntColumn.create("seeds", rows.stream().mapToInt(Entry::seeds).toArray()));
    }
}
