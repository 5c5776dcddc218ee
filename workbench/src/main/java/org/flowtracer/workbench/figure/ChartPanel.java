package org.flowtracer.workbench.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetTransformCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.TransformCommand;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.XYStyler;

/**
 * An XChart chart as a part of a figure: XChart lays out and draws axes and series, and what it draws is passed on to the page.
 *
 * <p>XChart measures text in whole pixels of whatever renders it. Here one of its pixels is one unit of the font's own grid, where all widths
 * are whole already, so that the same bytes come out on every machine. Clips are not passed on: axes must span the data.
 *
 * @param chart as made by {@link #chart}
 * @param left the x of the chart's left end, axis texts included
 * @param top the y of its upper end
 */
record ChartPanel(XYChart chart, double left, double top) {
    /** XChart's pixels in a point, at which text in its font is of {@link Page#SMALL} points. */
    private static final double PIXELS = Typeface.UNITS_PER_EM / Page.SMALL;

    /** An empty chart in the style of all figures: axes with titles and a grid, no legend. */
    static XYChart chart(double width, double height) {
        XYChart chart = new XYChart(pixels(width), pixels(height));
        Font font = Typeface.SANS.atUnits();
        XYStyler style = chart.getStyler();
        style.setLocale(Locale.ROOT);
        style.setLegendVisible(false);
        style.setChartTitleVisible(false);
        style.setChartPadding(0);
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartFontColor(Palette.MUTED);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotContentSize(1);
        style.setPlotMargin(0);
        style.setPlotGridLinesColor(Palette.GRID);
        style.setPlotGridLinesStroke(stroke(0.5));
        style.setAxisTitleFont(font);
        style.setAxisTitlePadding(pixels(5));
        style.setAxisTickLabelsFont(font);
        style.setAxisTickLabelsColor(Palette.MUTED);
        style.setAxisTickMarksColor(Palette.MUTED);
        style.setAxisTickMarksStroke(stroke(0.5));
        style.setAxisTickMarkLength(pixels(2.5));
        style.setAxisTickPadding(pixels(2));
        style.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        return chart;
    }

    /** A length in points as XChart takes it. */
    static int pixels(double points) {
        return (int) Math.round(points * PIXELS);
    }

    /** A line of a width in points as XChart takes it. */
    static BasicStroke stroke(double points) {
        return new BasicStroke((float) (points * PIXELS), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }

    /** Draws the chart. */
    void draw(Page page) {
        VectorGraphics2D recorder = new VectorGraphics2D();
        chart.paint(recorder, chart.getWidth(), chart.getHeight());
        AffineTransform toPage = new AffineTransform(1 / PIXELS, 0, 0, 1 / PIXELS, left, top);
        AffineTransform own = new AffineTransform();
        Color color = Palette.INK;
        double lineWidth = 1;
        for (Command<?> command : recorder.getCommands()) {
            if (command instanceof SetTransformCommand set) {
                own = new AffineTransform(set.getValue());
            } else if (command instanceof TransformCommand further) {
                own.concatenate(further.getTransform());
            } else if (command instanceof SetColorCommand set) {
                color = set.getValue();
            } else if (command instanceof SetStrokeCommand set) {
                lineWidth = ((BasicStroke) set.getValue()).getLineWidth() / PIXELS;
            } else if (command instanceof FillShapeCommand fill) {
                page.fill(placed(fill.getValue(), own, toPage), color);
            } else if (command instanceof DrawShapeCommand line) {
                page.stroke(placed(line.getValue(), own, toPage), color, lineWidth);
            }
        }
    }

    private static Shape placed(Shape shape, AffineTransform own, AffineTransform toPage) {
        return toPage.createTransformedShape(own.createTransformedShape(shape));
    }

    /** Where a value of the horizontal axis stands on the page; once drawn. */
    double x(double value) {
        return left + chart.getScreenXFromChart(value) / PIXELS;
    }

    /** Where a value of the vertical axis stands on the page; once drawn. */
    double y(double value) {
        return top + chart.getScreenYFromChart(value) / PIXELS;
    }
}
