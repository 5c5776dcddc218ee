package org.flowtracer.workbench.figure;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.figure.Page.Anchor;

/**
 * Token texts along a line: upright where each fits its place, else reading upwards but for single characters.
 *
 * @param labels a short visible text for each token
 * @param size of the type, in points
 * @param upright whether every label is narrower than the place of a token
 */
record TokenAxis(List<String> labels, double size, boolean upright) {
    private static final int LONGEST = 12;
    private static final double SIZE_MIN = 5;

    /**
     * The labels of tokens that stand {@code slot} points apart.
     *
     * @param tokens readable texts
     */
    static TokenAxis of(List<String> tokens, double slot) {
        List<String> labels = tokens.stream()
                .map(token -> ReadableTokens.label(token, LONGEST))
                .toList();
        double size = Math.min(Page.SMALL, slot / 1.02);
        boolean upright = labels.stream().allMatch(label -> Typeface.MONO.width(label, Page.SMALL) <= slot);
        return new TokenAxis(labels, upright ? Page.SMALL : size, upright);
    }

    /** Whether type of a size that can be read fits between tokens {@code slot} points apart. */
    static boolean fits(double slot) {
        return slot / 1.02 >= SIZE_MIN;
    }

    /** The height that the labels need under their line. */
    double height() {
        return upright
                ? size + 3
                : 3
                        + labels.stream()
                                .mapToDouble(label -> Typeface.MONO.width(label, size))
                                .max()
                                .orElse(0);
    }

    void draw(Page page, int from, int to, IntToDoubleFunction middle, double top) {
        for (int position = from; position < to; position++) {
            String label = labels.get(position);
            if (upright || label.length() == 1) {
                page.text(
                        Typeface.MONO,
                        label,
                        middle.applyAsDouble(position),
                        top + size,
                        size,
                        Anchor.MIDDLE,
                        Palette.INK);
            } else {
                page.textUpwards(
                        Typeface.MONO,
                        label,
                        middle.applyAsDouble(position) + size * 0.36,
                        top + 2,
                        size,
                        Anchor.END,
                        Palette.INK);
            }
        }
    }
}
