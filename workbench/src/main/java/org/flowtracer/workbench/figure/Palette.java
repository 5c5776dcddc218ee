package org.flowtracer.workbench.figure;

import java.awt.Color;
import org.flowtracer.trace.Regions;

/** The colours of all figures and of the report: Okabe and Ito's for regions, one ramp of falling lightness for magnitudes. */
public final class Palette {
    public static final Color QUESTION = new Color(0x0072B2);
    public static final Color REASONING = new Color(0xE69F00);
    public static final Color ANSWER = new Color(0x009E73);
    /** What a reader should look at first among things of the same kind. */
    public static final Color ACCENT = new Color(0xD55E00);
    /** Tokens of no region, such as a chat template's; controls among methods. */
    public static final Color OTHER = new Color(0x8C8C8C);

    public static final Color INK = new Color(0x222222);
    public static final Color MUTED = new Color(0x666666);
    public static final Color GRID = new Color(0xDDDDDD);

    private static final int[] RAMP = {0xF4F6EF, 0xCFE3D5, 0x86BFC4, 0x4390B8, 0x27559A, 0x151C52};

    private static final int[] FALLING = {0xF7F7F7, 0xFBCDB4, 0xE58267, 0xB7202E, 0x67001F};
    private static final int[] RISING = {0xF7F7F7, 0xC5DDEC, 0x72B1D3, 0x2E6FAC, 0x053061};

    private Palette() {}

    /** The colour of a region by its {@linkplain Regions#nameAt name}. */
    public static Color region(String name) {
        return switch (name) {
            case Regions.QUESTION -> QUESTION;
            case Regions.RESPONSE -> REASONING;
            case Regions.ANSWER -> ANSWER;
            default -> OTHER;
        };
    }

    /** A magnitude's colour, from nearly white at 0 to nearly black at 1. */
    public static Color magnitude(double share) {
        return along(RAMP, share);
    }

    /** The colour of a number from -1 (dark red) by 0 (nearly white) to 1 (dark blue); ColorBrewer's RdBu, told apart by colour-blind readers. */
    public static Color signed(double value) {
        return along(value < 0 ? FALLING : RISING, Math.abs(value));
    }

    /** Black or white, whichever can be read on a colour. */
    public static Color inkOn(Color background) {
        double luminance = 0.299 * background.getRed() + 0.587 * background.getGreen() + 0.114 * background.getBlue();
        return luminance < 130 ? Color.WHITE : INK;
    }

    private static Color along(int[] ramp, double share) {
        double place = Math.max(0, Math.min(1, share)) * (ramp.length - 1);
        int low = Math.min((int) place, ramp.length - 2);
        return mix(new Color(ramp[low]), new Color(ramp[low + 1]), place - low);
    }

    /** A colour thinned with white: all of it at 1, white at 0. */
    public static Color tint(Color color, double strength) {
        return mix(Color.WHITE, color, strength);
    }

    /** A colour through which what is behind it shows: opaque at 1, invisible at 0. */
    public static Color translucent(Color color, double opacity) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), channel(0, 255, opacity));
    }

    private static Color mix(Color from, Color to, double share) {
        return new Color(
                channel(from.getRed(), to.getRed(), share),
                channel(from.getGreen(), to.getGreen(), share),
                channel(from.getBlue(), to.getBlue(), share));
    }

    private static int channel(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
