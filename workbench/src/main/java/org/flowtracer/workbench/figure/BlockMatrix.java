package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.function.DoubleToIntFunction;
import org.flowtracer.workbench.figure.Page.Anchor;

/**
 * A causal matrix, shrunk to cells of {@code block} x {@code block} entries of which each keeps the largest, and its drawing on a logarithmic
 * colour scale of {@value #DECADES} decades below its maximum. Rows are queries from the top, columns keys from the left.
 *
 * @param size the number of tokens n
 * @param block how many tokens share a row or column
 * @param cells {@code cells[r][c]} with c at most r: the largest entry of those queries and keys; 0 where none is above 0
 */
record BlockMatrix(int size, int block, double[][] cells) {
    private static final int DECADES = 4;
    private static final int LEVELS = 48;
    private static final double BAR_HEIGHT = 5;

    /** An entry of the matrix. */
    @FunctionalInterface
    interface Entry {
        double at(int query, int key);
    }

    /** The matrix of {@code entry} for keys before queries, with at most {@code cellsMax} rows. Cost O(size^2). */
    static BlockMatrix of(int size, int cellsMax, Entry entry) {
        int block = (size + cellsMax - 1) / cellsMax;
        double[][] cells = new double[(size + block - 1) / block][];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = new double[row + 1];
        }
        for (int query = 0; query < size; query++) {
            double[] row = cells[query / block];
            for (int key = 0; key < query; key++) {
                row[key / block] = Math.max(row[key / block], entry.at(query, key));
            }
        }
        return new BlockMatrix(size, block, cells);
    }

    double maximum() {
        return Arrays.stream(cells).flatMapToDouble(Arrays::stream).max().orElse(0);
    }

    /** The colour level of a value above 0: 0 for all that lies at or under the scale. */
    private static int level(double value, double maximum) {
        double decadesBelow = StrictMath.log10(maximum / value);
        return (int) Math.max(0, Math.min(LEVELS - 1, Math.floor((1 - decadesBelow / DECADES) * LEVELS)));
    }

    private static Color color(int level) {
        return Palette.magnitude(level / (LEVELS - 1.0));
    }

    /**
     * Draws the cells, {@code cell} points wide each; runs of one colour become one rectangle, all of a colour one shape. A middle colour lies under
     * them, lest white shine through where viewers smooth the edges between cells.
     */
    void draw(Page page, double left, double top, double cell) {
        double maximum = maximum();
        page.fill(runs(value -> value > 0 ? 1 : 0, 1, left, top, cell), color(LEVELS / 2));
        for (int level = 0; level < LEVELS; level++) {
            page.fill(runs(value -> value > 0 ? level(value, maximum) : -1, level, left, top, cell), color(level));
        }
    }

    /** The cells of which {@code rule} makes {@code wanted}. */
    private Path2D runs(DoubleToIntFunction rule, int wanted, double left, double top, double cell) {
        Path2D shape = new Path2D.Double();
        for (int row = 0; row < cells.length; row++) {
            int start = -1;
            for (int column = 0; column <= row + 1; column++) {
                boolean isWanted = column <= row && rule.applyAsInt(cells[row][column]) == wanted;
                if (isWanted && start < 0) {
                    start = column;
                } else if (!isWanted && start >= 0) {
                    append(shape, left + start * cell, top + row * cell, left + column * cell, top + (row + 1) * cell);
                    start = -1;
                }
            }
        }
        return shape;
    }

    private static void append(Path2D shape, double left, double top, double right, double bottom) {
        shape.moveTo(left, top);
        shape.lineTo(right, top);
        shape.lineTo(right, bottom);
        shape.lineTo(left, bottom);
        shape.closePath();
    }

    /** Draws the key to the colours, {@code right} and {@code top} being the corner of its bar; decades are marked. */
    void drawScale(Page page, String unit, double right, double top, double length) {
        double maximum = maximum();
        if (maximum == 0) {
            return;
        }
        double left = right - length;
        for (int level = 0; level < LEVELS; level++) {
            page.rectangle(left + level * length / LEVELS, top, length / LEVELS + 0.1, BAR_HEIGHT, color(level));
        }
        double exponent = StrictMath.log10(maximum);
        for (int power = (int) Math.ceil(exponent - DECADES); power <= exponent; power++) {
            double x = right - (exponent - power) / DECADES * length;
            page.line(x, top + BAR_HEIGHT, x, top + BAR_HEIGHT + 2, Palette.MUTED, 0.5);
            page.text(power(power), x, top + BAR_HEIGHT + 9, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
        page.text(unit, right, top - 4, Page.SMALL, Anchor.END, Palette.INK);
    }

    private static String power(int exponent) {
        return exponent == 0
                ? "1"
                : "10"
                        + Integer.toString(exponent)
                                .chars()
                                .collect(StringBuilder::new, BlockMatrix::raise, StringBuilder::append);
    }

    private static void raise(StringBuilder text, int c) {
        text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
}
