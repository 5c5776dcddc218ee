package org.flowtracer.workbench.rl;

import java.util.Map;
import org.flowtracer.workbench.files.JsonObject;

/**
 * How runs are measured, on problems that are the same for all of them.
 *
 * @param validationProblems of the validation part, answered greedily during the run; 0 for none
 * @param validateEvery steps from one such measurement to the next; the first is before the first step
 * @param testProblems of the test part, answered after the last step, greedily and by samples
 * @param testSamples responses sampled to each of these
 * @param seed of the problems and samples
 */
public record Evaluating(int validationProblems, int validateEvery, int testProblems, int testSamples, long seed) {
    public static final Evaluating DEFAULT = new Evaluating(200, 10, 1000, 8, 1);

    /** @throws IllegalArgumentException if a number is out of its range */
    public Evaluating {
        if (validationProblems < 0 || validateEvery < 1 || testProblems < 1 || testSamples < 1) {
            throw new IllegalArgumentException(
                    "expected at least 0 validation problems, 1 step between validations, 1 test problem and 1 sample, found "
                            + validationProblems + ", " + validateEvery + ", " + testProblems + " and " + testSamples);
        }
    }

    static Evaluating read(JsonObject json) {
        return new Evaluating(
                json.integer("validation_problems", DEFAULT.validationProblems),
                json.integer("validate_every", DEFAULT.validateEvery),
                json.integer("test_problems", DEFAULT.testProblems),
                json.integer("test_samples", DEFAULT.testSamples),
                json.has("evaluation_seed") ? json.wholeNumber("evaluation_seed") : DEFAULT.seed);
    }

    void writeTo(Map<String, Object> map) {
        map.put("validation_problems", validationProblems);
        map.put("validate_every", validateEvery);
        map.put("test_problems", testProblems);
        map.put("test_samples", testSamples);
        map.put("evaluation_seed", seed);
    }
}
