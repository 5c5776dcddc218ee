package org.flowtracer.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.GraphScores;
import org.flowtracer.workbench.analysis.RandomTrace;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.exchange.ScalarsJson;
import org.flowtracer.workbench.figure.AgreementFigure;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.figure.RankMapFigure;
import org.flowtracer.workbench.figure.RankScatterFigure;
import org.flowtracer.workbench.figure.RuntimeFigure;
import org.flowtracer.workbench.figure.TextStripsFigure;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.report.ComparisonReport;

/**
 * A comparison as a folder:
 *
 * <pre>
 * report.html         one page with all of it
 * NAME/scores.csv     for each graph, named after its folder or file: position, the token's index, then a column a scorer
 * NAME/scalars.json   the graph in a few numbers
 * NAME/pieces.csv, NAME/flows.csv   where tokens are contracted: the scores of the pieces of text, and the flows between them
 * NAME/rank-map.*, NAME/text-strips.*   figures of the first graphs: where each scorer looks
 * agreement.csv       how far each two scorers agree over the graphs
 * stability.csv       how far each scorer agrees with itself across layer bands
 * runtime.csv         how long each scorer takes on random attention, where that is asked for
 * figures/            agreement, rank-scatter, runtime
 * manifest.json       what was done
 * </pre>
 */
public final class ComparisonFolder {
    /** What such a folder is, for messages. */
    public static final String KIND = "a comparison";

    /** The folder's page for readers. */
    public static final String REPORT = "report.html";

    private static final String FIGURES = "figures";
    private static final String AGREEMENT = "agreement.csv";
    private static final String STABILITY = "stability.csv";
    private static final String RUNTIME = "runtime.csv";

    /** What lies in the folder beside the graphs' own folders: no graph is named so. */
    static final Set<String> OWN_NAMES = Set.of(REPORT, AGREEMENT, STABILITY, RUNTIME, FIGURES, Manifest.FILE);

    public static final int DRAWN_DEFAULT = 8;
    public static final int RUNTIME_TOKENS_DEFAULT = 2048;

    /** A dense graph of so many tokens takes half a gigabyte. */
    public static final int RUNTIME_TOKENS_MAX = 16_384;

    private static final String FORMAT = "flowtracer-comparison";
    private static final int SCATTERS_DEFAULT = 6;
    private static final int RUNTIME_TOKENS_LEAST = 128;
    private static final double RUNTIME_CAP_SECONDS = 60;
    private static final long RUNTIME_SEED = 1;

    private ComparisonFolder() {}

