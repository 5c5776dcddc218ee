package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.InputException;

/**
 * Many traces: a folder with one trace folder each, and {@code traces.csv} with one row each:
 * {@code name,tokens,question,response,answer,arrived,unreachable_share}, the regions as {@code A..B}.
 */
public final class TraceCollection {
    /** The table of all traces. */
    public static final String TABLE = "traces.csv";

    private final CsvText table = new CsvText("name,tokens,question,response,answer,arrived,unreachable_share");

    /** Adds a row. */
    public void add(String name, ReasoningTrace result) {
        Regions regions = result.trace().regions();
        table.cell(name).cell(result.trace().size());
        for (Positions region : new Positions[] {regions.question(), regions.response(), regions.answer()}) {
            table.cell(region.toString());
        }
        table.cell(result.flow().arrived())
                .cell(result.flow().unreachableShare())
                .endLine();
    }

    /** Writes the table. */
    public void write(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(TABLE), table.toString());
    }

    /**
     * The trace folders that a path stands for: itself, or where it is a folder without a trace but with trace folders in it, those by name.
     *
     * @throws InputException if it is a folder that holds no trace
     * @throws IOException if the disk refuses
     */
    public static List<Path> traces(Path path) throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(TraceFolder.DESCRIPTION))) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> folders = entries.filter(entry -> Files.isRegularFile(entry.resolve(TraceFolder.DESCRIPTION)))
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new InputException("a trace folder or a folder of them", "neither", path.toString());
            }
            return folders;
        }
    }

    /** Whether a folder is such a collection, written by this workbench, and holds nothing else, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        if (!Files.isRegularFile(folder.resolve(TABLE))) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.endsWith(TABLE)).allMatch(TraceFolder::isOurs);
        } catch (IOException e) {
            return false;
        }
    }
}
