package org.flowtracer.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.InterventionExperiment;
import org.flowtracer.workbench.experiment.InterventionFindings;
import org.flowtracer.workbench.experiment.InterventionOptions;
import org.flowtracer.workbench.experiment.InterventionTable;
import org.flowtracer.workbench.figure.FigureFiles;
import org.flowtracer.workbench.figure.InterventionFigure;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.Manifest;
import org.flowtracer.workbench.model.LanguageModel;

/**
 * The experiment of interventions as a folder: {@code tokens.csv}, {@code statements.csv}, {@code paper.csv} with the paper's own figures,
 * {@code manifest.json} and the figure {@code hidden-tokens}.
 */
public final class InterventionStudy {
    /** What such a folder is, for messages. */
    public static final String KIND = "a study of interventions";

    private static final String FORMAT = "flowtracer-interventions";

    private InterventionStudy() {}

    /**
     * Runs the experiment and writes the folder; one that is there already is replaced, whole or not at all.
     *
     * @param listener is told after each problem is scored, from any thread
     * @throws org.flowtracer.workbench.files.InputException if the folder holds something else
     * @throws IOException if the disk refuses
     */
    public static InterventionFindings write(
            LanguageModel model, InterventionOptions options, Path target, Runnable listener) throws IOException {
        try (AtomicFolder folder = AtomicFolder.begin(target, InterventionStudy::isOurs, KIND)) {
            InterventionFindings findings = new InterventionExperiment(model, options).run(listener);
            Path tokens = folder.path().resolve("tokens.csv");
            TableFile.write(tokens, InterventionFindings.table("tokens", "hidden", findings.hiddenTokens()));
            TableFile.write(
                    folder.path().resolve("statements.csv"),
                    InterventionFindings.table("statements", "effect_on", findings.hiddenStatements()));
            TableFile.write(folder.path().resolve("paper.csv"), InterventionFindings.paperTable());
            // Of the table, which is rounded, so that whoever draws it again draws the same bytes.
            FigureFiles.write(folder.path(), new InterventionFigure(InterventionTable.read(tokens, "hidden")));
            manifest(model, findings).write(folder.path());
            folder.commit();
            return findings;
        }
    }

    /** Whether a folder was written by {@link #write}, so that it may be replaced. */
    public static boolean isOurs(Path folder) {
        return Manifest.covers(folder, FORMAT);
    }

    private static Manifest manifest(LanguageModel model, InterventionFindings findings) throws IOException {
        InterventionOptions options = findings.options();
        Map<String, Object> content = StudyManifest.content(
                model,
                options.task(),
                options.problems(),
                List.of(options.dag().layers()),
                options.scorers(),
                findings.lacking(),
                options.bootstrap());
        content.put("answer_at", List.of(Target.label(options.dag().answerAt())));
        content.put("fraction", options.fraction());
        content.put("right", findings.right());
        content.put("wrong", findings.wrong());
        content.put("unanswered", findings.unanswered());
        return new Manifest(FORMAT, content);
    }
}
