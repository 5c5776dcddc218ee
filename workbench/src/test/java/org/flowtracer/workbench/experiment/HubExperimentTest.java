package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.analysis.TableFile;
import org.flowtracer.workbench.experiment.HubFinding.Kind;
import org.flowtracer.workbench.figure.HubFigure;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model's tokens are single characters, so its responses can be counted by hand. */
class HubExperimentTest {
    private static final int PROBLEMS = 6;

    private static LanguageModel model;
    private static HubFindings findings;

    @BeforeAll
    static void run() throws IOException {
        model = LanguageModel.load(Bundled.model());
        findings = new HubExperiment(model, options(2)).run(() -> {});
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static HubOptions options(int threads) {
        return HubOptions.DEFAULT
                .withTask(Tasks.generator(TwinChain.NAME, Split.TEST, 3))
                .withProblems(PROBLEMS)
                .withThreads(threads)
                .withScorers(List.of(Scorers.named("throughput", ScoreOptions.DEFAULT), new Plus()));
    }

    /** Finds operators only. */
    private record Plus() implements TokenScorer {
        @Override
        public String name() {
            return "plus";
        }

        @Override
        public double[] values(Evidence evidence) {
            return evidence.tokens().orElseThrow().stream()
                    .mapToDouble(token -> "+-=".contains(token) ? 1 : 0)
                    .toArray();
        }
    }

    private static HubFinding of(String scorer, Kind kind) {
        return findings.findings().stream()
                .filter(finding -> finding.scorer().equals(scorer) && finding.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sharesOfAllAreThoseOfTheTextBeforeTheAnswer() {
        double[] digits = IntStream.range(0, PROBLEMS)
                .mapToDouble(index -> {
                    TwinChain problem =
                            TwinChain.parse(options(1).task().problem(index).prompt());
                    int[] prompt = model.tokenizer().encodePrompt(problem.prompt());
                    int[] said = new Generator(model.weights())
                            .generate(prompt, SamplingOptions.GREEDY.withMaxTokens(160), 0, token -> {})
                            .tokenIds();
                    String text = model.tokenizer().decode(said).text();
                    String reasoning = text.substring(0, text.indexOf('#') + 1);
                    return reasoning.replaceAll("\\D", "").length() / (double) reasoning.length();
                })
                .toArray();
        HubFinding found = of("throughput", Kind.DIGITS);
        assertEquals(
                IntStream.range(0, PROBLEMS)
                        .mapToDouble(j -> digits[j])
                        .average()
                        .orElseThrow(),
                found.ofAll().mean(),
                1e-12);
        assertEquals(PROBLEMS, findings.answered());
    }

    @Test
    void heaviestAreThoseOfTheScorer() {
        assertEquals(1, of("plus", Kind.SYMBOLS).ofTop().mean(), 1e-12);
        assertEquals(0, of("plus", Kind.DIGITS).ofTop().mean(), 1e-12);
        for (String scorer : List.of("throughput", "plus", "throughput-null", "random")) {
            double ofTop = 0;
            for (Kind kind : Kind.values()) {
                HubFinding finding = of(scorer, kind);
                ofTop += finding.ofTop().mean();
                assertEquals(
                        finding.ofTop().mean() - finding.ofAll().mean(),
                        finding.excess().mean(),
                        1e-12);
                assertEquals(
                        scorer.equals("throughput-null"), finding.overNull().isEmpty());
                assertEquals(scorer.equals("random"), finding.overRandom().isEmpty());
                finding.overNull()
                        .ifPresent(over -> assertEquals(
                                finding.ofTop().mean()
                                        - of("throughput-null", kind).ofTop().mean(),
                                over.mean(),
                                1e-12));
            }
            assertEquals(1, ofTop, 1e-12, scorer);
        }
    }

    @Test
    void scorersOfGradientsAreGivenThem() {
        HubOptions ofGradients =
                options(2).withProblems(2).withScorers(List.of(Scorers.named("gradient-norm", ScoreOptions.DEFAULT)));
        assertEquals(
                Map.of(), new HubExperiment(model, ofGradients).run(() -> {}).lacking());
    }

    @Test
    void anyNumberOfThreadsFindsTheSame() {
        assertEquals(
                findings.findings(),
                new HubExperiment(model, options(1)).run(() -> {}).findings());
    }

    @Test
    void tableIsReadBackAndDrawn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hubs.csv");
        TableFile.write(file, findings.table());
        List<HubFinding> read = HubFindings.read(file);
        assertEquals(findings.findings().size(), read.size());
        HubFinding first = read.get(0);
        assertEquals(findings.findings().get(0).ofTop().mean(), first.ofTop().mean(), 5e-5);
        assertEquals(
                findings.findings().get(0).overNull().isPresent(),
                first.overNull().isPresent());
        List<HubFigure> figures = HubFigure.all(read);
        assertEquals(
                List.of("hubs-middle"), figures.stream().map(HubFigure::name).toList());
        assertEquals(read.size(), figures.get(0).data().rowCount());
        TableFile.write(file, findings.table().rejectColumns("excess"));
        assertThrows(InputException.class, () -> HubFindings.read(file));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> options(0));
        assertThrows(IllegalArgumentException.class, () -> options(1).withProblems(0));
        assertThrows(IllegalArgumentException.class, () -> options(1).withScorers(List.of(new Plus(), new Plus())));
        assertTrue(options(1).scorers().size() == 4);
    }
}
