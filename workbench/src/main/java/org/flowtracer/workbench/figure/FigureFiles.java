package org.flowtracer.workbench.figure;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.flowtracer.workbench.files.AtomicFile;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Figures as files: SVG and PDF for print, PNG at 216 dots an inch, CSV with the numbers. */
public final class FigureFiles {
    private static final double PNG_SCALE = 3;
    private static final double MILLIMETRES_PER_POINT = 25.4 / 72;

    private FigureFiles() {}

    /**
     * Writes {@code NAME.svg}, {@code .pdf}, {@code .png} and {@code .csv} into a folder, each whole or not at all.
     *
     * @throws IOException if the disk refuses
     */
    public static void write(Path folder, Figure figure) throws IOException {
        AtomicFile.write(folder.resolve(figure.name() + ".svg"), svg(figure));
        write(folder.resolve(figure.name() + ".pdf"), pdf(figure));
        write(folder.resolve(figure.name() + ".png"), png(figure));
        AtomicFile.write(folder.resolve(figure.name() + ".csv"), csv(figure));
    }

    private static void write(Path target, byte[] content) throws IOException {
        AtomicFile.write(target, file -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        });
    }

    /** The figure as an SVG document without text elements or images; the same on every machine. */
    public static String svg(Figure figure) {
        var graphics = new VectorGraphics2D();
        figure.draw(graphics);
        return new String(
                bytes("svg", graphics, new PageSize(figure.width(), figure.height())), StandardCharsets.UTF_8);
    }

    /** The figure as a PDF page of its own size. */
    public static byte[] pdf(Figure figure) {
        Typeface.requireFontSystem();
        var graphics = new VectorGraphics2D();
        graphics.scale(MILLIMETRES_PER_POINT, MILLIMETRES_PER_POINT);
        figure.draw(graphics);
        return bytes(
                "pdf",
                graphics,
                new PageSize(figure.width() * MILLIMETRES_PER_POINT, figure.height() * MILLIMETRES_PER_POINT));
    }

    private static byte[] bytes(String format, VectorGraphics2D graphics, PageSize size) {
        Document document = Processors.get(format).getDocument(graphics.getCommands(), size);
        var bytes = new ByteArrayOutputStream();
        try {
            document.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The figure as a PNG file of 216 dots an inch. */
    public static byte[] png(Figure figure) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(figure.image(PNG_SCALE), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The figure's numbers as CSV, lines ended by {@code \n}. */
    public static String csv(Figure figure) {
        var text = new StringWriter();
        figure.data()
                .write()
                .usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
        return text.toString();
    }
}
