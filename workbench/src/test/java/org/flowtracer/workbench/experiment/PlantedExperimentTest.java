package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowtracer.compare.Interval;
import org.flowtracer.score.EdgeScores;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.experiment.Finding.Answered;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.task.Countdown;
import org.flowtracer.workbench.task.Dependency;
import org.flowtracer.workbench.task.PlantedTruth;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Statement;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;
import org.flowtracer.workbench.task.TwinChains;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled model's tokens are single characters, so a scorer may read the problem off the trace. */
class PlantedExperimentTest {
    private static final int PROBLEMS = 8;

    private static LanguageModel model;
    private static PlantedFindings findings;

    @BeforeAll
    static void run() throws IOException {
        model = LanguageModel.load(Bundled.model());
        findings = new PlantedExperiment(model, options(2)).run(() -> {});
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Longer chains than the model was trained on, so that some answers are wrong. */
    private static PlantedOptions options(int threads) {
        TwinChains.Options longer = new TwinChains.Options(4, 6, 60, 30, 99, TwinChain.Style.DEFAULT);
        return PlantedOptions.DEFAULT
                .withProblems(PROBLEMS)
                .withTask(new TwinChains(longer, Split.TEST, 3))
                .withThreads(threads)
                .withScorers(List.of(
                        Scorers.named("attention-received-max", ScoreOptions.DEFAULT),
                        new Clairvoyant(),
                        new Misled()));
    }

    /** Knows the problem: scores the needed statements 1 and links along the true edges. */
    private record Clairvoyant() implements TokenScorer {
        @Override
        public String name() {
            return "clairvoyant";
        }

        @Override
        public double[] values(Evidence evidence) {
            double[] scores = new double[evidence.size()];
            TwinChain problem = problem(evidence);
            Set<String> needed = Set.copyOf(problem.needed().orElseThrow().needed());
            for (Statement statement : problem.statements()) {
                for (int k = statement.from(); k < statement.to() && needed.contains(statement.name()); k++) {
                    scores[k] = 1;
                }
            }
            return scores;
        }

        @Override
        public EdgeScores edgeScores(Evidence evidence) {
            TwinChain problem = problem(evidence);
            String all = String.join("", evidence.tokens().orElseThrow());
            int promptEnd = problem.prompt().length();
            List<Statement> steps = problem.steps(all.substring(promptEnd));
            Optional<PlantedTruth> used = problem.used(all.substring(promptEnd));
            return (from, to) -> used.isPresent()
                            && used.get()
                                    .neededDependencies()
                                    .contains(new Dependency(at(steps, from - promptEnd), at(steps, to - promptEnd)))
                    ? 1
                    : 0;
        }

        private static String at(List<Statement> steps, int character) {
            return steps.stream()
                    .filter(step -> step.from() <= character && character < step.to())
                    .map(Statement::name)
                    .findFirst()
                    .orElse("");
        }

        static TwinChain problem(Evidence evidence) {
            int promptEnd = evidence.dag().regions().response().first();
            return TwinChain.parse(
                    String.join("", evidence.tokens().orElseThrow().subList(0, promptEnd)));
        }
    }

    /** The contrary. */
    private record Misled() implements TokenScorer {
        @Override
        public String name() {
            return "misled";
        }

        @Override
        public double[] values(Evidence evidence) {
            double[] scores = new Clairvoyant().values(evidence);
            for (int k = 0; k < scores.length; k++) {
                scores[k] = -scores[k];
            }
            return scores;
        }
    }

    private static List<Finding> of(String scorer, Truth truth, Measure measure) {
        return findings.where(finding -> finding.scorer().equals(scorer)
                && finding.target().truth() == truth
                && finding.target().measure() == measure);
    }

    @Test
    void scorersOfGradientsAreGivenThem() {
        PlantedOptions ofGradients = options(2)
                .withProblems(2)
                .withScorers(List.of(Scorers.named("gradient-x-input", ScoreOptions.DEFAULT)));
        assertEquals(
                Map.of(),
                new PlantedExperiment(model, ofGradients).run(() -> {}).lacking());
    }

    @Test
    void whoKnowsTheTruthReachesOneAndWhoIsMisledZero() {
        for (Measure measure : List.of(Measure.AUROC, Measure.AVERAGE_PRECISION)) {
            List<Finding> known = of("clairvoyant", Truth.NEEDED, measure).stream()
                    .filter(finding -> finding.target().items() != Items.EDGES)
                    .toList();
            assertEquals(8, known.size()); // right and wrong, queried in and out, mean and sum
            known.forEach(finding -> assertEquals(1, finding.mean().mean(), finding.toString()));
        }
        of("misled", Truth.NEEDED, Measure.AUROC).stream()
                .filter(finding -> finding.target().items() != Items.EDGES)
                .forEach(finding -> assertEquals(0, finding.mean().mean(), finding.toString()));
        of("uniform", Truth.NEEDED, Measure.AUROC).stream()
                .filter(finding -> finding.target().items() == Items.STATEMENTS_WITHOUT_QUERIED
                        && finding.target().reduction() == Finding.Reduction.MEAN)
                .forEach(finding -> assertEquals(0.5, finding.mean().mean(), finding.toString()));
    }

    /** Right answers of chains: without a needed statement the response is not what it was. */
    @Test
    void whatIsNeededIsMissedWhenItIsHidden() {
        for (Finding finding : of("clairvoyant", Truth.CAUSAL, Measure.AUROC)) {
            assertTrue(finding.target().items() != Items.EDGES, "hiding statements tells nothing of edges");
            if (finding.answered() == Answered.RIGHT) {
                assertTrue(finding.mean().mean() > 0.8, finding.toString());
            }
        }
        assertEquals(
                8, of("clairvoyant", Truth.CAUSAL, Measure.AVERAGE_PRECISION).size());
    }

    @Test
    void trueEdgesAreFoundWithinTheBudget() {
        for (Measure measure : Measure.values()) {
            List<Finding> edges = of("clairvoyant", Truth.USED, measure).stream()
                    .filter(finding -> finding.target().items() == Items.EDGES)
                    .toList();
            assertTrue(!edges.isEmpty(), measure.toString());
            edges.forEach(finding -> assertEquals(1, finding.mean().mean(), finding.toString()));
        }
        assertTrue(of("step-before", Truth.USED, Measure.RECALL).stream()
                .allMatch(finding -> finding.mean().mean() > 0));
    }

    @Test
    void differencesArePaired() {
        for (Finding finding : of("clairvoyant", Truth.NEEDED, Measure.AUROC)) {
            Finding rival = findings.where(other -> other.scorer().equals("throughput")
                            && other.target().equals(finding.target())
                            && other.answered() == finding.answered())
                    .get(0);
            assertEquals(
                    finding.mean().mean() - rival.mean().mean(),
                    finding.overThroughput().orElseThrow().mean(),
                    1e-12);
            assertTrue(rival.overThroughput().isEmpty());
        }
    }

    @Test
    void rightAndWrongAnswersAreApart() {
        AnswerCounts counts = findings.counts();
        assertEquals(PROBLEMS, counts.right() + counts.wrong() + counts.unanswered());
        assertTrue(counts.right() > 0 && counts.wrong() > 0, "longer chains are answered rightly and wrongly");
        assertEquals(
                counts.right(),
                counts.usedByRight().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        assertTrue(counts.usedByRight().containsKey("needed"));
        for (Finding finding : of("clairvoyant", Truth.NEEDED, Measure.AUROC)) {
            int answered = finding.answered() == Answered.RIGHT ? counts.right() : counts.wrong();
            assertTrue(finding.target().items() == Items.EDGES || finding.mean().count() == answered);
        }
    }

    @Test
    void aTaskWithoutPlantedTruthIsRefused() {
        PlantedExperiment experiment =
                new PlantedExperiment(model, options(1).withTask(Tasks.generator(Countdown.NAME, Split.TEST, 3)));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> experiment.run(() -> {}));
        assertTrue(String.valueOf(refusal.getMessage()).contains("found none in the task countdown"));
    }

    @Test
    void anyNumberOfThreadsFindsTheSame() {
        assertEquals(
                findings.findings(),
                new PlantedExperiment(model, options(1)).run(() -> {}).findings());
    }

    @Test
    void aControlThatKnowsTooMuchIsReported() {
        new Control("position", new Interval(0.58, 0.56, 0.60, 9)).requireBlind();
        new Control("position", new Interval(0.46, 0.43, 0.49, 900)).requireBlind();
        Control knowing = new Control("position", new Interval(0.58, 0.56, 0.60, 900));
        assertThrows(IllegalStateException.class, knowing::requireBlind);
        assertTrue(!knowing.isBlind());
    }
}
