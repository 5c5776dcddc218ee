package org.flowtracer.workbench.rl;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.flowtracer.credit.CreditWeights;

/**
 * What one step found: a row of metrics.csv. NaN stands for what was not measured in a step, and leaves a blank.
 *
 * @param sampled of all responses
 * @param skippedGroups share of the groups left out since their rewards were all the same
 * @param credited of the responses that were learnt from
 * @param updated of the updates
 * @param criticLoss mean squared error of the critic's values before it learnt from the step
 * @param divergence of the sampling policy from the start model: the mean of k3 over the tokens that were learnt from
 */
public record StepReport(
        Sampled sampled,
        double skippedGroups,
        Credited credited,
        Updated updated,
        double criticLoss,
        double divergence) {
    /** The column of the accuracy on the validation problems, greedily, after the step. */
    public static final String VALIDATION_ACCURACY = "validation_accuracy";

    /** The columns, in the order of {@link #row}. */
    public static final List<String> COLUMNS = List.of(
            "reward",
            "accuracy",
            "entropy",
            "length",
            "ended",
            "skipped_groups",
            "mean_weight",
            "uninformed",
            "loss",
            "clip_fraction",
            "gradient_norm",
            "critic_loss",
            "kl",
            VALIDATION_ACCURACY);

    /**
     * Means over responses.
     *
     * @param reward of the verifier
     * @param accuracy share that is right
     * @param entropy mean of -log p over all tokens drawn, in nats: at temperature 1 an unbiased estimate of the policy's entropy
     * @param length tokens, the one that ends a response included
     * @param ended share that ended by itself
     */
    public record Sampled(double reward, double accuracy, double entropy, double length, double ended) {
        /** Of a step without responses. */
        static final Sampled NONE = new Sampled(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        static Sampled of(List<SampledResponse> responses) {
            double length = mean(responses, SampledResponse::length);
            return new Sampled(
                    mean(responses, SampledResponse::reward),
                    mean(responses, response -> response.judged().verdict().isRight() ? 1 : 0),
                    mean(responses, SampledResponse::surprisal) / length,
                    length,
                    mean(responses, response -> response.judged().ended() ? 1 : 0));
        }
    }

    /**
     * Means over responses.
     *
     * @param meanWeight of the eligible tokens of a response
     * @param uninformed share whose scores told no tokens apart, or that have no answer
     */
    public record Credited(double meanWeight, double uninformed) {
        /** Of a step that learnt nothing. */
        static final Credited NONE = new Credited(Double.NaN, Double.NaN);

        static Credited of(List<CreditWeights> weights) {
            return new Credited(mean(weights, CreditWeights::mean), mean(weights, each -> each.uninformed() ? 1 : 0));
        }
    }

    /**
     * Means over the updates of a step.
     *
     * @param clipFraction share of tokens whose clipped term was the smaller
     * @param gradientNorm before clipping
     */
    public record Updated(double loss, double clipFraction, double gradientNorm) {
        /** Of a step that learnt nothing. */
        static final Updated NONE = new Updated(Double.NaN, Double.NaN, Double.NaN);

        static Updated mean(List<Updated> updates) {
            return new Updated(
                    StepReport.mean(updates, Updated::loss),
                    StepReport.mean(updates, Updated::clipFraction),
                    StepReport.mean(updates, Updated::gradientNorm));
        }
    }

    private static <T> double mean(List<T> items, ToDoubleFunction<T> value) {
        return items.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** Of a step whose groups were all left out. */
    static StepReport ofNothingLearnt(Sampled sampled, double skippedGroups) {
        return new StepReport(sampled, skippedGroups, Credited.NONE, Updated.NONE, Double.NaN, Double.NaN);
    }

    /** The row before the first step: nothing but the start model's accuracy. */
    static double[] rowOfStart(double validationAccuracy) {
        return ofNothingLearnt(Sampled.NONE, Double.NaN).row(validationAccuracy);
    }

    /** The row of a step. */
    double[] row(double validationAccuracy) {
        return new double[] {
            sampled.reward,
            sampled.accuracy,
            sampled.entropy,
            sampled.length,
            sampled.ended,
            skippedGroups,
            credited.meanWeight,
            credited.uninformed,
            updated.loss,
            updated.clipFraction,
            updated.gradientNorm,
            criticLoss,
            divergence,
            validationAccuracy
        };
    }
}
