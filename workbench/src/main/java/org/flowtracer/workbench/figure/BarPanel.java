package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.Page.Anchor;

/**
 * Bars of one value a token in the colour of the token's region, over a strip of the regions. Where tokens outnumber the bars that fit, a bar
 * is the largest of several tokens. Bars that go beyond the top are cut there and broken by a white line.
 *
 * @param left the x of the value axis
 * @param top the y of {@code maximum}
 * @param from the first token
 * @param to the token after the last
 * @param slots how many tokens the width would hold, at least {@code to - from}
 * @param maximum the value at the top, above 0
 */
record BarPanel(double left, double top, double width, double height, int from, int to, int slots, double maximum) {
    private static final double NARROWEST_BAR = 0.9;
    private static final double STRIP = 3;
    private static final double BREAK = 1.5;

    /** The top of the value axis: the largest value outside the answer, which takes in all flow and would dwarf the rest. */
    static double maximum(Regions regions, List<double[]> values) {
        double largest = values.stream()
                .flatMapToDouble(each -> IntStream.range(0, each.length)
                        .filter(k -> !regions.answer().contains(k))
                        .mapToDouble(k -> each[k]))
                .max()
                .orElse(0);
        return largest > 0 ? largest : 1;
    }

    /** The y of value 0. */
    double base() {
        return top + height;
    }

    /** The y under the strip of regions. */
    double bottom() {
        return base() + 1 + STRIP;
    }

    double slot() {
        return width / slots;
    }

    /** The x of a token's middle. */
    double middle(int position) {
        return left + (position - from + 0.5) * slot();
    }

    /** How many tokens share a bar. */
    int tokensPerBar() {
        return (int) Math.max(1, Math.ceil(NARROWEST_BAR / slot()));
    }

    void drawValueAxis(Page page, int mostTicks) {
        List<BigDecimal> ticks = Ticks.upTo(maximum, mostTicks);
        for (BigDecimal tick : ticks) {
            double y = base() - tick.doubleValue() / maximum * height;
            page.line(left, y, left + (to - from) * slot(), y, tick.signum() == 0 ? Palette.MUTED : Palette.GRID, 0.5);
            page.text(Ticks.label(tick), left - 4, y + 2.4, Page.SMALL, Anchor.END, Palette.MUTED);
        }
    }

    void drawBars(Page page, Regions regions, double[] values) {
        int together = tokensPerBar();
        for (int position = from; position < to; position += together) {
            int end = Math.min(to, position + together);
            int largest = position;
            for (int other = position; other < end; other++) {
                largest = values[other] > values[largest] ? other : largest;
            }
            double barHeight = Math.min(1, values[largest] / maximum) * height;
            double x = left + (position - from) * slot();
            double barWidth = (end - position) * slot();
            double gap = barWidth > 2 ? barWidth * 0.15 : 0;
            if (barHeight >= 0.02) {
                Color color = Palette.region(regions.nameAt(largest));
                page.rectangle(x + gap / 2, base() - barHeight, barWidth - gap, barHeight, color);
                if (values[largest] > maximum) {
                    page.rectangle(x, top + 3 * BREAK, barWidth, BREAK, Color.WHITE);
                }
            }
        }
        drawStrip(page, regions);
    }

    private void drawStrip(Page page, Regions regions) {
        for (int start = from; start < to; ) {
            String region = regions.nameAt(start);
            int end = start + 1;
            while (end < to && regions.nameAt(end).equals(region)) {
                end++;
            }
            page.rectangle(
                    left + (start - from) * slot(), base() + 1, (end - start) * slot(), STRIP, Palette.region(region));
            start = end;
        }
    }

    /** Token positions under the strip. */
    void drawPositions(Page page) {
        int step = Ticks.step((to - from) / 10.0).max(BigDecimal.ONE).intValue();
        for (int position = (from + step - 1) / step * step; position < to; position += step) {
            page.line(middle(position), bottom(), middle(position), bottom() + 2.5, Palette.MUTED, 0.5);
            page.text(
                    Integer.toString(position),
                    middle(position),
                    bottom() + 9.5,
                    Page.SMALL,
                    Anchor.MIDDLE,
                    Palette.MUTED);
        }
    }
}
