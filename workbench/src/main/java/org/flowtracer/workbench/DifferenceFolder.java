package org.flowtracer.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.figure.DifferenceBackbonesFigure;
import org.flowtracer.workbench.figure.DifferenceTextsFigure;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.figure.ScorerChangesFigure;
import org.flowtracer.workbench.figure.StatementFlowsFigure;
import org.flowtracer.workbench.figure.StatementsFigure;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.report.DifferenceReport;

/**
 * Two traces of one prompt side by side, as a folder:
 *
 * <pre>
 * report.html       one page with all of it
 * tokens.csv        the aligned tokens with both scores and the change of rank by each scorer
 * scorers.csv       how far each scorer agrees with itself
 * statements.csv    what passes each statement, flows.csv what runs between them
 * regions.csv       the flow between regions
 * backbones.csv     the edges of both backbones
 * figures/          texts, backbones, statements, statement-flows, scorers
 * manifest.json     what was done
 * </pre>
 */
public final class DifferenceFolder {
    /** What such a folder is, for messages. */
    public static final String KIND = "a comparison of two traces";

    /** The folder's page for readers. */
    public static final String REPORT = "report.html";

    private static final String FORMAT = "flowtracer-difference";

    private DifferenceFolder() {}

    /**
     * Sets two traces side by side and writes the folder; one that is there already is replaced, whole or not at all.
     *
     * @throws org.flowtracer.workbench.files.InputException if a trace is malformed, the prompts differ, or the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static TraceDifference write(DifferenceRequest request, Path target) throws IOException {
        TraceDifference difference = of(request);
        try (AtomicFolder folder = AtomicFolder.begin(target, DifferenceFolder::isOurs, KIND)) {
            Path path = folder.path();
            TableFile.write(path.resolve("tokens.csv"), difference.tokenTable());
            TableFile.write(path.resolve("scorers.csv"), difference.scorerTable());
            TableFile.write(path.resolve("statements.csv"), difference.pieces().table());
            TableFile.write(path.resolve("flows.csv"), difference.pieces().flows());
            TableFile.write(path.resolve("regions.csv"), difference.regionTable());
            TableFile.write(
                    path.resolve("backbones.csv"), difference.backbones().table());
            List<Figure> figures = figures(difference);
            for (Figure figure : figures) {
                FigureFiles.write(path.resolve("figures"), figure);
            }
            Map<String, String> described = new LinkedHashMap<>();
            described(request, difference)
                    .forEach((name, value) -> described.put(name.replace('_', ' '), String.valueOf(value)));
            new DifferenceReport("Two traces side by side", difference, figures, described).write(path.resolve(REPORT));
            new Manifest(FORMAT, described(request, difference)).write(path);
            folder.commit();
            return difference;
        }
    }

    /** Whether a folder was written by {@link #write}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, FORMAT);
    }

    private static TraceDifference of(DifferenceRequest request) throws IOException {
        String name = name(request.first());
        String other = name(request.second());
        boolean alike = name.equals(other);
        return TraceDifference.of(
                alike ? name + "-1" : name,
                read(request, request.first()),
                alike ? other + "-2" : other,
                read(request, request.second()),
                request.scorers(),
                request.pieces());
    }

    private static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    private static ReasoningTrace read(DifferenceRequest request, Path folder) throws IOException {
        return Workbench.read(new ImportRequest(
                folder,
                request.layers(),
                Optional.empty(),
                Optional.empty(),
                request.dag(),
                FlowOptions.DEFAULT,
                Keep.HEADS));
    }

    private static List<Figure> figures(TraceDifference difference) {
        List<Figure> figures = new ArrayList<>();
        List<String> scorers = ScorerPair.inOrderOfInterest(difference.scorers());
        if (!scorers.isEmpty()) {
            figures.add(DifferenceTextsFigure.of(difference, scorers.get(0)));
        }
        figures.add(DifferenceBackbonesFigure.of(difference));
        figures.add(StatementsFigure.of(difference));
        figures.add(StatementFlowsFigure.of(difference));
        if (!scorers.isEmpty()) {
            figures.add(ScorerChangesFigure.of(difference));
        }
        return figures;
    }

    private static Map<String, Object> described(DifferenceRequest request, TraceDifference difference) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("first", difference.first().name());
        described.put("second", difference.second().name());
        Map<String, String> lacking =
                new LinkedHashMap<>(difference.first().scores().lacking());
        lacking.putAll(difference.second().scores().lacking());
        ScorersInManifest.put(described, request.scorers(), lacking);
        described.put("layers", request.layers().map(LayerBand::name).orElse("default"));
        described.put("answer_at", request.dag().answerAt().name().toLowerCase(Locale.ROOT));
        described.put("pieces", request.pieces().label());
        return described;
    }
}
