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

class BandsFigureTest {
    private static Finding finding(String scorer, String layers, Truth truth, Answered answered, double auroc) {
        Target target =
                new Target(layers, "token", truth, Items.STATEMENTS_WITHOUT_QUERIED, Reduction.MEAN, Measure.AUROC);
        Interval interval = new Interval(auroc, auroc - 0.1, auroc + 0.1, 30);
        return new Finding(target, answered, scorer, interval, Optional.empty(), Optional.empty());
    }

    @Test
    void holdsTheNeededStatementsOfEveryGraph() {
        List<Finding> findings = new ArrayList<>(List.of(
                finding("throughput", "middle", Truth.NEEDED, Answered.RIGHT, 0.4),
                finding("rollout", "middle", Truth.NEEDED, Answered.RIGHT, 0.7),
                finding("rollout", "middle", Truth.CAUSAL, Answered.RIGHT, 0.9)));
        assertTrue(BandsFigure.of(findings).isEmpty(), "one graph");
        findings.add(finding("rollout", "late", Truth.NEEDED, Answered.WRONG, 0.25));
        BandsFigure figure = BandsFigure.of(findings).orElseThrow();
        assertEquals(List.of("rollout", "throughput"), figure.scorers());
        assertEquals("""
                scorer,layers,answer_at,answered,auroc,problems
                rollout,middle,token,right,0.7,30
                throughput,middle,token,right,0.4,30
                rollout,late,token,wrong,0.25,30
                """, FigureFiles.csv(figure));
        assertTrue(FigureFiles.svg(figure).startsWith("<?xml"));
    }
}
