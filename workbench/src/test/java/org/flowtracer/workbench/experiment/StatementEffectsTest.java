package org.flowtracer.workbench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.capture.Capture;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;
import org.flowtracer.workbench.train.GradientDepth;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementEffectsTest {
    private static final int PROBLEMS = 6;

    private static LanguageModel model;
    private static AnswerTracer tracer;

    @BeforeAll
    static void answer() throws IOException {
        model = LanguageModel.load(Bundled.model());
        tracer = new AnswerTracer(model, Tasks.generator(TwinChain.NAME, Split.TEST, 1), PROBLEMS, GradientDepth.NONE);
    }

    @AfterAll
    static void close() {
        tracer.close();
        model.close();
    }

    /** Positions are relative in this model, so a text without its beginning is read as the whole one is with the beginning hidden. */
    @Test
    void hidingTheFirstStatementIsReadingThePromptWithoutIt() {
        List<Optional<StatementEffects>> effects = tracer.effects();
        int compared = 0;
        for (int index = 0; index < PROBLEMS; index++) {
            Optional<AnsweredTrace> answered = tracer.trace(index);
            assertEquals(answered.isPresent(), effects.get(index).isPresent());
            if (answered.isEmpty()) {
                continue;
            }
            AnsweredProblem problem =
                    AnsweredProblem.of(answered.get(), effects.get(index).orElseThrow());
            Map.Entry<String, Positions> first = problem.statements().entrySet().stream()
                    .filter(statement -> statement.getValue().first() == 0)
                    .findFirst()
                    .orElseThrow();
            int cut = first.getValue().size();
            int answer = problem.trace().regions().answer().first();
            int response = problem.trace().regions().response().first();
            int[] all = Objects.requireNonNull(answered.get().trace().tokenIds());
            int[] rest = Arrays.copyOfRange(all, cut, all.length);
            assertEquals(
                    logLikelihood(all, response) - logLikelihood(rest, response - cut),
                    problem.effects().onResponse().getOrDefault(first.getKey(), Double.NaN),
                    1e-3);
            assertEquals(
                    logLikelihood(all, answer) - logLikelihood(rest, answer - cut),
                    problem.effects().onAnswer().getOrDefault(first.getKey(), Double.NaN),
                    1e-3);
            compared++;
        }
        assertTrue(compared > 0);
    }

    private static double logLikelihood(int[] tokenIds, int from) {
        int size = tokenIds.length;
        float[] logProb = Objects.requireNonNull(Capture.DEFAULT
                .trace(model, tokenIds, Regions.ofRanges(0, from, from, size, size - 1, size))
                .logProb());
        return IntStream.range(from, size)
                .mapToDouble(position -> logProb[position - 1])
                .sum();
    }

    @Test
    void decisiveIsWhatHalvesTheLikelihood() {
        assertEquals(Set.of("a"), new StatementEffects(Map.of(), Map.of("a", 0.7, "b", 0.69, "c", -3.0)).decisive());
        assertFalse(StatementEffects.isDecisive(Math.log(2)));
    }
}
