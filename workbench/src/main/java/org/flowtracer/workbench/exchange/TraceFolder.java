package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * A trace as a folder.
 *
 * <pre>
 * trace.json         format, version, tokens, the ranges question, response and answer (ends exclusive), and optionally layers (the absolute
 *                    index of each stored layer), model (layers: how many the model has), options, arrived, unreachable_share
 * trace.safetensors  input_ids [n], and one of attentions [L, H, n, n] (row = query, column = key), layer_attentions [L, n, n] (heads averaged)
 *                    and weights [n, n] (weights[i, k] = attention of the later token k to i); optionally logprob [n - 1], entropy [n], and of
 *                    the answer's log-likelihood in each token's embedding gradient_norm, gradient_x_input, integrated_gradients [n].
 *                    Written here besides: potential, inflow, throughput, to_sink [n]
 * tokens.csv         one row a token: {@link TokensCsv}
 * edges.csv          the edges that matter: {@link EdgesCsv}
 * </pre>
 *
 * <p>Beside them may lie a report, figures and exported graphs.
 */
public final class TraceFolder {
    /** What a folder of ours is, for messages. */
    public static final String KIND = "a trace folder";

    /** The folder's folder for figures. */
    public static final String FIGURES = "figures";

    /** The folder's page for readers. */
    public static final String REPORT = "report.html";

    static final String FORMAT = "flowtracer-trace";
    static final int VERSION = 1;
    static final String DESCRIPTION = "trace.json";
    static final String TENSORS = "trace.safetensors";
    static final String GRADIENT_NORM = "gradient_norm";
    static final String GRADIENT_TIMES_INPUT = "gradient_x_input";
    static final String INTEGRATED_GRADIENTS = "integrated_gradients";
    static final String TOKENS = "tokens.csv";
    static final String EDGES = "edges.csv";

    /** What lies in a folder that was written here, and nowhere else. */
    private static final Set<String> REQUIRED = Set.of(DESCRIPTION, TENSORS, TOKENS, EDGES);

    /** The files of one figure. */
    private static final List<String> FIGURE_ENDINGS = List.of(".svg", ".pdf", ".png", ".csv");

    private TraceFolder() {}

    /**
     * Reads a trace in any of the three layouts.
     *
     * @param finest heads are averaged while reading unless this is {@link Keep#HEADS}
     * @throws InputException if a file or key is missing, or anything in it is no trace
     */
    public static StoredTrace read(Path folder, Keep finest) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InputException(KIND, Files.exists(folder) ? "a file" : "no such folder", folder.toString());
        }
        return TraceReader.read(folder, finest);
    }

    /**
     * Writes the four files into an existing folder. Two calls with the same trace write the same bytes.
     *
     * @param keep how much of the attention is stored
     * @throws IllegalArgumentException if the trace holds less than is to be kept, or a region is not a range
     * @throws IOException if the disk refuses
     */
    public static void write(Path folder, ReasoningTrace result, Keep keep) throws IOException {
        TraceWriter.write(folder, result, keep);
        TokensCsv.write(folder.resolve(TOKENS), result);
        EdgesCsv.write(folder.resolve(EDGES), result);
    }

    /** Whether a folder was written by this workbench and holds nothing else, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        if (!Files.isDirectory(folder)
                || !REQUIRED.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)))) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(TraceFolder::mayHold)
                    && (!Files.exists(folder.resolve(FIGURES)) || holdsFiguresOnly(folder.resolve(FIGURES)))
                    && JsonObject.read(folder.resolve(DESCRIPTION))
                            .string("format")
                            .equals(FORMAT);
        } catch (IOException | InputException e) {
            return false;
        }
    }

    private static boolean mayHold(Path entry) {
        String name = entry.getFileName().toString();
        return name.equals(FIGURES)
                ? Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                : Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                        && (REQUIRED.contains(name) || name.equals(REPORT) || GraphExport.FILES.contains(name));
    }

    /** A figure is known by its four files; one that stands alone is somebody else's. */
    private static boolean holdsFiguresOnly(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Set<String> names =
                    entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
            return names.stream().allMatch(name -> {
                int dot = name.lastIndexOf('.');
                return dot > 0
                        && FIGURE_ENDINGS.contains(name.substring(dot))
                        && FIGURE_ENDINGS.stream().allMatch(ending -> names.contains(name.substring(0, dot) + ending));
            });
        }
    }
}
