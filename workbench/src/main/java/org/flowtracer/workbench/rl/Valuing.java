package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.files.JsonObject;

/**
 * Where trainers that value states find the values.
 *
 * @param estimate advantages from a critic's values (PPO)
 * @param criticRate learning rate of the critic
 * @param criticEpochs how often it goes through the tokens of a step
 * @param continuations from the beginning of each step of a response (VinePPO)
 * @param whiten whether the advantages of all tokens of a step are shifted to a mean of 0 and scaled to a standard deviation of 1 (ddof 0)
 */
public record Valuing(
        GeneralizedAdvantage estimate, double criticRate, int criticEpochs, int continuations, boolean whiten) {
    public static final Valuing DEFAULT = new Valuing(GeneralizedAdvantage.DEFAULT, 3e-3, 10, 4, true);

    private static final double VARIANCE_MIN = 1e-24;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Valuing {
        if (!(criticRate >= 0 && criticRate < Double.POSITIVE_INFINITY) || criticEpochs < 1 || continuations < 1) {
            throw new IllegalArgumentException(
                    "expected a critic's learning rate of at least 0, 1 epoch and 1 continuation, found " + criticRate
                            + ", " + criticEpochs + " and " + continuations);
        }
    }

    /** The advantages as the trainers take them; all 0 where they are all the same. */
    List<double[]> whitened(List<double[]> advantages) {
        if (!whiten) {
            return advantages;
        }
        double[] all = advantages.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double variance = Arrays.stream(all)
                .map(advantage -> (advantage - mean) * (advantage - mean))
                .average()
                .orElse(0);
        double scale = variance < VARIANCE_MIN ? 0 : 1 / Math.sqrt(variance);
        return advantages.stream()
                .map(tokens -> Arrays.stream(tokens)
                        .map(advantage -> (advantage - mean) * scale)
                        .toArray())
                .toList();
    }

    static Valuing read(JsonObject json) {
        return new Valuing(
                new GeneralizedAdvantage(
                        json.number("discount", DEFAULT.estimate.discount()),
                        json.number("lambda", DEFAULT.estimate.lambda())),
                json.number("critic_rate", DEFAULT.criticRate),
                json.integer("critic_epochs", DEFAULT.criticEpochs),
                json.integer("continuations", DEFAULT.continuations),
                json.bool("whiten", DEFAULT.whiten));
    }

    void writeTo(Map<String, Object> map) {
        map.put("discount", estimate.discount());
        map.put("lambda", estimate.lambda());
        map.put("critic_rate", criticRate);
        map.put("critic_epochs", criticEpochs);
        map.put("continuations", continuations);
        map.put("whiten", whiten);
    }
}
