package org.flowtracer.workbench.figure;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The bundled DejaVu fonts as outlines.
 *
 * <p>A glyph is read at the size at which one unit of the font's own grid is one point, where coordinates and advances are whole numbers and no
 * rasteriser rounds them, and scaled from there. So the outlines are the same whatever fonts, hinting or screen a machine has.
 */
public final class Typeface {
    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
    static final float UNITS_PER_EM = 2048;
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    public static final Typeface SANS = new Typeface("DejaVuSans.ttf");
    public static final Typeface BOLD = new Typeface("DejaVuSans-Bold.ttf");
    public static final Typeface MONO = new Typeface("DejaVuSansMono.ttf");

    private final Font font;

    private Typeface(String file) {
        requireFontSystem();
        try (InputStream stream = open(file)) {
            font = Font.createFont(Font.TRUETYPE_FONT, stream).deriveFont(UNITS_PER_EM);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(String file) {
        InputStream stream = Typeface.class.getResourceAsStream(FOLDER + file);
        if (stream == null) {
            throw new IllegalStateException("expected the bundled font " + FOLDER + file + ", found none");
        }
        return stream;
    }

    /**
     * Makes Java's font system start where a Linux machine has neither fontconfig nor a font. There it refuses to, even for a font that it is
     * handed, unless {@code sun.awt.fontconfig} names a configuration with a font of its own; where fontconfig works, that is not read.
     */
    static void requireFontSystem() {
        FontConfiguration.ensure();
    }

    private static final class FontConfiguration {
        private static final String PROPERTY = "sun.awt.fontconfig";

        static {
            if (System.getProperty("os.name").equals("Linux") && System.getProperty(PROPERTY) == null) {
                System.setProperty(PROPERTY, write().toString());
            }
        }

        static void ensure() {}

        private static Path write() {
            try (InputStream sans = open("DejaVuSans.ttf")) {
                Path folder = Files.createTempDirectory("flowtracer-font");
                Path font = folder.resolve("DejaVuSans.ttf");
                Path configuration = folder.resolve("fontconfig.properties");
                List.of(folder, font, configuration)
                        .forEach(path -> path.toFile().deleteOnExit());
                Files.copy(sans, font);
                Files.writeString(
                        configuration,
                        "version=1\nallfonts.sans=sans\nfilename.sans=" + font + "\nsequence.allfonts=sans\n");
                return configuration;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The font at the size at which its grid is that of points. */
    Font atUnits() {
        return font;
    }

    /** The outline of a text that starts at the origin of its base line. */
    public Shape outline(String text, double size) {
        double scale = size / UNITS_PER_EM;
        return AffineTransform.getScaleInstance(scale, scale)
                .createTransformedShape(glyphs(text).getOutline());
    }

    /** How far a text advances, in points. */
    public double width(String text, double size) {
        GlyphVector glyphs = glyphs(text);
        return glyphs.getGlyphPosition(glyphs.getNumGlyphs()).getX() * size / UNITS_PER_EM;
    }

    private GlyphVector glyphs(String text) {
        return font.createGlyphVector(EXACT, text);
    }
}
