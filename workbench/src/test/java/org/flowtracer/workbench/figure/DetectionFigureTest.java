package org.flowtracer.workbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
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
    void tellsOverHowManyProblems() {
        assertEquals("30 answered right, 30 wrong", figure().problems(Truth.NEEDED));
        assertEquals("0 answered right, 0 wrong", figure().problems(Truth.USED));
    }

    @Test
    void answersOfOneKindStandBesideTheirNames() throws IOException {
        List<Finding> findings = new ArrayList<>();
        add(findings, "throughput", Answered.RIGHT, 0.4);
        DetectionFigure right = new DetectionFigure(Items.STATEMENTS_WITHOUT_QUERIED, "2..4", "token", findings);
        assertEquals("30 answered right", right.problems(Truth.NEEDED));
        // The only row is 11 points high and begins 56 from the top; a panel begins 122 from the left and is 376 wide.
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureFiles.png(right)));
        assertEquals(Palette.ANSWER.getRGB(), image.getRGB((int) (3 * (122 + 0.4 * 376)), (int) (3 * 61.5)));
        assertEquals(0, count(image, Palette.REASONING));
        BufferedImage both = ImageIO.read(new ByteArrayInputStream(FigureFiles.png(figure())));
        assertTrue(count(both, Palette.REASONING) > 0);
    }

    private static long count(BufferedImage image, Color color) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(j -> image.getRGB(j % image.getWidth(), j / image.getWidth()) == color.getRGB())
                .count();
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
