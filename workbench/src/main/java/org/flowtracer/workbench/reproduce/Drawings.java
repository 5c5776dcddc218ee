package org.flowtracer.workbench.reproduce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.files.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment's data come to.
 *
 * @param figures each drawn as SVG, with its CSV
 * @param texts tables and pages, by the name of their file
 */
public record Drawings(List<Figure> figures, Map<String, String> texts) {
    private static final List<String> COMPARED = List.of(".svg", ".csv", ".md");

    public Drawings {
        figures = List.copyOf(figures);
        texts = Map.copyOf(texts);
    }

    /** The files whose bytes are the same on every machine, by name in order. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>(texts);
        for (Figure figure : figures) {
            contents.put(figure.name() + ".svg", FigureFiles.svg(figure));
            contents.put(figure.name() + ".csv", FigureFiles.csv(figure));
        }
        return contents;
    }

    /**
     * Writes what differs from the files that are there. The PNG and PDF of a figure, whose bytes depend on the machine, are written where its
     * SVG or CSV is, and where they are missing.
     *
     * @return the names of what was written
     */
    public List<String> write(Path folder) throws IOException {
        List<String> written = new ArrayList<>();
        Map<String, String> contents = contents();
        for (Figure figure : figures) {
            if (!isIn(folder, figure, contents)) {
                FigureFiles.write(folder, figure);
                written.add(figure.name() + ".svg");
            }
        }
        for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            if (!holds(folder.resolve(text.getKey()), text.getValue())) {
                AtomicFile.write(folder.resolve(text.getKey()), text.getValue());
                written.add(text.getKey());
            }
        }
        return written;
    }

    private static boolean isIn(Path folder, Figure figure, Map<String, String> contents) throws IOException {
        String svg = figure.name() + ".svg";
        String csv = figure.name() + ".csv";
        return Files.exists(folder.resolve(figure.name() + ".png"))
                && Files.exists(folder.resolve(figure.name() + ".pdf"))
                && holds(folder.resolve(svg), contents.get(svg))
                && holds(folder.resolve(csv), contents.get(csv));
    }

    /**
     * How a folder differs from what would be written there, file by file with the reason: other bytes, not there, or no longer drawn. Only
     * files whose bytes are the same on every machine are looked at.
     *
     * @param data files that lie there and are not drawn
     */
    public Map<String, String> differences(Path folder, Set<String> data) throws IOException {
        Map<String, String> differences = new LinkedHashMap<>();
        Map<String, String> contents = contents();
        for (Map.Entry<String, String> file : contents.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path)) {
                differences.put(file.getKey(), "is not there");
            } else if (!holds(path, file.getValue())) {
                differences.put(file.getKey(), "has other bytes");
            }
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.map(entry -> String.valueOf(entry.getFileName()))
                        .filter(name -> COMPARED.stream().anyMatch(name::endsWith))
                        .filter(name -> !contents.containsKey(name) && !data.contains(name))
                        .sorted()
                        .forEach(name -> differences.put(name, "is no longer drawn"));
            }
        }
        return differences;
    }

    private static boolean holds(Path file, @Nullable String text) throws IOException {
        return text != null
                && Files.isRegularFile(file)
                && Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8));
    }
}
