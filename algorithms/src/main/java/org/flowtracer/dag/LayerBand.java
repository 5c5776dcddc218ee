package org.flowtracer.dag;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;

/**
 * Which layers' attention is averaged. With L layers, lo = floor(L/3) and hi = floor(2L/3) + 1: early is [0, lo), middle [lo, hi), late
 * [hi, L). The paper names layers 15-25 of 36, close to but not this rule; {@link #of} gives any other band.
 *
 * @param name how users write it: {@code early}, {@code middle}, {@code late}, {@code all}, {@code A..B}, or {@code stored} for all that a trace
 *     holds
 */
public record LayerBand(String name) {
    public static final LayerBand EARLY = new LayerBand("early");
    public static final LayerBand MIDDLE = new LayerBand("middle");
    public static final LayerBand LATE = new LayerBand("late");
    public static final LayerBand ALL = new LayerBand("all");
    public static final LayerBand STORED = new LayerBand("stored");

    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})\\.\\.(\\d{1,6})");

    /** @throws IllegalArgumentException if the name is none of these forms */
    public LayerBand {
        name = name.toLowerCase(Locale.ROOT);
        if (!List.of("early", "middle", "late", "all", "stored").contains(name)
                && !RANGE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "expected layers early, middle, late, all, stored or A..B (end exclusive), found '" + name + "'");
        }
    }

    /** The layers {@code from}, ..., {@code to - 1}. */
    public static LayerBand of(int from, int to) {
        return new LayerBand(from + ".." + to);
    }

    /**
     * The absolute indices of the band's layers in a model, ascending; for {@code stored} all of them.
     *
     * @param modelLayers L
     * @throws IllegalArgumentException if the band holds no layer of such a model, or one that it does not have
     */
    public List<Integer> layersOf(int modelLayers) {
        Span span = span(modelLayers);
        if (!span.fits(modelLayers)) {
            String found = span.from + ".." + span.to;
            throw new IllegalArgumentException("expected at least one layer, and none but the model's 0.." + modelLayers
                    + ", found " + (name.equals(found) ? found : name + ", which is " + found));
        }
        return span.layers();
    }

    /** Whether a graph of this band can be made of the stored layers. */
    public boolean isHeldBy(Attention attention) {
        Span span = span(attention.modelLayers());
        if (equals(STORED)) {
            return true;
        }
        if (!span.fits(attention.modelLayers())) {
            return false;
        }
        return attention instanceof Attention.Averaged
                ? attention.layers().equals(span.layers())
                : attention.layers().containsAll(span.layers());
    }

    private record Span(int from, int to) {
        boolean fits(int modelLayers) {
            return from < to && to <= modelLayers;
        }

        List<Integer> layers() {
            return IntStream.range(from, to).boxed().toList();
        }
    }

    private Span span(int modelLayers) {
        int low = modelLayers / 3;
        int high = Math.min(modelLayers, 2 * modelLayers / 3 + 1);
        return switch (name) {
            case "early" -> new Span(0, low);
            case "middle" -> new Span(low, high);
            case "late" -> new Span(high, modelLayers);
            case "all", "stored" -> new Span(0, modelLayers);
            default -> {
                Matcher range = RANGE.matcher(name);
                if (!range.matches()) {
                    throw new IllegalStateException(name);
                }
                yield new Span(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
