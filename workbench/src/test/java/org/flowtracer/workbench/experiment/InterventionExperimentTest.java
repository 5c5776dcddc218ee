package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.experiment.InterventionFindings.Result;
import org.flowtracer.workbench.model.LanguageModel;
import org.junit.jupiter.api.Test;

class InterventionExperimentTest {
    private static final InterventionOptions FEW = new InterventionOptions(
            InterventionOptions.DEFAULT.task(),
            8,
            DagOptions.DEFAULT,
            List.of(Scorers.named("attention-received-max", ScoreOptions.DEFAULT)),
            0.2,
            2,
            InterventionOptions.DEFAULT.bootstrap());

    private static InterventionFindings run(InterventionOptions options) throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            return new InterventionExperiment(model, options).run(() -> {});
        }
    }

    @Test
    void everyScorerIsJudgedOnTheSameProblems() throws IOException {
        InterventionFindings findings = run(FEW);
        int answered = findings.right() + findings.wrong();
        assertEquals(8, answered + findings.unanswered());
        assertEquals(3 * 2 * 2, findings.hiddenTokens().size());
        for (Result result : findings.hiddenTokens()) {
            assertEquals(answered, result.mean().count());
            assertTrue(result.mean().mean() >= 0 && result.mean().mean() <= 1);
        }
        assertTrue(findings.hiddenStatements().stream()
                .anyMatch(result -> result.measure().equals("spearman")));
    }

    @Test
    void hidingEverythingBeforeTheAnswerLeavesNothingToRank() throws IOException {
        InterventionFindings all =
                run(new InterventionOptions(FEW.task(), 8, FEW.dag(), FEW.scorers(), 1, 2, FEW.bootstrap()));
        for (Result result : all.hiddenTokens()) {
            assertTrue(all.hiddenTokens().stream()
                    .filter(other -> other.measure().equals(result.measure()))
                    .allMatch(other -> other.mean().mean() == result.mean().mean()));
        }
    }

    @Test
    void threadsDoNotMatter() throws IOException {
        assertEquals(
                run(FEW).hiddenTokens(),
                run(new InterventionOptions(FEW.task(), 8, FEW.dag(), FEW.scorers(), 0.2, 1, FEW.bootstrap()))
                        .hiddenTokens());
    }

    @Test
    void scorersOfGradientsAreGivenThem() throws IOException {
        InterventionFindings findings = run(new InterventionOptions(
                FEW.task(),
                2,
                FEW.dag(),
                List.of(Scorers.named("integrated-gradients", ScoreOptions.DEFAULT)),
                0.2,
                2,
                FEW.bootstrap()));
        assertEquals(Map.of(), findings.lacking());
        assertTrue(findings.hiddenTokens().stream()
                .anyMatch(result -> result.scorer().equals("integrated-gradients")));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new InterventionOptions(FEW.task(), 0, FEW.dag(), FEW.scorers(), 0.2, 1, FEW.bootstrap()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new InterventionOptions(FEW.task(), 1, FEW.dag(), FEW.scorers(), 0, 1, FEW.bootstrap()));
    }
}
