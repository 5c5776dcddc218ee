package org.flowtracer.workbench.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;

/**
 * What figures draw on: shapes, lines and outlined text. Every coordinate is rounded to a hundredth of a point, which keeps files small and
 * their bytes the same. The origin lies inside the margins.
 */
final class Page {
    /** White space around everything. */
    static final double MARGIN = 6;

    /** The width between the margins of a figure that fills a page's text, 7 inches in all. */
    static final double WIDTH = 504 - 2 * MARGIN;

    static final double TITLE = 9.5;
    static final double TEXT = 7.5;
    static final double SMALL = 6.5;

    private final Graphics2D graphics;

    Page(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Which point of a text stands at the place given for it. */
    enum Anchor {
        START(0),
        MIDDLE(0.5),
        END(1);

        private final double share;

        Anchor(double share) {
            this.share = share;
        }
    }

    /** Fills a shape; one without any segment is left out. */
    void fill(Shape shape, Color color) {
        if (shape.getPathIterator(null).isDone()) {
            return;
        }
        graphics.setColor(color);
        graphics.fill(rounded(shape));
    }

    void rectangle(double x, double y, double width, double height, Color color) {
        double left = rounded(MARGIN + x);
        double top = rounded(MARGIN + y);
        graphics.setColor(color);
        graphics.fill(new Rectangle2D.Double(
                left, top, rounded(MARGIN + x + width - left), rounded(MARGIN + y + height - top)));
    }

    void dot(double x, double y, double radius, Color color) {
        fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), color);
    }

    void stroke(Shape shape, Color color, double width) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke((float) rounded(width), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(rounded(shape));
    }

    void line(double x1, double y1, double x2, double y2, Color color, double width) {
        Path2D line = new Path2D.Double();
        line.moveTo(x1, y1);
        line.lineTo(x2, y2);
        stroke(line, color, width);
    }

    /** Text in the sans face, {@code y} at its base line. */
    void text(String text, double x, double y, double size, Anchor anchor, Color color) {
        text(Typeface.SANS, text, x, y, size, anchor, color);
    }

    void text(Typeface face, String text, double x, double y, double size, Anchor anchor, Color color) {
        double start = x - anchor.share * face.width(text, size);
        place(face, text, size, AffineTransform.getTranslateInstance(start, y), color);
    }

    /** Text that reads from bottom to top, its base line at {@code x}. */
    void textUpwards(Typeface face, String text, double x, double y, double size, Anchor anchor, Color color) {
        double start = y + anchor.share * face.width(text, size);
        place(face, text, size, new AffineTransform(0, -1, 1, 0, x, start), color);
    }

    private void place(Typeface face, String text, double size, AffineTransform place, Color color) {
        if (!text.isBlank()) {
            fill(place.createTransformedShape(face.outline(text, size)), color);
        }
    }

    /** The title, with a line beneath that says how to read the figure. */
    void title(String title, String reading, double x, double y) {
        text(Typeface.BOLD, title, x, y, TITLE, Anchor.START, Palette.INK);
        text(reading, x, y + 11, TEXT, Anchor.START, Palette.MUTED);
    }

    private static Shape rounded(Shape shape) {
        Path2D path = new Path2D.Double();
        double[] c = new double[6];
        for (PathIterator it = shape.getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(c);
            path.setWindingRule(it.getWindingRule());
            for (int j = 0; j < c.length; j++) {
                c[j] = rounded(MARGIN + c[j]);
            }
            switch (kind) {
                case PathIterator.SEG_MOVETO -> path.moveTo(c[0], c[1]);
                case PathIterator.SEG_LINETO -> path.lineTo(c[0], c[1]);
                case PathIterator.SEG_QUADTO -> path.quadTo(c[0], c[1], c[2], c[3]);
                case PathIterator.SEG_CUBICTO -> path.curveTo(c[0], c[1], c[2], c[3], c[4], c[5]);
                default -> path.closePath();
            }
        }
        return path;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
