package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import tech.tablesaw.api.Table;

/** A drawing with the numbers behind it. Lengths are in points (1/72 inch), y grows downwards. */
public interface Figure {
    /** The file name without its ending: lower-case words joined by hyphens. */
    String name();

    /** What is seen, in a few words. */
    String title();

    double width();

    double height();

    /** Draws on a surface of at least {@link #width} x {@link #height}, whose background is white or none. */
    void draw(Graphics2D graphics);

    /** The numbers that are drawn. */
    Table data();

    /** The figure as pixels at twice its size, which notebooks show as they are. */
    default BufferedImage image() {
        return image(2);
    }

    /**
     * The figure as pixels on white.
     *
     * @param scale pixels a point
     */
    default BufferedImage image(double scale) {
        var image = new BufferedImage(
                (int) Math.ceil(width() * scale), (int) Math.ceil(height() * scale), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
        draw(graphics);
        graphics.dispose();
        return image;
    }
}
