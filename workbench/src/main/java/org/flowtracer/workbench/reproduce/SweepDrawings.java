package org.flowtracer.workbench.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.analysis.ContrastTable;
import org.flowtracer.workbench.analysis.CostTable;
import org.flowtracer.workbench.analysis.LessonTable;
import org.flowtracer.workbench.analysis.MethodTable;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.figure.AblationFigure;
import org.flowtracer.workbench.figure.ContrastFigure;
import org.flowtracer.workbench.figure.CostFigure;
import org.flowtracer.workbench.figure.Figure;
import org.flowtracer.workbench.figure.LearningCurvesFigure;
import org.flowtracer.workbench.report.SweepReport;

/** What is drawn from the results of a sweep: figures, {@code methods.csv}, {@code contrasts.csv}, {@code lessons.csv}, {@code cost.csv} and the page {@code README.md}. */
public final class SweepDrawings {
    private SweepDrawings() {}

    /** The drawings of the runs that are finished; at least one of the control is. */
    public static Drawings of(SweepResults results) {
        SweepDesign design = results.design();
        MethodTable methods = MethodTable.of(results);
        ContrastTable contrasts = ContrastTable.of(results);
        CostTable cost = CostTable.of(results);
        LessonTable lessons = LessonTable.of(results);
        List<Figure> figures = new ArrayList<>();
        figures.add(LearningCurvesFigure.ofValidation(results));
        figures.add(LearningCurvesFigure.ofTraining(results));
        figures.addAll(ContrastFigure.all(contrasts, design.references()));
        AblationFigure.of(design, contrasts).ifPresent(figures::add);
        CostFigure.of(design, contrasts, cost).ifPresent(figures::add);
        return new Drawings(
                figures,
                Map.of(
                        "methods.csv", TableFile.csv(methods.table()),
                        "contrasts.csv", TableFile.csv(contrasts.table()),
                        "cost.csv", TableFile.csv(cost.table()),
                        "lessons.csv", TableFile.csv(lessons.table()),
                        "README.md", new SweepReport(results, methods, contrasts, lessons, cost, figures).markdown()));
    }
}
