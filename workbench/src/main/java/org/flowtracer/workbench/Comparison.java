package org.flowtracer.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.graph.GraphScalars;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.RandomTrace;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.StabilityTable;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.DagFile;
import org.flowtracer.workbench.exchange.ScalarsJson;
import org.flowtracer.workbench.exchange.StoredTrace;
import org.flowtracer.workbench.exchange.TraceFolder;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Many graphs scored by many scorers, as a folder:
 *
 * <pre>
 * NAME/scores.csv     for each graph, named after its folder or file: position, then a column a scorer
 * NAME/scalars.json   the graph in a few numbers
 * agreement.csv       how far each two scorers agree over the graphs
 * stability.csv       how far each scorer agrees with itself across layer bands
 * runtime.csv         how long each scorer takes on random attention, where that is asked for
 * manifest.json       what was done
 * </pre>
 *
 * @param graphs the scored graphs, in the order of the request, traces first
 */
public record Comparison(List<ScoredTrace> graphs) {
    /** What such a folder is, for messages. */
    public static final String KIND = "a comparison";

    private static final String FORMAT = "flowtracer-comparison";
    private static final int RUNTIME_TOKENS_LEAST = 128;
    private static final double RUNTIME_CAP_SECONDS = 60;
    private static final long RUNTIME_SEED = 1;

    /** A graph under each band that it holds, and under that of the request. */
    private record Bands(ScoredTrace asked, Map<LayerBand, ScoredTrace> all) {}

    /** Threads that write into the folder: where one has failed, the others are waited for before the folder is taken away. */
    private record Workers(ForkJoinPool pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.shutdownNow();
            while (!pool.isTerminated()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** What is scored, not yet read. */
    private record Source(String name, Path path, boolean isTrace) {}

    /**
     * Scores the graphs, in parallel, and writes the folder; one that is there already is replaced, whole or not at all.
     *
     * @param listener is told after each graph, from any thread
     * @throws InputException if an input is malformed, or the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static Comparison write(ComparisonRequest request, Path target, Runnable listener) throws IOException {
        List<Source> sources = sources(request);
        try (AtomicFolder folder = AtomicFolder.begin(target, Comparison::isOurs, KIND);
                Workers workers = new Workers(new ForkJoinPool(request.threads()))) {
            ForkJoinPool pool = workers.pool;
            List<Bands> scored = pool.submit(() -> sources.parallelStream()
                            .map(source -> {
                                Bands bands = score(source, request, folder.path());
                                listener.run();
                                return bands;
                            })
                            .toList())
                    .join();
            List<ScoredTrace> asked = scored.stream().map(Bands::asked).toList();
            List<String> scorers =
                    request.scorers().stream().map(TokenScorer::name).toList();
            TableFile.write(
                    folder.path().resolve("agreement.csv"),
                    pool.submit(() -> AgreementTable.of(asked, request.bootstrap()))
                            .join()
                            .table());
            TableFile.write(
                    folder.path().resolve("stability.csv"),
                    StabilityTable.of(scored.stream().map(Bands::all).toList(), scorers, request.bootstrap()));
            writeRuntime(request, folder.path());
            manifest(request, asked, scorers).write(folder.path());
            folder.commit();
            return new Comparison(asked);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a folder was written by {@link #write}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, FORMAT);
    }

    /** Names each input after its folder or file, a number added where a name is taken. */
    private static List<Source> sources(ComparisonRequest request) {
        List<Source> sources = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        request.traces().forEach(path -> sources.add(new Source(name(path, taken), path, true)));
        request.graphs().forEach(path -> sources.add(new Source(name(path, taken), path, false)));
        return sources;
    }

    private static String name(Path path, Set<String> taken) {
        String plain =
                String.valueOf(path.toAbsolutePath().normalize().getFileName()).replaceFirst("\\.json$", "");
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> number == 1 ? plain : plain + "-" + number)
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }

    private static Bands score(Source source, ComparisonRequest request, Path folder) {
        try {
            Evidence evidence;
            Bands bands;
            if (source.isTrace) {
                StoredTrace stored = TraceFolder.read(source.path, Keep.HEADS);
                LayerBand band = request.layers().orElse(stored.bandDefault());
                evidence = evidence(stored.trace(), request.dag().withLayers(band), source.path);
                Map<LayerBand, ScoredTrace> all =
                        StabilityTable.score(source.name, stored.trace(), request.dag(), request.scorers());
                @Nullable ScoredTrace asked = all.get(band);
                bands = new Bands(
                        asked == null ? ScoredTrace.of(source.name, evidence, request.scorers()) : asked, all);
            } else {
                evidence = Evidence.of(DagFile.read(source.path));
                bands = new Bands(ScoredTrace.of(source.name, evidence, request.scorers()), Map.of());
            }
            Path ownFolder = Files.createDirectory(folder.resolve(source.name));
            TableFile.write(ownFolder.resolve("scores.csv"), bands.asked.table());
            ScalarsJson.write(ownFolder.resolve("scalars.json"), GraphScalars.of(evidence.dag()));
            return bands;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Evidence evidence(AttentionTrace trace, DagOptions options, Path path) {
        try {
            return Evidence.of(trace, options);
        } catch (IllegalArgumentException e) {
            throw new InputException(e, path.toString());
        }
    }

    private static void writeRuntime(ComparisonRequest request, Path folder) throws IOException {
        int[] sizes = IntStream.iterate(RUNTIME_TOKENS_LEAST, size -> size <= request.runtimeTokens(), size -> 2 * size)
                .toArray();
        if (sizes.length > 0) {
            TableFile.write(
                    folder.resolve("runtime.csv"),
                    RuntimeTable.measure(
                            request.scorers(),
                            size -> Evidence.of(RandomTrace.of(size, RUNTIME_SEED), request.dag()),
                            sizes,
                            RUNTIME_CAP_SECONDS));
        }
    }

    private static Manifest manifest(ComparisonRequest request, List<ScoredTrace> graphs, List<String> scorers) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("graphs", graphs.stream().map(ScoredTrace::name).toList());
        content.put("scorers", scorers);
        content.put("left_out", leftOut(graphs));
        content.put("layers", request.layers().map(LayerBand::name).orElse("default"));
        content.put("answer_at", request.dag().answerAt().name().toLowerCase(Locale.ROOT));
        content.put("bootstrap_resamples", request.bootstrap().resamples());
        content.put("bootstrap_level", request.bootstrap().level());
        content.put("bootstrap_seed", request.bootstrap().seed());
        return new Manifest(FORMAT, content);
    }

    /** By scorer that could not score some graph: what it needs, and how many graphs lack it. */
    public Map<String, String> leftOut() {
        return leftOut(graphs);
    }

    private static Map<String, String> leftOut(List<ScoredTrace> graphs) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> needs = new LinkedHashMap<>();
        for (ScoredTrace graph : graphs) {
            graph.lacking().forEach((scorer, what) -> {
                counts.merge(scorer, 1, Integer::sum);
                needs.putIfAbsent(scorer, what);
            });
        }
        needs.replaceAll((scorer, what) -> "needs " + what + ", which " + counts.get(scorer) + " of " + graphs.size()
                + (graphs.size() == 1 ? " graph lacks" : " graphs lack"));
        return needs;
    }
}
