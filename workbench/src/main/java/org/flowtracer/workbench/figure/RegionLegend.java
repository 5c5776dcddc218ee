package org.flowtracer.workbench.figure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.figure.Page.Anchor;

/** What regions are called where people read, and the key to their colours. */
final class RegionLegend {
    private static final double BOX = 6;

    private RegionLegend() {}

    /** The name people read: what the response holds before its answer is the reasoning. */
    static String label(String region) {
        return switch (region) {
            case Regions.RESPONSE -> "reasoning";
            case "" -> "other";
            default -> region;
        };
    }

    /** The key to the colours of the regions that occur, in order of place, its right end at {@code right}. */
    static void draw(Page page, Regions regions, int size, double right, double baseLine) {
        draw(page, IntStream.range(0, size).mapToObj(regions::nameAt), right, baseLine);
    }

    /** The key to the colours of these regions, each once, in the order of their first. */
    static void draw(Page page, Stream<String> regions, double right, double baseLine) {
        Map<String, String> labels = new LinkedHashMap<>();
        regions.forEach(region -> labels.put(region, label(region)));
        double x = right;
        for (String region : labels.keySet()) {
            x -= Typeface.SANS.width(label(region), Page.TEXT) + BOX + 13;
        }
        for (Map.Entry<String, String> entry : labels.entrySet()) {
            x += 10;
            page.rectangle(x, baseLine - BOX, BOX, BOX, Palette.region(entry.getKey()));
            x += BOX + 3;
            page.text(entry.getValue(), x, baseLine, Page.TEXT, Anchor.START, Palette.INK);
            x += Typeface.SANS.width(entry.getValue(), Page.TEXT);
        }
    }
}
