package org.flowtracer.workbench.rl;

import java.util.Map;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.model.SamplingOptions;

/**
 * What a step learns from.
 *
 * @param prompts problems of a step
 * @param samples G, responses to each
 * @param temperature with which tokens are drawn; the objective uses the model's own distribution, which is another one unless this is 1
 * @param longestPrompt the most tokens of a prompt
 * @param longestResponse the most tokens of a response, the one that ends it included
 */
public record Sampling(int prompts, int samples, double temperature, int longestPrompt, int longestResponse) {
    public static final Sampling DEFAULT = new Sampling(16, 8, 1, 64, 112);

    /** @throws IllegalArgumentException if a number is out of its range */
    public Sampling {
        if (prompts < 1 || samples < 1 || longestPrompt < 1 || longestResponse < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 prompt, sample, and token of a prompt and a response, found " + prompts + ", "
                            + samples + ", " + longestPrompt + " and " + longestResponse);
        }
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a temperature above 0, found " + temperature);
        }
    }

    /** The most tokens of a prompt with its response. */
    int longest() {
        return longestPrompt + longestResponse;
    }

    /** How training responses are drawn. */
    public SamplingOptions options() {
        return new SamplingOptions(temperature, 0, 1, longestResponse);
    }

    static Sampling read(JsonObject json) {
        return new Sampling(
                json.integer("prompts", DEFAULT.prompts),
                json.integer("samples", DEFAULT.samples),
                json.number("temperature", DEFAULT.temperature),
                json.integer("longest_prompt", DEFAULT.longestPrompt),
                json.integer("longest_response", DEFAULT.longestResponse));
    }

    void writeTo(Map<String, Object> map) {
        map.put("prompts", prompts);
        map.put("samples", samples);
        map.put("temperature", temperature);
        map.put("longest_prompt", longestPrompt);
        map.put("longest_response", longestResponse);
    }
}
