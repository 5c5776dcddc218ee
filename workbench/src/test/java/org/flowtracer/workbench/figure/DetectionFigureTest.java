package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.experiment.Finding;
import org.flowtracer.workbench.experiment.Finding.Answered;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Reduction;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.junit.jupiter.api.Test;

class DetectionFigureTest {
    private static DetectionFigure figure() {
        List<Finding> findings = new ArrayList<>();
        add(findings, "position", Answered.RIGHT, 0.5);
        add(findings, "throughput", Answered.RIGHT, 0.4);
        add(findings, "rollout", Answered.RIGHT, 0.7);
        add(findings, "rollout", Answered.WRONG, 0.2);
        return new DetectionFigure(Items.STATEMENTS_WITHOUT_QUERIED, "2..4", "token", findings);
    }

    private static void add(List<Finding> findings, String scorer, Answered answered, double auroc) {
        Target target = new Target(
                "2..4", "token", Truth.NEEDED, Items.STATEMENTS_WITHOUT_QUERIED, Reduction.MEAN, Measure.AUROC);
        Interval interval = new Interval(auroc, auroc - 0.1, auroc + 0.1, 30);
        findings.add(new Finding(target, answered, scorer, interval, Optional.empty(), Optional.empty()));
    }

    @Test
    void theBestOnRightAnswersStandsFirst() {
        assertEquals(List.of("rollout", "position", "throughput"), figure().scorers());
    }

    @Test
    void plotsItsNumbers() {
        assertEquals("statements-2-4-token", figure().name());
        assertEquals("""
                scorer,truth,answered,auroc,low,high,problems
                position,needed,right,0.5,0.4,0.6,30
                throughput,needed,right,0.4,0.30000000000000004,0.5,30
                rollout,needed,right,0.7,0.6,0.7999999999999999,30
                rollout,needed,wrong,0.2,0.1,0.30000000000000004,30
                """, FigureFiles.csv(figure()));
        assertTrue(FigureFiles.svg(figure()).startsWith("<?xml"));
    }
}
