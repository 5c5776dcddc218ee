package org.flowtracer.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.Control;
import org.flowtracer.workbench.experiment.Finding;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.PlantedExperiment;
import org.flowtracer.workbench.experiment.PlantedFindings;
import org.flowtracer.workbench.experiment.PlantedOptions;
import org.flowtracer.workbench.experiment.PlantedTable;
import org.flowtracer.workbench.figure.BandsFigure;
import org.flowtracer.workbench.figure.DetectionFigure;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.LanguageModel;

/**
 * The experiment on planted truth as a folder: {@code planted.csv}, {@code manifest.json} and, for the first choice of the graph, the figures
 * {@code statements-LAYERS-ANSWER} and {@code edges-LAYERS-ANSWER}; of several choices {@code bands} as well.
 */
public final class PlantedStudy {
    /** What such a folder is, for messages. */
    public static final String KIND = "a study of planted truth";

    private static final String FORMAT = "flowtracer-planted";

    private PlantedStudy() {}

    /**
     * Runs the experiment and writes the folder; one that is there already is replaced, whole or not at all.
     *
     * @param listener is told after each problem, from any thread
     * @throws org.flowtracer.workbench.files.InputException if the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static PlantedFindings write(LanguageModel model, PlantedOptions options, Path target, Runnable listener)
            throws IOException {
        try (AtomicFolder folder = AtomicFolder.begin(target, PlantedStudy::isOurs, KIND)) {
            PlantedFindings findings = new PlantedExperiment(model, options).run(listener);
            Path table = folder.path().resolve("planted.csv");
            TableFile.write(table, findings.table());
            // Of the table, which is rounded, so that whoever draws it again draws the same bytes.
            for (Figure figure : figures(PlantedTable.read(table), options)) {
                FigureFiles.write(folder.path(), figure);
            }
            manifest(model, findings).write(folder.path());
            folder.commit();
            return findings;
        }
    }

    /** The figures of a study: statements and edges in the first graph of the options, and the needed statements in all where there are several. */
    public static List<Figure> figures(List<Finding> findings, PlantedOptions options) {
        List<Figure> figures = new ArrayList<>(DetectionFigure.of(
                findings,
                options.layers().get(0).name(),
                Target.label(options.answersAt().get(0))));
        BandsFigure.of(findings).ifPresent(figures::add);
        return figures;
    }

    /** Whether a folder was written by {@link #write}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, FORMAT);
    }

    private static Manifest manifest(LanguageModel model, PlantedFindings findings) throws IOException {
        PlantedOptions options = findings.options();
        Map<String, Object> content = StudyManifest.content(
                model,
                options.task(),
                options.problems(),
                options.layers(),
                options.scorers(),
                findings.lacking(),
                options.bootstrap());
        content.put(
                "answer_at",
                options.answersAt().stream()
                        .map(place -> place.name().toLowerCase(Locale.ROOT))
                        .toList());
        content.put("right", findings.counts().right());
        content.put("wrong", findings.counts().wrong());
        content.put("unanswered", findings.counts().unanswered());
        content.put("used_by_right", findings.counts().usedByRight());
        content.put("used_by_wrong", findings.counts().usedByWrong());
        Map<String, Object> controls = new LinkedHashMap<>();
        for (Control control : findings.controls()) {
            Interval auroc = control.auroc();
            controls.put(control.scorer(), List.of(auroc.mean(), auroc.low(), auroc.high()));
        }
        content.put("controls_auroc", controls);
        content.put("controls_blind", findings.controls().stream().allMatch(Control::isBlind));
        return new Manifest(FORMAT, content);
    }
}
