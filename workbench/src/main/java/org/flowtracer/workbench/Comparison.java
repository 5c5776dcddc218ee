package org.flowtracer.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.GraphScores;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.StabilityTable;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.DagFile;
import org.flowtracer.workbench.exchange.Provenance;
import org.flowtracer.workbench.exchange.StoredTrace;
import org.flowtracer.workbench.exchange.TraceFolder;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.Table;

/**
 * Many graphs scored by many scorers.
 *
 * @param options who scored, and what is compared
 * @param graphs the scored graphs, in the order given, traces first
 * @param agreement how far each two scorers agree over the graphs
 * @param stability how far each scorer agrees with itself across layer bands: {@link StabilityTable}
 */
public record Comparison(CompareOptions options, List<GraphScores> graphs, AgreementTable agreement, Table stability) {
    /** What is scored, not yet read. */
    private interface Source {
        GraphScores score(CompareOptions options) throws IOException;
    }

    private record TraceSource(String name, Path folder) implements Source {
        @Override
        public GraphScores score(CompareOptions options) throws IOException {
            StoredTrace stored = TraceFolder.read(folder, Keep.HEADS);
            try {
                return Comparison.score(name, stored, options);
            } catch (InputException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new InputException(e, folder.toString());
            }
        }
    }

    private record GraphSource(String name, Path file) implements Source {
        @Override
        public GraphScores score(CompareOptions options) throws IOException {
            return GraphScores.of(name, Evidence.of(DagFile.read(file)), options.scorers());
        }
    }

    private record MemorySource(String name, AttentionTrace trace) implements Source {
        @Override
        public GraphScores score(CompareOptions options) {
            return Comparison.score(name, new StoredTrace(trace, Provenance.UNKNOWN), options);
        }
    }

    /**
     * Reads and scores graphs, in parallel.
     *
     * @param traces trace folders; each graph is named after its folder or file
     * @param graphs graph files
     * @param listener is told after each graph, from any thread
     * @throws InputException if an input is malformed, or does not hold what is asked for
     * @throws IllegalArgumentException if no scorer can score any of them
     * @throws IOException if the disk refuses
     */
    public static Comparison read(List<Path> traces, List<Path> graphs, CompareOptions options, Runnable listener)
            throws IOException {
        if (options.contraction().isPresent() && !graphs.isEmpty()) {
            throw new InputException(
                    "traces, whose text can be contracted",
                    "a graph",
                    graphs.get(0).toString());
        }
        List<Source> sources = new ArrayList<>();
        Set<String> taken = new HashSet<>(ComparisonFolder.OWN_NAMES);
        traces.forEach(folder -> sources.add(new TraceSource(name(folder, taken), folder)));
        graphs.forEach(file -> sources.add(new GraphSource(name(file, taken), file)));
        return of(sources, options, listener);
    }

    /**
     * Scores traces, in parallel.
     *
     * @param traces by name
     * @throws IllegalArgumentException if a trace does not hold what is asked for, or no scorer can score any of them
     */
    public static Comparison of(Map<String, AttentionTrace> traces, CompareOptions options) {
        List<Source> sources = new ArrayList<>();
        traces.forEach((name, trace) -> sources.add(new MemorySource(name, trace)));
        try {
            return of(sources, options, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Comparison of(List<Source> sources, CompareOptions options, Runnable listener) throws IOException {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("expected at least one trace or graph, found none");
        }
        try (Workers workers = Workers.of(options.threads())) {
            return workers.call(() -> {
                List<GraphScores> scored = sources.parallelStream()
                        .map(source -> {
                            GraphScores scores = score(source, options);
                            listener.run();
                            return scores;
                        })
                        .toList();
                Comparison comparison = new Comparison(
                        options,
                        scored,
                        AgreementTable.of(
                                scored.stream().map(GraphScores::compared).toList(), options.bootstrap()),
                        StabilityTable.of(
                                scored.stream().map(GraphScores::stability).toList(),
                                options.names(),
                                options.bootstrap()));
                comparison.requireScores();
                return comparison;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static GraphScores score(Source source, CompareOptions options) {
        try {
            return source.score(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GraphScores score(String name, StoredTrace stored, CompareOptions options) {
        LayerBand band = options.layers().orElse(stored.bandDefault());
        return GraphScores.of(name, stored.trace(), band, options.dag(), options.contraction(), options.scorers());
    }

    /** After its folder or file, a number added where a name is taken. */
    private static String name(Path path, Set<String> taken) {
        String plain =
                String.valueOf(path.toAbsolutePath().normalize().getFileName()).replaceFirst("(?<=.)\\.json$", "");
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> number == 1 ? plain : plain + "-" + number)
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }

    /** What scorers are compared over, of each graph. */
    List<ScoredTrace> compared() {
        return graphs.stream().map(GraphScores::compared).toList();
    }

    private void requireScores() {
        if (agreement.scorers().isEmpty()) {
            throw new IllegalArgumentException("expected a scorer that can score some graph, found "
                    + leftOut().entrySet().stream()
                            .map(entry -> entry.getKey() + ", which " + entry.getValue())
                            .collect(Collectors.joining(
                                    "; ", "", options.scorers().isEmpty() ? "none" : "")));
        }
    }

    /** The graphs whose minimum cut does no more than isolate the answer, so that {@code max-flow} tells nothing of the way there. */
    public List<String> cutsIsolatingAnswer() {
        return graphs.stream()
                .filter(graph -> graph.scalars().minCutIsolatesAnswer())
                .map(GraphScores::name)
                .toList();
    }

    /** The pairs asked for whose ranks nothing sets against each other, as no graph was scored by both: why. */
    public Map<ScorerPair, String> notScattered() {
        Map<ScorerPair, String> without = new LinkedHashMap<>();
        for (ScorerPair pair : options.scatter()) {
            boolean hasGraph = compared().stream()
                    .anyMatch(graph -> graph.by(pair.first()).isPresent()
                            && graph.by(pair.second()).isPresent());
            if (!hasGraph) {
                without.put(
                        pair,
                        leftOut().entrySet().stream()
                                .filter(entry -> pair.names().contains(entry.getKey()))
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining("; ")));
            }
        }
        return without;
    }

    /** By scorer that could not score some graph: what it needs, and how many graphs lack it. */
    public Map<String, String> leftOut() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> needs = new LinkedHashMap<>();
        for (GraphScores graph : graphs) {
            graph.tokens().lacking().forEach((scorer, what) -> {
                counts.merge(scorer, 1, Integer::sum);
                needs.putIfAbsent(scorer, what);
            });
        }
        needs.replaceAll((scorer, what) -> "needs " + what + ", which " + counts.get(scorer) + " of " + graphs.size()
                + (graphs.size() == 1 ? " graph lacks" : " graphs lack"));
        return needs;
    }
}
