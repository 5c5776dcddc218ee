package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureFilesTest {
    @TempDir
    Path folder;

    private static Figure figure(String name) {
        return SmallTrace.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The first digits of the SHA-256 of what these tests once drew, on Linux with JDK 17: whatever changes them changes every published figure. */
    @ParameterizedTest
    @CsvSource({
        "throughput, 2a7a4fe76e5e37ea, b38207682496ec9d",
        "backbone, b1c25b18553dbedb, 8c1a2c41df71493e",
        "flow-by-region, fb419a113080b5a4, c9770bfcc3610097",
        "attention-and-flow, e7ab88d58babb413, 59c367e54dac146d",
        "layer-bands, c8604422496b7876, 69d31edb894392ed"
    })
    void bytesAreTheSameOnEveryMachine(String name, String svg, String csv) throws Exception {
        assertEquals(
                svg + " " + csv, digest(FigureFiles.svg(figure(name))) + " " + digest(FigureFiles.csv(figure(name))));
    }

    private static String digest(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    @Test
    void bytesDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        List<String> here = SmallTrace.figures().stream()
                .map(figure -> FigureFiles.svg(figure) + FigureFiles.csv(figure))
                .toList();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(
                    here,
                    SmallTrace.figures().stream()
                            .map(figure -> FigureFiles.svg(figure) + FigureFiles.csv(figure))
                            .toList());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void svgHoldsShapesOnly() {
        for (Figure figure : SmallTrace.figures()) {
            String svg = FigureFiles.svg(figure);
            for (String element : List.of("<text", "<image", "<clipPath", "font-family")) {
                assertFalse(svg.contains(element), figure.name() + " holds " + element);
            }
        }
    }

    @Test
    void writesFourFilesEach() throws Exception {
        Figure figure = figure("throughput");

        FigureFiles.write(folder, figure);

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Set.of("throughput.svg", "throughput.pdf", "throughput.png", "throughput.csv"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        BufferedImage png = ImageIO.read(folder.resolve("throughput.png").toFile());
        assertEquals(Math.ceil(3 * figure.width()), png.getWidth());
        assertTrue(Files.readString(folder.resolve("throughput.csv"))
                .startsWith("position,token,region,throughput\n0,b,question,"));
    }

    @Test
    void pdfIsAPageOfTheFiguresSizeWithoutADate() {
        Figure figure = figure("flow-by-region");
        byte[] pdf = FigureFiles.pdf(figure);
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        Matcher box = Pattern.compile("/MediaBox \\[0 0 (\\S+) (\\S+)]").matcher(text);
        assertTrue(box.find());
        assertEquals(figure.width(), Double.parseDouble(box.group(1)), 1e-6);
        assertEquals(figure.height(), Double.parseDouble(box.group(2)), 1e-6);
        assertFalse(text.contains("Date"));
        assertArrayEquals(pdf, FigureFiles.pdf(figure));
    }

    /** Draws all figures, in a Java of its own; prints what it drew, or what Java says where its font system does not start. */
    public static final class Drawing {
        private Drawing() {}

        public static void main(String[] arguments) throws Exception {
            if (arguments[0].equals("plain")) {
                new java.awt.Font("Dialog", java.awt.Font.PLAIN, 9).getFamily();
            }
            for (Figure figure : SmallTrace.figures()) {
                System.out.println(digest(FigureFiles.svg(figure)) + " " + FigureFiles.pdf(figure).length + " "
                        + FigureFiles.png(figure).length);
            }
        }
    }

    /** Hides fontconfig behind an empty file of its name, which is what Java finds on a machine that has none. */
    @Test
    void drawsOnAMachineWithoutFonts() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "skipped: only Linux asks fontconfig for fonts");
        Files.createFile(folder.resolve("libfontconfig.so.1"));
        Files.createFile(folder.resolve("libfontconfig.so"));

        String plain = run("plain");
        String bundled = run("bundled");

        assertTrue(plain.contains("Fontconfig head is null"), plain);
        assertEquals(
                5,
                bundled.lines()
                        .filter(line -> line.matches("[0-9a-f]{16} \\d+ \\d+"))
                        .count(),
                bundled);
        assertTrue(bundled.contains(digest(FigureFiles.svg(figure("throughput")))), bundled);
    }

    private String run(String argument) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-Duser.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Drawing.class.getName(),
                        argument)
                .redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
