package org.flowtracer.workbench.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A curve in letters, for terminals: columns of blocks over the steps, each as high as the mean of its values; where a column has none, as the one
 * before. The axis runs from the least mean to the greatest.
 *
 * @param title above the chart
 * @param lastStep where the axis of steps ends; it starts at 0
 * @param width of the whole, in letters
 * @param height of the curve, in lines
 */
public record TextChart(String title, double[] steps, double[] values, double lastStep, int width, int height) {
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final int EIGHTHS = 8;
    private static final int LABEL = 9;

    /** The chart, line by line; nothing but the title where there are no values. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(title));
        if (values.length == 0) {
            return lines;
        }
        double[] columns = columns();
        double least = Arrays.stream(columns).filter(Double::isFinite).min().orElse(0);
        double greatest = Arrays.stream(columns).filter(Double::isFinite).max().orElse(0);
        double range = greatest > least ? greatest - least : 1;
        for (int line = height - 1; line >= 0; line--) {
            StringBuilder text = new StringBuilder();
            double labelled = line == height - 1 ? greatest : line == 0 ? least : Double.NaN;
            text.append(label(labelled)).append(" │");
            for (double value : columns) {
                long eighths = Double.isNaN(value)
                        ? 0
                        : 1 + Math.round((value - least) / range * (height * EIGHTHS - 1)) - (long) line * EIGHTHS;
                text.append(BLOCKS.charAt((int) Math.max(0, Math.min(EIGHTHS, eighths))));
            }
            lines.add(text.toString().stripTrailing());
        }
        lines.add(" ".repeat(LABEL) + " └" + "─".repeat(columns.length));
        String end = Long.toString(Math.round(lastStep));
        lines.add(" ".repeat(LABEL + 2) + "0" + " ".repeat(Math.max(1, columns.length - 1 - end.length())) + end);
        return lines;
    }

    /** The mean of the values that fall into each column. */
    private double[] columns() {
        int count = width - LABEL - 2;
        double[] sums = new double[count];
        int[] held = new int[count];
        for (int j = 0; j < values.length; j++) {
            int column = (int) Math.min(count - 1.0, Math.max(0, Math.ceil(steps[j] / lastStep * count) - 1));
            sums[column] += values[j];
            held[column]++;
        }
        double before = Double.NaN;
        int last = (int) Math.min(count, Math.ceil(steps[steps.length - 1] / lastStep * count));
        double[] means = new double[Math.max(1, last)];
        for (int column = 0; column < means.length; column++) {
            before = held[column] > 0 ? sums[column] / held[column] : before;
            means[column] = before;
        }
        return means;
    }

    /** To four significant digits, flush right. */
    private static String label(double value) {
        String text = Double.isNaN(value)
                ? ""
                : new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
        String shown = text.length() <= LABEL ? text : String.format(Locale.ROOT, "%.2e", value);
        return " ".repeat(LABEL - shown.length()) + shown;
    }
}
