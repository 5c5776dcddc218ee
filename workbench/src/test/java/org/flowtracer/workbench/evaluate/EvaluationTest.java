package org.flowtracer.workbench.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.ProblemFile;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final int PROBLEMS = 4;
    private static final SamplingOptions SAMPLED = new SamplingOptions(1, 0, 1, 40);

    private static LanguageModel model;
    private static Task chains;

    @BeforeAll
    static void load() throws IOException {
        model = LanguageModel.load(Bundled.model());
        chains = Tasks.generator("twin-chain", Split.TEST, 3);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Scores scores(Evaluation evaluation, Task task) {
        return evaluation.of(model.weights(), model.tokenizer(), task);
    }

    @Test
    void judgesWhatTheModelWrites() {
        Scores scores = scores(Evaluation.greedy(PROBLEMS, 40), chains);
        Generator generator = new Generator(model.weights());
        for (int index = 0; index < PROBLEMS; index++) {
            Problem problem = chains.problem(index);
            int[] written = generator
                    .generate(
                            model.tokenizer().encodePrompt(problem.prompt()),
                            SamplingOptions.GREEDY.withMaxTokens(40),
                            0,
                            token -> {})
                    .tokenIds();
            Judged judged = scores.judged().get(index);
            assertEquals(model.tokenizer().decode(written).text(), judged.response());
            assertEquals(problem.verify(judged.response()), judged.verdict());
            assertEquals(written.length, judged.tokens());
        }
    }

    @Test
    void samplesStandBesideEachOtherAndComeAgainWithTheirSeed() {
        Evaluation evaluation = new Evaluation(2, 3, SAMPLED, 7);
        Scores scores = scores(evaluation, chains);
        assertEquals(
                List.of(0, 1, 2, 0, 1, 2),
                scores.judged().stream().map(Judged::sample).toList());
        assertEquals(
                scores.judged().stream().map(Judged::response).toList(),
                scores(evaluation, chains).judged().stream()
                        .map(Judged::response)
                        .toList());
    }

    @Test
    void refusesMoreProblemsThanThereAre(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("few.jsonl");
        ProblemFile.write(file, chains, 2);
        assertThrows(InputException.class, () -> scores(Evaluation.greedy(3, 8), ProblemFile.read(file)));
        assertEquals(
                2,
                scores(Evaluation.greedy(2, 8), ProblemFile.read(file)).judged().size());
        assertTrue(Files.exists(file));
        assertThrows(IllegalArgumentException.class, () -> new Evaluation(0, 1, SAMPLED, 1));
        assertThrows(IllegalArgumentException.class, () -> new Evaluation(1, 2, SamplingOptions.GREEDY, 1));
    }

    /** By hand: rewards 1, 0, 0.1, 1 of two problems with two samples each. */
    @Test
    void meansAreOverProblems() {
        Scores scores = scoresOf(2, 1, 0, 0.1, 1);
        assertEquals(0.5, scores.accuracy().mean());
        assertEquals(0.525, scores.reward().mean(), 1e-12);
        assertEquals(2, scores.accuracy().count());
        assertEquals(0.5, scores.reward().low(), 1e-12);
        assertEquals(0.55, scores.reward().high(), 1e-12);
        assertEquals(1, scores.cutOff());
        assertEquals(2.5, scores.meanTokens());
        assertEquals(4, scoresOf(1, 1, 0, 0.1, 1).accuracy().count());
    }

    private static Scores scoresOf(int samples, double... rewards) {
        Problem problem = chains.problem(0);
        return new Scores(
                samples,
                IntStream.range(0, rewards.length)
                        .mapToObj(j -> new Judged(
                                problem, j % samples, "#" + j, j + 1, j > 0, new Verdict(rewards[j], "by hand")))
                        .toList());
    }

    @Test
    void aLineOfJsonTellsAll() {
        JsonObject line = JsonObject.parse(scoresOf(1, 0.1).judged().get(0).json(), "line");
        assertEquals(chains.problem(0).prompt(), line.string("prompt"));
        assertEquals("#0", line.string("response"));
        assertEquals(0.1, line.number("reward"));
    }
}
