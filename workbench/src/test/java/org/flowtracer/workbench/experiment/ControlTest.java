package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Detection;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.task.GeneratedTask;
import org.flowtracer.workbench.task.PlantedTruth;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;
import org.flowtracer.workbench.task.WordProblem;
import org.flowtracer.workbench.text.TokenText;
import org.flowtracer.workbench.text.Tokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scorers {@code position} and {@code mentions} themselves, on what the generators make: they cannot know the truth. */
class ControlTest {
    private static final int PROBLEMS = 1000;

    @ParameterizedTest
    @ValueSource(strings = {TwinChain.NAME, WordProblem.NAME})
    void positionAndMentionsAreBlind(String name) throws IOException {
        GeneratedTask task = Tasks.generator(name, Split.TEST, 11);
        try (Tokenizer tokenizer = Tokenizer.open(Bundled.model(name))) {
            for (String control : List.of("position", "mentions")) {
                TokenScorer scorer = Scorers.named(control, ScoreOptions.DEFAULT);
                double mean = IntStream.range(0, PROBLEMS)
                        .mapToDouble(index -> auroc(scorer, task.problem(index), tokenizer))
                        .average()
                        .orElseThrow();
                assertEquals(0.5, mean, Control.TOLERANCE, control + " on " + name);
            }
        }
    }

    /** Of the needed statements against the distractors, the pair of ends left out. */
    private static double auroc(TokenScorer scorer, Problem problem, Tokenizer tokenizer) {
        TokenText asked = tokenizer.decode(tokenizer.encodePrompt(problem.prompt()));
        Map<String, Positions> statements = AnsweredProblem.statements(problem, asked);
        PlantedTruth truth = problem.needed().orElseThrow();
        int pairs = truth.needed().size() - 1;
        List<Positions> tokens = Stream.of(truth.needed(), truth.distractors())
                .flatMap(chain -> chain.subList(0, pairs).stream())
                .map(statements::get)
                .toList();
        boolean[] needed = new boolean[2 * pairs];
        Arrays.fill(needed, 0, pairs, true);
        Evidence evidence = evidence(asked);
        return Detection.areaUnderRoc(
                new ScoreContraction(evidence.size(), tokens).means(scorer.score(evidence)), needed);
    }

    /** The prompt and a response of one token, without any attention, which these scorers do not look at. */
    private static Evidence evidence(TokenText asked) {
        int prompt = asked.size();
        List<String> tokens =
                Stream.concat(asked.pieces().stream(), Stream.of(".")).toList();
        CausalMatrix nothing = CausalMatrix.over(prompt + 1, new float[CausalMatrix.packedLength(prompt + 1)]);
        AttentionTrace trace = AttentionTrace.of(
                tokens,
                Regions.ofRanges(0, prompt, prompt, prompt + 1, prompt, prompt + 1),
                new Attention.Averaged(List.of(0), 1, nothing));
        return Evidence.of(trace, DagOptions.DEFAULT.withLayers(LayerBand.ALL));
    }
}
