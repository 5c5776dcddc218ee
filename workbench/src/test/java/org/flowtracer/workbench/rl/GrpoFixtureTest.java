package org.flowtracer.workbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.flowtracer.workbench.files.JsonObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The oracle is PyTorch in doubles (make_training.py beside the fixture). */
class GrpoFixtureTest {
    private static final double TOLERANCE = 1e-9;

    @TestFactory
    List<DynamicTest> equalsPyTorch() throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(GrpoFixtureTest.class.getResource("/fixtures/training/grpo.json"))
                .toURI());
        List<JsonObject> cases = JsonObject.read(file).objects("cases");
        List<DynamicTest> tests = new ArrayList<>();
        for (int number = 0; number < cases.size(); number++) {
            JsonObject group = cases.get(number);
            for (Aggregation aggregation : Aggregation.values()) {
                for (GroupAdvantage advantage :
                        List.of(GroupAdvantage.POPULATION_DEVIATION, GroupAdvantage.SAMPLE_DEVIATION)) {
                    tests.add(DynamicTest.dynamicTest(
                            number + " " + aggregation + " " + advantage, () -> check(group, aggregation, advantage)));
                }
            }
        }
        return tests;
    }

    private static void check(JsonObject group, Aggregation aggregation, GroupAdvantage normaliser) {
        String ddof = normaliser == GroupAdvantage.POPULATION_DEVIATION ? ".ddof0" : ".ddof1";
        JsonObject expected = group.object("results").object(aggregation.name().toLowerCase(Locale.ROOT) + ddof);
        double[] advantages = normaliser.of(array(group.numbers("rewards")));
        assertArrayEquals(array(expected.numbers("advantages")), advantages, TOLERANCE);

        List<WeightedResponse> responses = new ArrayList<>();
        for (int j = 0; j < advantages.length; j++) {
            double advantage = advantages[j];
            responses.add(new WeightedResponse(
                    tokens(group, "logprob_old", j),
                    tokens(group, "logprob_reference", j),
                    Arrays.stream(tokens(group, "token_weights", j))
                            .map(weight -> advantage * weight)
                            .toArray()));
        }
        ClippedObjective objective = new ClippedObjective(
                group.number("clip_low"), group.number("clip_high"), group.number("kl_coefficient"));
        PolicyLoss loss = new PolicyLoss(objective, aggregation, group.integer("max_length"), responses);
        for (int j = 0; j < advantages.length; j++) {
            double[] slopes = loss.slopes(j, tokens(group, "logprob_new", j));
            double[] padded = Arrays.copyOf(slopes, group.integer("max_length"));
            assertArrayEquals(array(expected.numberLists("gradient").get(j)), padded, TOLERANCE, "gradient of " + j);
        }
        assertEquals(expected.number("loss"), loss.summary().loss(), TOLERANCE);
        assertEquals(expected.number("clip_fraction"), loss.summary().clipFraction(), TOLERANCE);
    }

    private static double[] tokens(JsonObject group, String key, int response) {
        return Arrays.copyOf(
                array(group.numberLists(key).get(response)),
                group.integers("lengths").get(response));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
