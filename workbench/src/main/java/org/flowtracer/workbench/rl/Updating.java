package org.flowtracer.workbench.rl;

import java.util.Map;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Settings;
import org.flowtracer.workbench.train.AdamW;
import org.flowtracer.workbench.train.LearningRate;

/**
 * How a step changes the model.
 *
 * @param minibatches parts of a batch, an update of the parameters each
 * @param epochs how often the batch is gone through
 * @param rate of each step
 * @param objective of a token
 * @param aggregation of tokens into a loss
 * @param advantage of a response in its group, for trainers that compare groups
 * @param skipConstantGroups whether groups whose rewards are all the same are left out, so that they do not count in the loss's denominators
 *     either; for trainers that compare groups
 * @param clipNorm the longest gradient
 */
public record Updating(
        int minibatches,
        int epochs,
        LearningRate rate,
        ClippedObjective objective,
        Aggregation aggregation,
        GroupAdvantage advantage,
        boolean skipConstantGroups,
        double clipNorm,
        AdamW.Settings optimiser) {
    public static final Updating DEFAULT = new Updating(
            2,
            1,
            new LearningRate(2e-4, 2e-4, 0, 40, LearningRate.Decay.LINEAR),
            ClippedObjective.DEFAULT,
            Aggregation.SEQUENCE_MEAN,
            GroupAdvantage.SAMPLE_DEVIATION,
            true,
            1,
            new AdamW.Settings(0.9, 0.95, 1e-8, 0));

    /** @throws IllegalArgumentException if a number is out of its range */
    public Updating {
        if (minibatches < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 minibatch and 1 epoch, found " + minibatches + " and " + epochs);
        }
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("expected a norm above 0 to clip to, found " + clipNorm);
        }
    }

    static Updating read(JsonObject json, int steps) {
        LearningRate rate = DEFAULT.rate;
        double peak = json.number("rate", rate.peak());
        return new Updating(
                json.integer("minibatches", DEFAULT.minibatches),
                json.integer("epochs", DEFAULT.epochs),
                new LearningRate(
                        peak,
                        json.number("rate_floor", peak),
                        json.integer("warm_up", rate.warmUp()),
                        steps,
                        json.choice("decay", LearningRate.Decay.class, rate.decay())),
                new ClippedObjective(
                        json.number("clip_low", DEFAULT.objective.clipLow()),
                        json.number("clip_high", DEFAULT.objective.clipHigh()),
                        json.number("kl", DEFAULT.objective.klCoefficient())),
                json.choice("aggregation", Aggregation.class, DEFAULT.aggregation),
                json.choice("advantage", GroupAdvantage.class, DEFAULT.advantage),
                json.bool("skip_constant_groups", DEFAULT.skipConstantGroups),
                json.number("clip_norm", DEFAULT.clipNorm),
                new AdamW.Settings(
                        json.number("beta1", DEFAULT.optimiser.beta1()),
                        json.number("beta2", DEFAULT.optimiser.beta2()),
                        json.number("epsilon", DEFAULT.optimiser.epsilon()),
                        json.number("weight_decay", DEFAULT.optimiser.weightDecay())));
    }

    void writeTo(Map<String, Object> map) {
        map.put("minibatches", minibatches);
        map.put("epochs", epochs);
        map.put("rate", rate.peak());
        map.put("rate_floor", rate.floor());
        map.put("warm_up", rate.warmUp());
        map.put("decay", Settings.label(rate.decay()));
        map.put("clip_low", objective.clipLow());
        map.put("clip_high", objective.clipHigh());
        map.put("kl", objective.klCoefficient());
        map.put("aggregation", Settings.label(aggregation));
        map.put("advantage", Settings.label(advantage));
        map.put("skip_constant_groups", skipConstantGroups);
        map.put("clip_norm", clipNorm);
        map.put("beta1", optimiser.beta1());
        map.put("beta2", optimiser.beta2());
        map.put("epsilon", optimiser.epsilon());
        map.put("weight_decay", optimiser.weightDecay());
    }
}
