package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.Scorers;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.capture.Capture;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.task.Countdown;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.train.BatchPasses;
import org.flowtracer.workbench.train.ParameterVector;
import org.flowtracer.workbench.train.Reading;
import org.junit.jupiter.api.Test;

class TracedCreditTest {
    private static final Problem PROBLEM = Countdown.parse("N 3 7 25 T 46\n");
    private static final String RIGHT = "25-7=18,18*3=54 no\n3*7=21,21+25=46 ok\n#3*7+25\n";
    private static final String UNFINISHED = "25-7=18,18*3=54 no\n";

    /** A response that ended by itself. */
    private static SampledResponse response(LanguageModel model, String text) {
        int[] written = model.tokenizer().encodeContinuation(text);
        int[] drawn = Arrays.copyOf(written, written.length + 1);
        drawn[written.length] = model.config().endTokens().iterator().next();
        Rollout rollout = new Rollout(0, 0, drawn, new float[drawn.length], true);
        return new SampledResponse(
                model.tokenizer().encodePrompt(PROBLEM.prompt()),
                rollout,
                Judged.of(PROBLEM, rollout, model.tokenizer()));
    }

    private static List<CreditWeights> weights(LanguageModel model, Method method, SampledResponse... responses)
            throws IOException {
        List<SampledResponse> all = List.of(responses);
        TracedCredit credit = new TracedCredit(RlConfig.DEFAULT.withMethod(method), model.config(), model.tokenizer());
        int[][] tokenIds = all.stream().map(SampledResponse::tokenIds).toArray(int[][]::new);
        ParameterVector parameters = ParameterVector.load(model.folder(), model.config());
        try (BatchPasses passes = new BatchPasses(parameters, 128)) {
            List<Reading> readings = passes.read(tokenIds, credit.kept());
            List<double[]> advantages = new ArrayList<>();
            all.forEach(each -> advantages.add(new double[] {1}));
            return credit.weights(all, readings, advantages, 1);
        }
    }

    /** The oracle is the pass of the trace command, over the same tokens with every head kept. */
    @Test
    void theTrainingPassGivesTheWeightsOfATrace() throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            SampledResponse response = response(model, RIGHT);
            int end = response.writtenEnd();
            int answer = end - "3*7+25\n".length();
            Regions regions = new Regions(
                    Positions.range(0, response.prompt().length),
                    Positions.range(response.prompt().length, end),
                    Positions.range(answer, end - 1));
            var trace = new Capture(Keep.HEADS, LayerBand.ALL)
                    .trace(model, Arrays.copyOf(response.tokenIds(), end), regions);
            for (String name : Scorers.names()) {
                if (name.contains("gradient") || name.equals("random") || name.equals(Method.UNIFORM)) {
                    continue; // a step knows no gradients, and draws by seeds of its own
                }
                Method method = Method.named(name);
                CreditWeights expected = method.weights(Evidence.of(trace, method.dag()), 1, 0, 0);
                CreditWeights found = weights(model, method, response).get(0);
                assertArrayEquals(expected.values(), found.values(), name);
                assertEquals(expected.uninformed(), found.uninformed(), name);
            }
            assertFalse(
                    weights(model, Method.named("throughput"), response).get(0).uninformed());
        }
    }

    @Test
    void aResponseWithoutAnAnswerHasWeightsOfOneAndIsCounted() throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model())) {
            List<CreditWeights> weights =
                    weights(model, Method.named("throughput"), response(model, UNFINISHED), response(model, RIGHT));
            assertTrue(weights.get(0).uninformed());
            assertEquals(1, weights.get(0).mean());
            StepReport.Credited credited = StepReport.Credited.of(weights);
            assertEquals(0.5, credited.uninformed());
            assertEquals((1 + weights.get(1).mean()) / 2, credited.meanWeight(), 1e-15);
        }
    }
}