    /**
     * Writes the folder; one that is there already is replaced, whole or not at all.
     *
     * @param drawn of how many graphs, the first ones, figures of their own are drawn
     * @param runtimeTokens run times are measured on random attention of 128, 256, ... tokens up to this; 0 for none
     * @throws org.flowtracer.workbench.files.InputException if the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static void write(Comparison comparison, int drawn, int runtimeTokens, Path target) throws IOException {
        if (drawn < 0 || runtimeTokens < 0) {
            throw new IllegalArgumentException("expected at least 0 drawn graphs and 0 tokens for run times, found "
                    + drawn + " and " + runtimeTokens);
        }
        try (AtomicFolder folder = AtomicFolder.begin(target, ComparisonFolder::isOurs, KIND);
                Workers workers = Workers.of(comparison.options().threads())) {
            workers.call(() -> {
                writeGraphs(comparison, drawn, folder.path());
                return comparison;
            });
            TableFile.write(
                    folder.path().resolve(AGREEMENT), comparison.agreement().table());
            TableFile.write(folder.path().resolve(STABILITY), comparison.stability());
            Optional<RuntimeTable> times = times(comparison.options(), runtimeTokens);
            if (times.isPresent()) {
                TableFile.write(folder.path().resolve(RUNTIME), times.get().table());
            }
            Optional<Figure> heatMap = heatMap(comparison);
            List<Figure> others = Stream.of(
                            scatter(comparison),
                            times.flatMap(RuntimeFigure::of).map(figure -> (Figure) figure))
                    .flatMap(Optional::stream)
                    .toList();
            for (Figure figure :
                    Stream.concat(heatMap.stream(), others.stream()).toList()) {
                FigureFiles.write(folder.path().resolve(FIGURES), figure);
            }
            report(comparison, drawn, times, heatMap, others)
                    .write(folder.path().resolve(REPORT));
            manifest(comparison).write(folder.path());
            folder.commit();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a folder was written by {@link #write}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, FORMAT);
    }

    private static void writeGraphs(Comparison comparison, int drawn, Path folder) {
        AgreementTable agreement = comparison.agreement();
        IntStream.range(0, comparison.graphs().size()).parallel().forEach(j -> {
            GraphScores graph = comparison.graphs().get(j);
            try {
                Path ownFolder = Files.createDirectory(folder.resolve(graph.name()));
                TableFile.write(ownFolder.resolve("scores.csv"), graph.tokens().table());
                ScalarsJson.write(ownFolder.resolve("scalars.json"), graph.scalars());
                if (graph.flows().isPresent()) {
                    TableFile.write(
                            ownFolder.resolve("pieces.csv"), graph.compared().pieces());
                    TableFile.write(
                            ownFolder.resolve("flows.csv"), graph.flows().get());
                }
                if (j < drawn) {
                    for (Figure figure : figures(graph.compared(), agreement)) {
                        FigureFiles.write(ownFolder, figure);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<Figure> figures(ScoredTrace trace, AgreementTable agreement) {
        List<Figure> figures = new ArrayList<>();
        figures.add(RankMapFigure.of(trace, agreement.clustered()));
        TextStripsFigure.of(trace, agreement).ifPresent(figures::add);
        return figures;
    }

    private static Optional<Figure> heatMap(Comparison comparison) {
        AgreementTable agreement = comparison.agreement();
        return agreement.scorers().size() < 2
                ? Optional.empty()
                : Optional.of(AgreementFigure.of(agreement, comparison.graphs().size()));
    }

    private static Optional<Figure> scatter(Comparison comparison) {
        AgreementTable agreement = comparison.agreement();
        List<ScorerPair> asked = comparison.options().scatter();
        List<ScorerPair> pairs = asked.isEmpty() ? ScorerPair.telling(agreement, SCATTERS_DEFAULT) : asked;
        return RankScatterFigure.of(comparison.compared(), pairs, agreement).map(figure -> figure);
    }

    private static Optional<RuntimeTable> times(CompareOptions options, int runtimeTokens) {
        int[] sizes = IntStream.iterate(RUNTIME_TOKENS_LEAST, size -> size <= runtimeTokens, size -> 2 * size)
                .toArray();
        return sizes.length == 0
                ? Optional.empty()
                : Optional.of(RuntimeTable.measure(
                        options.scorers(),
                        size -> Evidence.of(RandomTrace.of(size, RUNTIME_SEED), options.dag()),
                        sizes,
                        RUNTIME_CAP_SECONDS));
    }

    private static ComparisonReport report(
            Comparison comparison,
            int drawn,
            Optional<RuntimeTable> times,
            Optional<Figure> heatMap,
            List<Figure> others) {
        List<Figure> shown = new ArrayList<>(others);
        comparison.compared().stream()
                .limit(Math.min(1, drawn))
                .forEach(first ->
                        shown.add(RankMapFigure.of(first, comparison.agreement().clustered())));
        Map<String, String> described = new LinkedHashMap<>();
        described(comparison.options())
                .forEach((name, value) -> described.put(name.replace('_', ' '), String.valueOf(value)));
        comparison
                .notScattered()
                .forEach((pair, why) -> described.put("not drawn: " + pair.first() + " against " + pair.second(), why));
        return new ComparisonReport(
                "Scorers compared",
                comparison.graphs(),
                comparison.agreement(),
                comparison.stability(),
                times,
                heatMap,
                shown,
                comparison.leftOut(),
                described);
    }

    private static Manifest manifest(Comparison comparison) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "graphs", comparison.graphs().stream().map(GraphScores::name).toList());
        ScorersInManifest.put(content, comparison.options().scorers(), comparison.leftOut());
        content.put("min_cut_isolates_answer", comparison.cutsIsolatingAnswer());
        content.putAll(described(comparison.options()));
        return new Manifest(FORMAT, content);
    }

    /** The options that bear on the results. */
    private static Map<String, Object> described(CompareOptions options) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("layers", options.layers().map(LayerBand::name).orElse("default"));
        described.put("answer_at", options.dag().answerAt().name().toLowerCase(Locale.ROOT));
        options.contraction().ifPresent(contraction -> {
            described.put("contract", contraction.pieces().label());
            described.put("reduce", contraction.reduction().label());
        });
        described.put("bootstrap_resamples", options.bootstrap().resamples());
        described.put("bootstrap_level", options.bootstrap().level());
        described.put("bootstrap_seed", options.bootstrap().seed());
        return described;
    }
}
