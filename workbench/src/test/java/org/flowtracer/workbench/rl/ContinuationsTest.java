package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Countdown;
import org.flowtracer.workbench.task.Problem;
import org.junit.jupiter.api.Test;

/** At next to no temperature a continuation is the greedy one, so that a state is worth what the greedy response from there earns. */
class ContinuationsTest {
    private static final Problem PROBLEM = Countdown.parse("N 3 7 25 T 46\n");
    private static final int LONGEST = 60;
    private static final RlConfig CONFIG = RlConfig.read(JsonObject.parse(
            "{\"method\": \"vineppo\", \"temperature\": 1e-6, \"continuations\": 2, \"whiten\": false, \"longest_response\": "
                    + LONGEST + "}",
            "the test"));

    @Test
    void aStepIsWorthWhatItChanges() throws IOException {
        try (LanguageModel model = LanguageModel.load(Bundled.model());
                RolloutEngine engine = new RolloutEngine(model.weights(), 16, 100)) {
            // A character a token; operations end with a comma or a line feed.
            // The first claims to be done where it is not, and answers rightly all the same.
            List<String> right = List.of("25-7=18,", "18*3=54 ok\n", "#3*7+25\n");
            List<String> wrong = List.of("25-7=18,", "18-3=15 no\n", "#25-7-3\n");
            List<double[]> found = new Continuations(CONFIG, model.tokenizer(), engine)
                    .advantages(
                            List.of(new SampledGroup(List.of(response(model, right), response(model, wrong)))),
                            List.of(),
                            1);
            double[] ofRight = expected(right, model, engine);
            assertArrayEquals(ofRight, found.get(0), 1e-6);
            assertArrayEquals(expected(wrong, model, engine), found.get(1), 1e-6);
            assertTrue(
                    Arrays.stream(found.get(0)).anyMatch(advantage -> advantage > 0),
                    "the right answer gained something");
            assertTrue(
                    Arrays.stream(found.get(1)).anyMatch(advantage -> advantage < 0),
                    "the wrong answer lost something");
        }
    }

    private static SampledResponse response(LanguageModel model, List<String> steps) {
        int[] drawn = model.tokenizer().encodeContinuation(String.join("", steps));
        Rollout rollout = new Rollout(0, 0, drawn, new float[drawn.length], false);
        return new SampledResponse(
                model.tokenizer().encodePrompt(PROBLEM.prompt()),
                rollout,
                Judged.of(PROBLEM, rollout, model.tokenizer()));
    }

    private static double[] expected(List<String> steps, LanguageModel model, RolloutEngine engine) {
        List<Double> values = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (String step : steps) {
            values.add(valueAfter(before.toString(), model, engine));
            before.append(step);
        }
        values.add(PROBLEM.verify(before.toString()).reward());
        List<Double> advantages = new ArrayList<>();
        for (int j = 0; j < steps.size(); j++) {
            for (int token = 0; token < steps.get(j).length(); token++) {
                advantages.add(values.get(j + 1) - values.get(j));
            }
        }
        assertEquals(before.length(), advantages.size());
        return advantages.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double valueAfter(String before, LanguageModel model, RolloutEngine engine) {
        int[] state = model.tokenizer().encodePrompt(PROBLEM.prompt() + before);
        Rollout rollout = engine.sample(
                        List.of(RolloutRequest.of(state, 1)),
                        SamplingOptions.GREEDY.withMaxTokens(LONGEST - before.length()),
                        1)
                .get(0);
        return PROBLEM.verify(
                        before + model.tokenizer().decode(rollout.written()).text())
                .reward();
    }
}
