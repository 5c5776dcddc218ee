package org.flowtracer.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.HubExperiment;
import org.flowtracer.workbench.experiment.HubFindings;
import org.flowtracer.workbench.experiment.HubOptions;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.figure.HubFigure;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.LanguageModel;

/** The experiment on the hubs of the flow as a folder: {@code hubs.csv}, {@code manifest.json} and a figure {@code hubs-LAYERS} for each band. */
public final class HubStudy {
    /** What such a folder is, for messages. */
    public static final String KIND = "a study of hubs";

    private static final String FORMAT = "flowtracer-hubs";

    private HubStudy() {}

    /**
     * Runs the experiment and writes the folder; one that is there already is replaced, whole or not at all.
     *
     * @param listener is told after each problem, from any thread
     * @throws org.flowtracer.workbench.files.InputException if the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static HubFindings write(LanguageModel model, HubOptions options, Path target, Runnable listener)
            throws IOException {
        try (AtomicFolder folder = AtomicFolder.begin(target, HubStudy::isOurs, KIND)) {
            HubFindings findings = new HubExperiment(model, options).run(listener);
            Path table = folder.path().resolve("hubs.csv");
            TableFile.write(table, findings.table());
            // Of the table, which is rounded, so that whoever draws it again draws the same bytes.
            for (HubFigure figure : HubFigure.all(HubFindings.read(table))) {
                FigureFiles.write(folder.path(), figure);
            }
            Map<String, Object> content = StudyManifest.content(
                    model,
                    options.task(),
                    options.problems(),
                    options.layers(),
                    options.scorers(),
                    findings.lacking(),
                    options.bootstrap());
            content.put("top", options.top());
            content.put("answered", findings.answered());
            content.put("right", findings.right());
            new Manifest(FORMAT, content).write(folder.path());
            folder.commit();
            return findings;
        }
    }

    /** Whether a folder was written by {@link #write}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, FORMAT);
    }
}
